package dev.keyward.backend;

import dev.keyward.failure.InvalidRequestException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.EdDSAParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;

/** Signatures of {@link InMemoryKeyBackend}, made from the digest as a key service does. */
final class InMemorySigning {
  private InMemorySigning() {}

  static byte[] sign(PrivateKey key, SigningAlgorithm algorithm, MessageType type, byte[] message) {
    if (algorithm == SigningAlgorithm.ML_DSA_SHAKE_256) {
      return InMemoryLattices.sign(key, type, message);
    }
    boolean edwards = algorithm == SigningAlgorithm.ED25519_SHA_512;
    try {
      if (edwards || algorithm == SigningAlgorithm.ED25519_PH_SHA_512) {
        return edwards(key, !edwards, type, message);
      }
      byte[] digest = digest(algorithm, type, message);
      return switch (algorithm) {
        case RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512 ->
            pss((RSAPrivateKey) key, hash(algorithm), digest);
        case RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512 ->
            pkcs1(key, digest);
        case ECDSA_SHA_256, ECDSA_SHA_384, ECDSA_SHA_512 -> ecdsa(key, digest);
        case SM2DSA, ML_DSA_SHAKE_256, ED25519_SHA_512, ED25519_PH_SHA_512 ->
            throw new InvalidRequestException("not offered in memory: " + algorithm);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the KMS does it: whole messages, or digests that are hashed once more. */
  private static byte[] edwards(PrivateKey key, boolean prehash, MessageType type, byte[] message)
      throws GeneralSecurityException {
    if (prehash != (type == MessageType.DIGEST) || message.length < 1 || message.length > 4096) {
      throw new InvalidRequestException("not a message for this algorithm");
    }
    Signature signature = Signature.getInstance("Ed25519", JdkProvider.SUN_EC.instance());
    signature.setParameter(new EdDSAParameterSpec(prehash));
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }

  /** Only what the JDK side asks a key service for: secp256k1 and ML-DSA. */
  static boolean verify(
      PublicKey key,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature) {
    if (algorithm == SigningAlgorithm.ML_DSA_SHAKE_256) {
      return InMemoryLattices.verify(key, type, message, signature);
    }
    try {
      Signature verifier = Signature.getInstance("NONEwithECDSA", InMemoryLattices.BOUNCY_CASTLE);
      verifier.initVerify(key);
      verifier.update(digest(algorithm, type, message));
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] digest(SigningAlgorithm algorithm, MessageType type, byte[] message)
      throws GeneralSecurityException {
    if (type == MessageType.DIGEST) {
      if (message.length != algorithm.digestSizeBytes()) {
        throw new InvalidRequestException(
            "Digest is invalid length for algorithm " + algorithm + ".");
      }
      return message.clone();
    }
    if (message.length < 1 || message.length > 4096) {
      throw new InvalidRequestException("A message has 1 to 4096 bytes.");
    }
    return hash(algorithm).digest(message);
  }

  private static MessageDigest hash(SigningAlgorithm algorithm) throws GeneralSecurityException {
    return MessageDigest.getInstance(
        "SHA-" + algorithm.digestSizeBytes() * 8, JdkProvider.SUN.instance());
  }

  private static byte[] ecdsa(PrivateKey key, byte[] digest) throws GeneralSecurityException {
    // Only Bouncy Castle makes keys on secp256k1; the JDK could not use them.
    boolean jdk = !(key instanceof org.bouncycastle.jce.interfaces.ECPrivateKey);
    Signature signature =
        Signature.getInstance(
            "NONEwithECDSA", jdk ? JdkProvider.SUN_EC.instance() : InMemoryLattices.BOUNCY_CASTLE);
    signature.initSign(key);
    signature.update(digest);
    return signature.sign();
  }

  private static byte[] pkcs1(PrivateKey key, byte[] digest) throws GeneralSecurityException {
    // DigestInfo prefixes of RFC 8017, section 9.2, note 1.
    int last = digest.length == 32 ? 1 : digest.length == 48 ? 2 : 3;
    String prefix =
        String.format(
            "30%02x300d06096086480165030402%02x050004%02x",
            digest.length + 17, last, digest.length);
    byte[] head = HexFormat.of().parseHex(prefix);
    Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding", JdkProvider.SUN_JCE.instance());
    rsa.init(Cipher.ENCRYPT_MODE, key);
    rsa.update(head);
    return rsa.doFinal(digest);
  }

  /** EMSA-PSS of RFC 8017, section 9.1.1, with a salt as long as the hash. */
  private static byte[] pss(RSAPrivateKey key, MessageDigest hash, byte[] digest)
      throws GeneralSecurityException {
    int modulusBits = key.getModulus().bitLength();
    int length = (modulusBits - 1 + 7) / 8;
    byte[] salt = new byte[digest.length];
    new SecureRandom().nextBytes(salt);
    hash.update(new byte[8]);
    hash.update(digest);
    byte[] h = hash.digest(salt);
    byte[] db = new byte[length - h.length - 1];
    db[db.length - salt.length - 1] = 1;
    System.arraycopy(salt, 0, db, db.length - salt.length, salt.length);
    byte[] mask = mgf1(hash, h, db.length);
    for (int i = 0; i < db.length; i++) {
      db[i] ^= mask[i];
    }
    db[0] &= (byte) (0xFF >>> (8 * length - (modulusBits - 1)));
    byte[] encoded = ByteBuffer.allocate(length).put(db).put(h).put((byte) 0xBC).array();
    return power(key, encoded);
  }

  private static byte[] mgf1(MessageDigest hash, byte[] seed, int length) {
    ByteBuffer mask = ByteBuffer.allocate(length + hash.getDigestLength());
    for (int counter = 0; mask.position() < length; counter++) {
      hash.update(seed);
      mask.put(hash.digest(ByteBuffer.allocate(4).putInt(counter).array()));
    }
    return Arrays.copyOf(mask.array(), length);
  }

  private static byte[] power(RSAPrivateKey key, byte[] encoded) {
    BigInteger result =
        new BigInteger(1, encoded).modPow(key.getPrivateExponent(), key.getModulus());
    int length = (key.getModulus().bitLength() + 7) / 8;
    byte[] bytes = result.toByteArray();
    byte[] signature = new byte[length];
    int copied = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - copied, signature, length - copied, copied);
    return signature;
  }
}
