package dev.keyward.jca.signature;

import dev.keyward.handle.KeyHandle;
import dev.keyward.jdk.JdkProvider;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.interfaces.RSAKey;
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

  /**
   * Checks parameters for signing with a key, whose certificate may prescribe some: the same hash,
   * and a salt that is at least as long (RFC 4055, section 3.3).
   *
   * @return the size of the hash in bits
   */
  static int requireSupported(PSSParameterSpec parameters, KeyHandle handle)
      throws InvalidAlgorithmParameterException {
    int bits = requireSupported(parameters);
    if (handle instanceof RSAKey key && key.getParams() instanceof PSSParameterSpec prescribed) {
      boolean allowed =
          hashBits(prescribed.getDigestAlgorithm()) == bits
              && MGF1.equalsIgnoreCase(prescribed.getMGFAlgorithm())
              && prescribed.getMGFParameters() instanceof MGF1ParameterSpec mgf1
              && hashBits(mgf1.getDigestAlgorithm()) == bits
              && parameters.getSaltLength() >= prescribed.getSaltLength()
              && prescribed.getTrailerField() == PSSParameterSpec.TRAILER_FIELD_BC;
      if (!allowed) {
        throw new InvalidAlgorithmParameterException(
            "The certificate of key "
                + handle.reference()
                + " prescribes RSASSA-PSS with "
                + prescribed.getDigestAlgorithm()
                + " and a salt of "
                + prescribed.getSaltLength()
                + " bytes; got "
                + parameters.getDigestAlgorithm()
                + " and "
                + parameters.getSaltLength()
                + " bytes.");
      }
    }
    return bits;
  }

  /** Whether the certificate of a key calls it one for RSASSA-PSS. */
  static boolean isRestrictedToPss(KeyHandle handle) {
    return "RSASSA-PSS".equals(handle.getAlgorithm());
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
