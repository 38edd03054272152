package dev.keyward.embedded.quota;

import dev.keyward.model.KeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Requests that share a quota.
 *
 * @param name a lower-case word with hyphens, as in {@code quota.rate.NAME}
 */
public record RequestCategory(String name) {
  /** Cryptographic operations with symmetric and HMAC keys, and random bytes. */
  public static final RequestCategory SYMMETRIC = new RequestCategory("crypto-symmetric");

  /** Cryptographic operations with RSA keys. */
  public static final RequestCategory RSA = new RequestCategory("crypto-rsa");

  /** Cryptographic operations with keys on elliptic curves, SM2 included. */
  public static final RequestCategory ECC = new RequestCategory("crypto-ecc");

  /** Signatures with ML-DSA keys. */
  public static final RequestCategory ML_DSA = new RequestCategory("crypto-ml-dsa");

  /** Encapsulation with ML-KEM keys. */
  public static final RequestCategory ML_KEM = new RequestCategory("crypto-ml-kem");

  /** Cryptographic operations in one custom key store, besides the account's quota. */
  public static final RequestCategory CUSTOM_KEY_STORE = new RequestCategory("custom-key-store");

  /**
   * Cryptographic operations with keys of a spec.
   *
   * @param spec the spec
   * @return the category
   */
  public static RequestCategory cryptographic(KeySpec spec) {
    return switch (spec.family()) {
      case SYMMETRIC, HMAC -> SYMMETRIC;
      case RSA -> RSA;
      case EC, EDWARDS, SM2 -> ECC;
      case ML_DSA -> ML_DSA;
      case ML_KEM -> ML_KEM;
    };
  }

  /**
   * Making data key pairs of a spec; with and without plaintext share a quota.
   *
   * @param spec the spec's name
   * @return the category
   */
  public static RequestCategory dataKeyPair(String spec) {
    return new RequestCategory(
        "generate-data-key-pair-" + spec.toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /**
   * One operation that has a quota of its own.
   *
   * @param operation its name in the API, such as {@code CreateKey}
   * @return the category, such as {@code create-key}
   */
  public static RequestCategory operation(String operation) {
    return new RequestCategory(
        operation.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
  }

  /**
   * The names of all categories that there are.
   *
   * @return in no particular order
   */
  public static List<String> allNames() {
    return new ArrayList<>(RequestRates.aws().names());
  }
}
