package dev.keyward.embedded.customstore;

import dev.keyward.embedded.customstore.TokenException.Reason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PKCS #11 return value means for an operator. The JDK wraps its exceptions several times,
 * and the innermost one, of a class that is not exported, names the value.
 */
final class Pkcs11Errors {
  private static final Pattern NAME = Pattern.compile("CKR_[A-Z0-9_]+");
  private static final int MAX_CAUSES = 16;

  private Pkcs11Errors() {}

  /** Why connecting failed. */
  static Reason ofConnecting(Throwable failure) {
    return name(failure).map(Pkcs11Errors::ofConnecting).orElseGet(() -> ofLoading(failure));
  }

  private static Reason ofConnecting(String name) {
    return switch (name) {
      case "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE", "CKR_PIN_EXPIRED" ->
          Reason.INVALID_CREDENTIALS;
      case "CKR_PIN_LOCKED" -> Reason.USER_LOCKED_OUT;
      case "CKR_USER_PIN_NOT_INITIALIZED", "CKR_USER_TYPE_INVALID" -> Reason.USER_NOT_FOUND;
      case "CKR_USER_ANOTHER_ALREADY_LOGGED_IN",
          "CKR_USER_TOO_MANY_TYPES",
          "CKR_SESSION_READ_ONLY_EXISTS" ->
          Reason.USER_LOGGED_IN;
      case "CKR_SLOT_ID_INVALID", "CKR_TOKEN_NOT_PRESENT", "CKR_TOKEN_NOT_RECOGNIZED" ->
          Reason.NOT_FOUND;
      case "CKR_DEVICE_REMOVED", "CKR_DEVICE_ERROR" -> Reason.TOKEN_GONE;
      default -> Reason.INTERNAL_ERROR;
    };
  }

  /** Whether one key is missing, while the token may be well. */
  static boolean isMissingKey(Throwable failure) {
    return name(failure)
        .filter(n -> n.equals("CKR_KEY_HANDLE_INVALID") || n.equals("CKR_OBJECT_HANDLE_INVALID"))
        .isPresent();
  }

  /** Without a return value: the library could not be loaded, or there is no such slot. */
  private static Reason ofLoading(Throwable failure) {
    Throwable at = failure;
    for (int i = 0; at != null && i < MAX_CAUSES; i++, at = at.getCause()) {
      String text = String.valueOf(at.getMessage());
      if (at instanceof java.io.IOException && !(at.getCause() instanceof Exception)
          || text.contains("slotListIndex")
          || text.contains("does not exist")
          || text.contains("Token has been removed")) {
        return Reason.NOT_FOUND;
      }
    }
    return Reason.INTERNAL_ERROR;
  }

  /** The name of the innermost return value. */
  static Optional<String> name(Throwable failure) {
    String found = null;
    Throwable at = failure;
    for (int i = 0; at != null && i < MAX_CAUSES; i++, at = at.getCause()) {
      Matcher matcher = NAME.matcher(String.valueOf(at.getMessage()));
      if (matcher.find()) {
        found = matcher.group();
      }
    }
    return Optional.ofNullable(found);
  }
}
