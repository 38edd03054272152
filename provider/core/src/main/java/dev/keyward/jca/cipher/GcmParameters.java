package dev.keyward.jca.cipher;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.EncryptionContext;
import dev.keyward.params.EnvelopeParameterSpec;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The parameters of one {@code init}: an IV, if the caller gave one, and an encryption context.
 *
 * @param iv 12 bytes, or null
 * @param context may be empty
 */
record GcmParameters(byte[] iv, EncryptionContext context) {
  static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  static GcmParameters none() {
    return new GcmParameters(null, EncryptionContext.empty());
  }

  static GcmParameters of(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (spec == null) {
      return none();
    }
    if (!(spec instanceof GCMParameterSpec gcm)) {
      throw new InvalidAlgorithmParameterException(
          "AES/GCM/NoPadding takes a GCMParameterSpec or EnvelopeParameterSpec, got "
              + spec.getClass().getName()
              + ".");
    }
    if (gcm.getTLen() != TAG_BITS) {
      throw new InvalidAlgorithmParameterException(
          "The tag has " + gcm.getTLen() + " bits; only 128 are offered.");
    }
    if (gcm instanceof EnvelopeParameterSpec envelope) {
      byte[] iv = envelope.iv().orElse(null);
      return new GcmParameters(iv == null ? null : checked(iv), envelope.context());
    }
    return new GcmParameters(checked(gcm.getIV()), EncryptionContext.empty());
  }

  static GcmParameters of(AlgorithmParameters parameters)
      throws InvalidAlgorithmParameterException {
    if (parameters == null) {
      return none();
    }
    try {
      return of(parameters.getParameterSpec(GCMParameterSpec.class));
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException(
          "AES/GCM/NoPadding takes GCM parameters, got " + parameters.getAlgorithm() + ".", e);
    }
  }

  /** The IV as the JDK's own cipher reports it. */
  static AlgorithmParameters describe(byte[] iv) {
    try {
      AlgorithmParameters parameters =
          AlgorithmParameters.getInstance("GCM", JdkProvider.SUN_JCE.instance());
      parameters.init(new GCMParameterSpec(TAG_BITS, iv));
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no GCM parameters", e);
    }
  }

  private static byte[] checked(byte[] iv) throws InvalidAlgorithmParameterException {
    if (iv.length != IV_BYTES) {
      throw new InvalidAlgorithmParameterException(
          "The IV has " + iv.length + " bytes; it must have 12.");
    }
    return iv;
  }
}
