package dev.keyward.keystore;

import dev.keyward.model.KeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Tells from the AlgorithmIdentifier of a PKCS #8 private key (RFC 5958) what kind of key it is,
 * for the kinds that providers name and describe each in their own way, or that the JDK has no
 * interface for. Reads nothing of the key itself.
 */
final class Pkcs8Algorithm {
  private static final int SEQUENCE = 0x30;
  private static final int LONG_FORM = 0x80;

  /** The content of an AlgorithmIdentifier: RFC 9881, RFC 9935, and RFC 5480 with a named curve. */
  private static final Map<String, KeySpec> SPECS =
      Map.of(
          "0609608648016503040311", KeySpec.ML_DSA_44,
          "0609608648016503040312", KeySpec.ML_DSA_65,
          "0609608648016503040313", KeySpec.ML_DSA_87,
          "0609608648016503040401", KeySpec.ML_KEM_512,
          "0609608648016503040402", KeySpec.ML_KEM_768,
          "0609608648016503040403", KeySpec.ML_KEM_1024,
          "06072a8648ce3d020106052b8104000a", KeySpec.ECC_SECG_P256K1);

  private Pkcs8Algorithm() {}

  /**
   * Looks at the head of a key.
   *
   * @param pkcs8 DER; only read
   * @return empty for any other kind of key, and for what is no PKCS #8
   */
  static Optional<KeySpec> specOf(byte[] pkcs8) {
    int version = content(pkcs8, 0);
    boolean plausible =
        version > 0
            && pkcs8.length > version + 3
            && pkcs8[version] == 2
            && pkcs8[version + 1] == 1
            && (pkcs8[version + 2] & ~1) == 0;
    if (!plausible) {
      return Optional.empty();
    }
    int identifier = version + 3;
    int start = content(pkcs8, identifier);
    // Every identifier we look for is short.
    int length = start == identifier + 2 ? pkcs8[identifier + 1] : -1;
    if (length < 0 || length > pkcs8.length - start) {
      return Optional.empty();
    }
    byte[] found = Arrays.copyOfRange(pkcs8, start, start + length);
    return Optional.ofNullable(SPECS.get(HexFormat.of().formatHex(found)));
  }

  /** Where the content of a SEQUENCE begins; -1 if there is none. */
  private static int content(byte[] der, int at) {
    if (der.length < at + 2 || der[at] != SEQUENCE) {
      return -1;
    }
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < LONG_FORM ? 0 : length - LONG_FORM);
  }
}
