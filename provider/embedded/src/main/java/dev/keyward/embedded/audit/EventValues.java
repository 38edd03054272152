package dev.keyward.embedded.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The values that an event may show: the last guard before something secret is written down. */
final class EventValues {
  private static final int MAX_DEPTH = 8;

  /** Members of the API that hold plaintext, ciphertext, keys, signatures or tokens. */
  private static final Set<String> NEVER_SHOWN =
      Set.of(
          "ciphertextblob",
          "ciphertextforrecipient",
          "encryptedkeymaterial",
          "granttoken",
          "granttokens",
          "importtoken",
          "keystorepassword",
          "mac",
          "message",
          "plaintext",
          "privatekeyciphertextblob",
          "privatekeyplaintext",
          "publickey",
          "rawsecretaccesskey",
          "sharedsecret",
          "sharedsecretciphertextblob",
          "signature",
          "xksproxyauthenticationcredential");

  private EventValues() {}

  /** A copy without what is never shown. */
  static Map<String, Object> checked(Map<String, Object> values) {
    if (values == null) {
      return null;
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (!NEVER_SHOWN.contains(name.toLowerCase(Locale.ROOT))) {
            copy.put(name, copy(value, 1));
          }
        });
    return Collections.unmodifiableMap(copy);
  }

  private static Object copy(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("audit values are at most " + MAX_DEPTH + " levels deep");
    }
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long) {
      return value;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof List<?> list) {
      List<Object> copies = new ArrayList<>(list.size());
      list.forEach(element -> copies.add(copy(element, depth + 1)));
      return Collections.unmodifiableList(copies);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copies = new LinkedHashMap<>();
      map.forEach((name, element) -> copies.put((String) name, copy(element, depth + 1)));
      return Collections.unmodifiableMap(copies);
    }
    throw new IllegalArgumentException("an audit event cannot show a " + value.getClass());
  }
}
