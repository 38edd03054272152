package dev.keyward.jca.cipher;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.EncryptionAlgorithm;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.MGF1ParameterSpec;
import java.util.Locale;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** The parameters of RSAES-OAEP (RFC 8017, section 7.1) that a key service offers. */
final class OaepParameters {
  private OaepParameters() {}

  /** One hash in both places, and an empty label. */
  static OAEPParameterSpec of(EncryptionAlgorithm algorithm) {
    String hash = hash(algorithm);
    return new OAEPParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT);
  }

  private static String hash(EncryptionAlgorithm algorithm) {
    return algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1 ? "SHA-1" : "SHA-256";
  }

  /** The algorithm that a spec of the caller describes. */
  static EncryptionAlgorithm algorithm(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (!(spec instanceof OAEPParameterSpec oaep)) {
      throw new InvalidAlgorithmParameterException(
          "RSA-OAEP takes an OAEPParameterSpec, got " + spec.getClass().getName() + ".");
    }
    EncryptionAlgorithm named = byHash(oaep.getDigestAlgorithm());
    boolean sameHash =
        named != null
            && "MGF1".equalsIgnoreCase(oaep.getMGFAlgorithm())
            && oaep.getMGFParameters() instanceof MGF1ParameterSpec mgf1
            && byHash(mgf1.getDigestAlgorithm()) == named;
    if (!sameHash) {
      throw new InvalidAlgorithmParameterException(
          "A key service decrypts RSA-OAEP with SHA-1 or SHA-256 and the same hash for MGF1, got "
              + oaep.getDigestAlgorithm()
              + " and "
              + mgf1Hash(oaep)
              + ". Encrypt with new OAEPParameterSpec(\"SHA-256\", \"MGF1\","
              + " MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT): the JDK's cipher uses"
              + " SHA-1 for MGF1 when it is not told.");
    }
    requireNoLabel(oaep);
    return named;
  }

  private static String mgf1Hash(OAEPParameterSpec oaep) {
    return oaep.getMGFParameters() instanceof MGF1ParameterSpec mgf1
        ? mgf1.getDigestAlgorithm()
        : oaep.getMGFAlgorithm();
  }

  private static void requireNoLabel(OAEPParameterSpec oaep)
      throws InvalidAlgorithmParameterException {
    if (!(oaep.getPSource() instanceof PSource.PSpecified label) || label.getValue().length > 0) {
      throw new InvalidAlgorithmParameterException(
          "A key service decrypts RSA-OAEP with an empty label only.");
    }
  }

  private static EncryptionAlgorithm byHash(String name) {
    return switch (String.valueOf(name).toUpperCase(Locale.ROOT)) {
      case "SHA-1", "SHA1", "SHA", "1.3.14.3.2.26" -> EncryptionAlgorithm.RSAES_OAEP_SHA_1;
      case "SHA-256", "SHA256", "2.16.840.1.101.3.4.2.1" -> EncryptionAlgorithm.RSAES_OAEP_SHA_256;
      default -> null;
    };
  }

  static AlgorithmParameterSpec decode(AlgorithmParameters parameters)
      throws InvalidAlgorithmParameterException {
    try {
      return parameters.getParameterSpec(OAEPParameterSpec.class);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException(
          "RSA-OAEP takes OAEP parameters, got " + parameters.getAlgorithm() + ".", e);
    }
  }

  static AlgorithmParameters encode(EncryptionAlgorithm algorithm) {
    try {
      AlgorithmParameters parameters =
          AlgorithmParameters.getInstance("OAEP", JdkProvider.SUN_JCE.instance());
      parameters.init(of(algorithm));
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no OAEP parameters", e);
    }
  }
}
