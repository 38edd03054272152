package dev.keyward.kms.sigv4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code Authorization} header of a signed request.
 *
 * @param accessKeyId whose key signed
 * @param scope what the signing key is good for
 * @param signedHeaders names of the headers that are covered, in lower case and sorted
 * @param signature 64 hexadecimal digits in lower case
 */
public record Authorization(
    String accessKeyId, CredentialScope scope, List<String> signedHeaders, String signature) {
  /** The only algorithm there is. */
  public static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final int MAX_LENGTH = 4096;
  private static final int MAX_HEADERS = 100;
  private static final Set<String> PARTS = Set.of("Credential", "SignedHeaders", "Signature");
  private static final Pattern ACCESS_KEY = Pattern.compile("\\w{1,128}");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]{1,256}");
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");

  /** Copies the names. */
  public Authorization {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(signature, "signature");
    signedHeaders = List.copyOf(signedHeaders);
  }

  /**
   * Reads a header. What is not exactly of the form is refused: whoever guesses what a signature
   * covers can be made to guess wrong.
   *
   * @param header its value
   * @return the parts; empty if it is not a complete header of this algorithm, with sorted names of
   *     signed headers and none twice
   */
  public static Optional<Authorization> parse(String header) {
    if (header.length() > MAX_LENGTH || !header.startsWith(ALGORITHM + " ")) {
      return Optional.empty();
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(ALGORITHM.length() + 1).split(",", -1)) {
      String trimmed = part.strip();
      int equals = trimmed.indexOf('=');
      if (equals < 0
          || parts.put(trimmed.substring(0, equals), trimmed.substring(equals + 1)) != null) {
        return Optional.empty();
      }
    }
    return parts
            .keySet()
            .equals(Map.of("Credential", 0, "SignedHeaders", 0, "Signature", 0).keySet())
        ? of(parts.get("Credential"), parts.get("SignedHeaders"), parts.get("Signature"))
        : Optional.empty();
  }

  private static Optional<Authorization> of(String credential, String headers, String signature) {
    int slash = credential.indexOf('/');
    List<String> names = List.of(headers.split(";", -1));
    if (slash < 0
        || !ACCESS_KEY.matcher(credential.substring(0, slash)).matches()
        || !areSortedNames(names)
        || !SIGNATURE.matcher(signature).matches()) {
      return Optional.empty();
    }
    try {
      CredentialScope scope = CredentialScope.parse(credential.substring(slash + 1));
      return Optional.of(
          new Authorization(credential.substring(0, slash), scope, names, signature));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean areSortedNames(List<String> names) {
    if (names.size() > MAX_HEADERS) {
      return false;
    }
    String last = "";
    for (String name : names) {
      if (!HEADER_NAME.matcher(name).matches() || name.compareTo(last) <= 0) {
        return false;
      }
      last = name;
    }
    return true;
  }

  /** The value of the header. */
  @Override
  public String toString() {
    return ALGORITHM
        + " Credential="
        + accessKeyId
        + "/"
        + scope
        + ", SignedHeaders="
        + String.join(";", signedHeaders)
        + ", Signature="
        + signature;
  }
}
