package dev.keyward.handle;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.model.KeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The one DER encoding that SubjectPublicKeyInfo has for key specs with public keys of fixed
 * length, so that nothing needs to be parsed.
 *
 * <p>Sources: RFC 9881 and RFC 9935 for ML-DSA and ML-KEM, RFC 5480 for secp256k1 with an
 * uncompressed point.
 */
final class SubjectPublicKeyForm {
  private static final String LATTICE = "3082%04x300b06096086480165030403%02x0382%04x00";
  private static final String LATTICE_KEM = "3082%04x300b06096086480165030404%02x0382%04x00";
  private static final int AROUND_LATTICE_KEY = 18;
  private static final int NULL_BYTES = 2;

  private SubjectPublicKeyForm() {}

  /**
   * The raw public key inside an encoding.
   *
   * @throws InvalidAnswerException if it is no public key of the spec
   */
  static byte[] raw(KeySpec spec, byte[] encoded) {
    byte[] prefix = prefix(spec);
    int raw = rawSizeBytes(spec);
    boolean fits =
        encoded != null
            && encoded.length == prefix.length + raw
            && Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length);
    if (!fits) {
      throw new InvalidAnswerException(
          "The key service answered a public key that is none of spec " + spec + ".");
    }
    return Arrays.copyOfRange(encoded, prefix.length, encoded.length);
  }

  /**
   * The encoding without the NULL that JDKs which do not know the algorithm put where its
   * parameters would be, when they encode the key of a certificate again.
   *
   * @return the encoding as it is if it is not of that form
   */
  static byte[] withoutNull(KeySpec spec, byte[] encoded) {
    if (encoded == null || spec == KeySpec.ECC_SECG_P256K1) {
      return encoded;
    }
    byte[] prefix = prefix(spec);
    int raw = rawSizeBytes(spec);
    byte[] withNull = withNull(prefix, raw);
    boolean fits =
        encoded.length == withNull.length + raw
            && Arrays.equals(encoded, 0, withNull.length, withNull, 0, withNull.length);
    if (!fits) {
      return encoded;
    }
    byte[] exact = Arrays.copyOf(prefix, prefix.length + raw);
    System.arraycopy(encoded, withNull.length, exact, prefix.length, raw);
    return exact;
  }

  private static byte[] withNull(byte[] prefix, int raw) {
    HexFormat hex = HexFormat.of();
    String exact = hex.formatHex(prefix);
    String length = String.format("3082%04x300d", raw + AROUND_LATTICE_KEY + NULL_BYTES);
    int identifier = length.length();
    int key = exact.lastIndexOf("0382");
    return hex.parseHex(length + exact.substring(identifier, key) + "0500" + exact.substring(key));
  }

  private static byte[] prefix(KeySpec spec) {
    int raw = rawSizeBytes(spec);
    String hex =
        switch (spec) {
          case ECC_SECG_P256K1 -> "3056301006072a8648ce3d020106052b8104000a034200";
          case ML_DSA_44 -> lattice(LATTICE, raw, 0x11);
          case ML_DSA_65 -> lattice(LATTICE, raw, 0x12);
          case ML_DSA_87 -> lattice(LATTICE, raw, 0x13);
          case ML_KEM_512 -> lattice(LATTICE_KEM, raw, 1);
          case ML_KEM_768 -> lattice(LATTICE_KEM, raw, 2);
          case ML_KEM_1024 -> lattice(LATTICE_KEM, raw, 3);
          default -> throw new IllegalArgumentException("no fixed form: " + spec);
        };
    return HexFormat.of().parseHex(hex);
  }

  private static String lattice(String form, int raw, int lastArc) {
    return String.format(form, raw + AROUND_LATTICE_KEY, lastArc, raw + 1);
  }

  private static int rawSizeBytes(KeySpec spec) {
    return switch (spec) {
      case ECC_SECG_P256K1 -> 65;
      case ML_DSA_44 -> 1312;
      case ML_DSA_65 -> 1952;
      case ML_DSA_87 -> 2592;
      case ML_KEM_512 -> 800;
      case ML_KEM_768 -> 1184;
      case ML_KEM_1024 -> 1568;
      default -> throw new IllegalArgumentException("no fixed form: " + spec);
    };
  }
}
