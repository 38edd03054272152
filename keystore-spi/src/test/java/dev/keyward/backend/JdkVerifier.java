package dev.keyward.backend;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/** Checks what a backend signed, with nothing but the JDK's own providers. */
final class JdkVerifier {
  private final PublicKey key;

  JdkVerifier(ManagedPublicKey managed) throws GeneralSecurityException {
    KeyFactory factory =
        switch (managed.spec().family()) {
          case RSA -> KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
          case EC -> KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance());
          default -> throw new IllegalArgumentException("no verifier for " + managed.spec());
        };
    this.key = factory.generatePublic(new X509EncodedKeySpec(managed.encoded()));
  }

  int sizeBits() {
    return key instanceof RSAKey rsa
        ? rsa.getModulus().bitLength()
        : ((ECKey) key).getParams().getOrder().bitLength();
  }

  static byte[] digest(SigningAlgorithm algorithm, byte[] message) throws GeneralSecurityException {
    String name = "SHA-" + algorithm.digestSizeBytes() * 8;
    return MessageDigest.getInstance(name, JdkProvider.SUN.instance()).digest(message);
  }

  boolean accepts(SigningAlgorithm algorithm, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = verifier(algorithm);
    verifier.initVerify(key);
    verifier.update(message);
    try {
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    }
  }

  private static Signature verifier(SigningAlgorithm algorithm) throws GeneralSecurityException {
    int bits = algorithm.digestSizeBytes() * 8;
    String name = algorithm.name();
    if (name.startsWith("ECDSA")) {
      return Signature.getInstance("SHA" + bits + "withECDSA", JdkProvider.SUN_EC.instance());
    }
    if (name.startsWith("RSASSA_PKCS1")) {
      return Signature.getInstance("SHA" + bits + "withRSA", JdkProvider.SUN_RSA_SIGN.instance());
    }
    Signature pss = Signature.getInstance("RSASSA-PSS", JdkProvider.SUN_RSA_SIGN.instance());
    String hash = "SHA-" + bits;
    pss.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
    return pss;
  }
}
