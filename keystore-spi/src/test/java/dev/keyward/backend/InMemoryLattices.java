package dev.keyward.backend;

import dev.keyward.backend.Encapsulates.Encapsulation;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.model.KeySpec;
import dev.keyward.model.MessageType;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** What the JDK of 17 does not have: ML-DSA, ML-KEM and secp256k1, made by Bouncy Castle. */
final class InMemoryLattices {
  static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final int MU_BYTES = 64;

  private InMemoryLattices() {}

  static KeyPair pairOf(KeySpec spec) throws GeneralSecurityException {
    String name = spec.name().replace('_', '-');
    return KeyPairGenerator.getInstance(name, BOUNCY_CASTLE).generateKeyPair();
  }

  static KeyPair secp256k1() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
    generator.initialize(new ECGenParameterSpec("secp256k1"));
    return generator.generateKeyPair();
  }

  /** The pair of a private key alone. */
  static KeyPair imported(KeySpec spec, byte[] pkcs8) throws GeneralSecurityException {
    String name = spec == KeySpec.ECC_SECG_P256K1 ? "EC" : spec.name().replace('_', '-');
    KeyFactory factory = KeyFactory.getInstance(name, BOUNCY_CASTLE);
    PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    try {
      byte[] encoded =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicHalf(parameters(key)))
              .getEncoded();
      return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(encoded)), key);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AsymmetricKeyParameter publicHalf(AsymmetricKeyParameter key) {
    if (key instanceof MLDSAPrivateKeyParameters signing) {
      return signing.getPublicKeyParameters();
    }
    if (key instanceof MLKEMPrivateKeyParameters decapsulating) {
      return decapsulating.getPublicKeyParameters();
    }
    ECPrivateKeyParameters ec = (ECPrivateKeyParameters) key;
    return new ECPublicKeyParameters(
        ec.getParameters().getG().multiply(ec.getD()).normalize(), ec.getParameters());
  }

  static byte[] sign(PrivateKey key, MessageType type, byte[] message) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, (MLDSAPrivateKeyParameters) parameters(key));
    try {
      if (type == MessageType.EXTERNAL_MU) {
        requireMu(message);
        return signer.generateMuSignature(message);
      }
      signer.update(message, 0, message.length);
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean verify(PublicKey key, MessageType type, byte[] message, byte[] signature) {
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, parameters(key));
    if (type == MessageType.EXTERNAL_MU) {
      requireMu(message);
      return verifier.verifyMuSignature(message, signature);
    }
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  private static void requireMu(byte[] mu) {
    if (mu.length != MU_BYTES) {
      throw new InvalidRequestException("EXTERNAL_MU has 64 bytes.");
    }
  }

  static Encapsulation encapsulate(PublicKey key) {
    SecretWithEncapsulation made =
        new MLKEMGenerator(new SecureRandom())
            .generateEncapsulated((MLKEMPublicKeyParameters) parameters(key));
    return new Encapsulation(SecretBytes.copyOf(made.getSecret()), made.getEncapsulation());
  }

  static SecretBytes decapsulate(PrivateKey key, byte[] encapsulation) {
    MLKEMExtractor extractor = new MLKEMExtractor((MLKEMPrivateKeyParameters) parameters(key));
    if (encapsulation.length != extractor.getEncapsulationLength()) {
      throw new InvalidRequestException("The encapsulation has another length.");
    }
    return SecretBytes.owning(extractor.extractSecret(encapsulation));
  }

  private static AsymmetricKeyParameter parameters(PrivateKey key) {
    try {
      return PrivateKeyFactory.createKey(key.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AsymmetricKeyParameter parameters(PublicKey key) {
    try {
      return PublicKeyFactory.createKey(key.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
