package dev.keyward.jca.signature;

import dev.keyward.jdk.OtherProviders;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;

/** Finds who works with keys that are not handles. */
final class OrdinaryKeys {
  private OrdinaryKeys() {}

  /**
   * The JDK's own verifier: a verdict must not depend on who else is in the provider list. Only
   * where the JDK lacks the algorithm, which is ML-DSA before 24, the next provider is asked.
   */
  static Signature verifier(
      SignatureScheme scheme, AlgorithmParameterSpec parameters, PublicKey key, Provider self)
      throws InvalidKeyException {
    try {
      Signature verifier =
          Signature.getInstance(
              scheme.jdkName(),
              scheme.isInJdk() ? scheme.jdkProvider().instance() : next(scheme, self));
      setParameters(verifier, parameters);
      verifier.initVerify(key);
      return verifier;
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("Cannot verify " + scheme.standardName() + ": " + e, e);
    }
  }

  private static Provider next(SignatureScheme scheme, Provider self)
      throws NoSuchAlgorithmException {
    return OtherProviders.offering("Signature", scheme.jdkName(), self).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchAlgorithmException(
                    "neither this JDK nor another provider verifies " + scheme.jdkName()));
  }

  /** The first provider behind us that takes the key. */
  static Signature signer(
      SignatureScheme scheme,
      AlgorithmParameterSpec parameters,
      PrivateKey key,
      SecureRandom random,
      Provider self)
      throws InvalidKeyException {
    Exception first = null;
    for (Provider provider : candidates(scheme, self)) {
      try {
        return signer(scheme, provider, parameters, key, random);
      } catch (GeneralSecurityException | RuntimeException e) {
        // Providers answer a key they cannot use with all kinds of exceptions.
        first = first == null ? e : first;
      }
    }
    throw new InvalidKeyException(
        "No provider signs " + scheme.standardName() + " with a " + key.getClass().getName(),
        first);
  }

  /** 17 offers NONEwithRSA through its RSA cipher, without a service of that name. */
  private static List<Provider> candidates(SignatureScheme scheme, Provider self) {
    List<Provider> found = OtherProviders.offering("Signature", scheme.jdkName(), self);
    if (scheme == SignatureScheme.NONE_WITH_RSA) {
      found.add(scheme.jdkProvider().instance());
    }
    return found;
  }

  private static Signature signer(
      SignatureScheme scheme,
      Provider provider,
      AlgorithmParameterSpec parameters,
      PrivateKey key,
      SecureRandom random)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(scheme.jdkName(), provider);
    setParameters(signer, parameters);
    if (random == null) {
      signer.initSign(key);
    } else {
      signer.initSign(key, random);
    }
    return signer;
  }

  private static void setParameters(Signature signature, AlgorithmParameterSpec parameters)
      throws InvalidAlgorithmParameterException {
    if (parameters != null) {
      try {
        signature.setParameter(parameters);
      } catch (ProviderException e) {
        throw new InvalidAlgorithmParameterException(e);
      }
    }
  }
}
