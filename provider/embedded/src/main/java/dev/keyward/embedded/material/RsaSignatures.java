package dev.keyward.embedded.material;

import dev.keyward.model.SigningAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/**
 * RSA signatures over digests: RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2) and RSASSA-PSS (section
 * 8.1).
 *
 * <p>The exponentiation is that of {@link Primitives#rsa} (with blinding, and a check of the result
 * against faults), the encoding is made here or by Bouncy Castle, because neither offers both for a
 * digest made elsewhere.
 */
final class RsaSignatures {
  private static final byte[] SHA_256_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");
  private static final byte[] SHA_384_INFO =
      HexFormat.of().parseHex("3041300d060960864801650304020205000430");
  private static final byte[] SHA_512_INFO =
      HexFormat.of().parseHex("3051300d060960864801650304020305000440");

  private RsaSignatures() {}

  static byte[] sign(
      SigningAlgorithm algorithm,
      byte[] digest,
      PrivateKey privateKey,
      RSAPublicKey publicKey,
      SecureRandom random) {
    if (isPkcs1(algorithm)) {
      return exponentiate(privateKey, encodePkcs1(algorithm, digest, publicKey));
    }
    PSSSigner signer = pss(algorithm, block -> exponentiate(privateKey, block), publicKey, random);
    signer.update(digest, 0, digest.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw Primitives.unexpected("RSASSA-PSS", e);
    }
  }

  static boolean verify(
      SigningAlgorithm algorithm, byte[] digest, byte[] signature, RSAPublicKey publicKey) {
    if (signature.length != modulusBytes(publicKey)
        || new BigInteger(1, signature).compareTo(publicKey.getModulus()) >= 0) {
      return false;
    }
    if (isPkcs1(algorithm)) {
      // By making the encoding anew and comparing: there is no parser that could be too lenient.
      byte[] expected = encodePkcs1(algorithm, digest, publicKey);
      return MessageDigest.isEqual(expected, exponentiate(publicKey, signature));
    }
    // Here, not inside the verifier, which takes every exception for a wrong signature.
    byte[] opened = exponentiate(publicKey, signature);
    PSSSigner verifier = pss(algorithm, block -> opened, publicKey, null);
    verifier.update(digest, 0, digest.length);
    return verifier.verifySignature(signature);
  }

  static SelfTest selfTest(SigningAlgorithm algorithm) {
    return isPkcs1(algorithm) ? SelfTest.RSA_PKCS1 : SelfTest.RSA_PSS;
  }

  private static boolean isPkcs1(SigningAlgorithm algorithm) {
    return switch (algorithm) {
      case RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512 -> true;
      case RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512 -> false;
      case ECDSA_SHA_256,
          ECDSA_SHA_384,
          ECDSA_SHA_512,
          SM2DSA,
          ML_DSA_SHAKE_256,
          ED25519_SHA_512,
          ED25519_PH_SHA_512 ->
          throw new IllegalArgumentException("not an RSA algorithm: " + algorithm);
    };
  }

  /** EMSA-PKCS1-v1_5 (RFC 8017, section 9.2): 00 01 FF … FF 00 DigestInfo. */
  private static byte[] encodePkcs1(
      SigningAlgorithm algorithm, byte[] digest, RSAPublicKey publicKey) {
    byte[] info =
        switch (algorithm.digestSizeBytes()) {
          case 32 -> SHA_256_INFO;
          case 48 -> SHA_384_INFO;
          default -> SHA_512_INFO;
        };
    byte[] encoded = new byte[modulusBytes(publicKey)];
    Arrays.fill(encoded, (byte) 0xff);
    encoded[0] = 0;
    encoded[1] = 1;
    int infoAt = encoded.length - digest.length - info.length;
    encoded[infoAt - 1] = 0;
    System.arraycopy(info, 0, encoded, infoAt, info.length);
    System.arraycopy(digest, 0, encoded, encoded.length - digest.length, digest.length);
    return encoded;
  }

  private static PSSSigner pss(
      SigningAlgorithm algorithm,
      UnaryOperator<byte[]> rsa,
      RSAPublicKey publicKey,
      SecureRandom random) {
    int saltSizeBytes = algorithm.digestSizeBytes();
    PSSSigner signer =
        PSSSigner.createRawSigner(
            new RawRsa(rsa, modulusBytes(publicKey)),
            digest(saltSizeBytes),
            digest(saltSizeBytes),
            saltSizeBytes,
            PSSSigner.TRAILER_IMPLICIT);
    // The exponent is never used: RawRsa has the key.
    RSAKeyParameters half =
        new RSAKeyParameters(false, publicKey.getModulus(), publicKey.getPublicExponent());
    boolean forSigning = random != null;
    signer.init(forSigning, forSigning ? new ParametersWithRandom(half, random) : half);
    return signer;
  }

  private static Digest digest(int sizeBytes) {
    return switch (sizeBytes) {
      case 32 -> SHA256Digest.newInstance();
      case 48 -> new SHA384Digest();
      default -> new SHA512Digest();
    };
  }

  /**
   * Encrypting with a private key is what the JDK calls signing: only then it checks its result
   * with the public exponent before it hands it out (a faulty one would reveal the key).
   */
  private static byte[] exponentiate(Key key, byte[] block) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding", Primitives.rsa());
      cipher.init(Cipher.ENCRYPT_MODE, key);
      return cipher.doFinal(block);
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("RSA", e);
    }
  }

  private static int modulusBytes(RSAPublicKey key) {
    return (key.getModulus().bitLength() + 7) / 8;
  }

  /** The exponentiation in the form Bouncy Castle's encoder asks for. */
  private record RawRsa(UnaryOperator<byte[]> rsa, int modulusBytes)
      implements AsymmetricBlockCipher {

    @Override
    public void init(boolean forEncryption, CipherParameters parameters) {
      // The key was given to the constructor.
    }

    @Override
    public int getInputBlockSize() {
      return modulusBytes;
    }

    @Override
    public int getOutputBlockSize() {
      return modulusBytes;
    }

    @Override
    public byte[] processBlock(byte[] in, int offset, int length) {
      if (length > modulusBytes) {
        throw new DataLengthException("input longer than the modulus");
      }
      byte[] block = new byte[modulusBytes];
      System.arraycopy(in, offset, block, block.length - length, length);
      return rsa.apply(block);
    }
  }
}
