package dev.keyward.jca.signature;

import dev.keyward.jdk.JdkProvider;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;

/** Parameters of RSASSA-PSS (RFC 8017, section 8.1) and which of them a key service can do. */
final class PssParameters {
  private static final String MGF1 = "MGF1";

  private PssParameters() {}

  /** One hash in both places, a salt as long as the hash. */
  static PSSParameterSpec fixed(int hashBits) {
    String hash = "SHA-" + hashBits;
    return new PSSParameterSpec(
        hash, MGF1, new MGF1ParameterSpec(hash), hashBits / 8, PSSParameterSpec.TRAILER_FIELD_BC);
  }

  /**
   * Checks parameters for signing in a key service.
   *
   * @return the size of the hash in bits
   */
  static int requireSupported(PSSParameterSpec parameters)
      throws InvalidAlgorithmParameterException {
    int bits = hashBits(parameters.getDigestAlgorithm());
    boolean supported =
        bits != 0
            && MGF1.equalsIgnoreCase(parameters.getMGFAlgorithm())
            && parameters.getMGFParameters() instanceof MGF1ParameterSpec mgf1
            && hashBits(mgf1.getDigestAlgorithm()) == bits
            && parameters.getSaltLength() == bits / 8
            && parameters.getTrailerField() == PSSParameterSpec.TRAILER_FIELD_BC;
    if (!supported) {
      throw new InvalidAlgorithmParameterException(
          "A managed key signs RSASSA-PSS with SHA-256, SHA-384 or SHA-512, MGF1 with the same"
              + " hash, a salt as long as the hash and trailer field 1; got hash "
              + parameters.getDigestAlgorithm()
              + ", salt of "
              + parameters.getSaltLength()
              + " bytes.");
    }
    return bits;
  }

  static boolean areEqual(PSSParameterSpec a, PSSParameterSpec b) {
    try {
      return requireSupported(a) == requireSupported(b);
    } catch (InvalidAlgorithmParameterException e) {
      return false;
    }
  }

  private static int hashBits(String name) {
    return switch (String.valueOf(name).toUpperCase(Locale.ROOT)) {
      case "SHA-256", "SHA256", "2.16.840.1.101.3.4.2.1" -> 256;
      case "SHA-384", "SHA384", "2.16.840.1.101.3.4.2.2" -> 384;
      case "SHA-512", "SHA512", "2.16.840.1.101.3.4.2.3" -> 512;
      default -> 0;
    };
  }

  static AlgorithmParameters encode(PSSParameterSpec parameters) {
    try {
      AlgorithmParameters encoded =
          AlgorithmParameters.getInstance("RSASSA-PSS", JdkProvider.SUN_RSA_SIGN.instance());
      encoded.init(parameters);
      return encoded;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("SunRsaSign cannot encode RSASSA-PSS parameters", e);
    }
  }
}
