package dev.keyward.embedded.material;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeySpec;
import dev.keyward.model.SigningAlgorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Known answers, computed with the implementations that {@link Primitives} chose. Each method is
 * true if the answer was right, and if a wrong input was noticed where there is one to notice.
 */
final class KnownAnswers {
  private static final HexFormat HEX = HexFormat.of();

  private KnownAnswers() {}

  /** RFC 4231, test case 2. */
  static boolean hmac() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256", Primitives.hmac());
    mac.init(new SecretKeySpec(ascii("Jefe"), "HmacSHA256"));
    return MessageDigest.isEqual(
        mac.doFinal(ascii("what do ya want for nothing?")),
        HEX.parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
  }

  /**
   * The GCM specification (McGrew and Viega), test case 16: 256-bit key, associated data, an
   * incomplete last block.
   */
  static boolean aesGcm() throws GeneralSecurityException {
    Provider provider = Primitives.aesGcm();
    byte[] plaintext =
        HEX.parseHex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] sealed =
        HEX.parseHex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");
    boolean right =
        MessageDigest.isEqual(aesGcm(provider, Cipher.ENCRYPT_MODE, plaintext), sealed)
            && MessageDigest.isEqual(aesGcm(provider, Cipher.DECRYPT_MODE, sealed), plaintext);
    sealed[sealed.length - 1] ^= 1;
    return right && rejects(provider, sealed);
  }

  private static byte[] aesGcm(Provider provider, int mode, byte[] input)
      throws GeneralSecurityException {
    byte[] key = HEX.parseHex("feffe9928665731c6d6a8f9467308308".repeat(2));
    byte[] iv = HEX.parseHex("cafebabefacedbaddecaf888");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
    return cipher.doFinal(input);
  }

  private static boolean rejects(Provider provider, byte[] changed)
      throws GeneralSecurityException {
    try {
      aesGcm(provider, Cipher.DECRYPT_MODE, changed);
      return false;
    } catch (AEADBadTagException e) {
      return true;
    }
  }

  /** RFC 5649, section 6, the first example. */
  static boolean aesKwp() throws GeneralSecurityException {
    byte[] key = HEX.parseHex("c37b7e6492584340bed12207808941155068f738");
    byte[] wrapped =
        HEX.parseHex("138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a");
    boolean right = MessageDigest.isEqual(aesKwp(wrapped), key);
    wrapped[0] ^= 1;
    try {
      aesKwp(wrapped);
      return false;
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      return right;
    }
  }

  private static byte[] aesKwp(byte[] wrapped) throws GeneralSecurityException {
    byte[] key = HEX.parseHex("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8");
    Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding", Primitives.aesKwp());
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"));
    return cipher.doFinal(wrapped);
  }

  /** RFC 6979, appendix A.2.5: P-256 with SHA-256, message "sample"; and a signature made here. */
  static boolean ecdsa() throws GeneralSecurityException {
    EcMaterial key =
        EcMaterial.of(
            KeySpec.ECC_NIST_P256,
            "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    byte[] published =
        HEX.parseHex(
            "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    byte[] digest = sha256("sample");
    byte[] other = sha256("test");
    byte[] made = key.signUnproven(digest, JdkRandom.shared());
    return key.verifyUnproven(digest, published)
        && !key.verifyUnproven(other, published)
        && key.verifyUnproven(digest, made)
        && !key.verifyUnproven(other, made);
  }

  static boolean rsaPkcs1() throws GeneralSecurityException {
    SigningAlgorithm algorithm = SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_256;
    RsaMaterial key = rsaTestKey();
    byte[] digest = sha256(RsaTestKey.MESSAGE);
    byte[] known = HEX.parseHex(RsaTestKey.PKCS1_SIGNATURE);
    byte[] made = key.signUnproven(algorithm, digest, JdkRandom.shared());
    return MessageDigest.isEqual(made, known)
        && key.verifyUnproven(algorithm, digest, known)
        && !key.verifyUnproven(algorithm, sha256("other"), known);
  }

  static boolean rsaPss() throws GeneralSecurityException {
    SigningAlgorithm algorithm = SigningAlgorithm.RSASSA_PSS_SHA_256;
    RsaMaterial key = rsaTestKey();
    byte[] digest = sha256(RsaTestKey.MESSAGE);
    byte[] known = HEX.parseHex(RsaTestKey.PSS_SIGNATURE);
    byte[] made = key.signUnproven(algorithm, digest, JdkRandom.shared());
    return key.verifyUnproven(algorithm, digest, known)
        && key.verifyUnproven(algorithm, digest, made)
        && !key.verifyUnproven(algorithm, sha256("other"), known);
  }

  static boolean rsaOaep() throws GeneralSecurityException, MaterialException {
    EncryptionAlgorithm algorithm = EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    RsaMaterial key = rsaTestKey();
    byte[] message = ascii(RsaTestKey.MESSAGE);
    byte[] made = key.encryptUnproven(algorithm, message, JdkRandom.shared());
    return Arrays.equals(
            key.decryptUnproven(algorithm, HEX.parseHex(RsaTestKey.OAEP_CIPHERTEXT)), message)
        && Arrays.equals(key.decryptUnproven(algorithm, made), message);
  }

  private static RsaMaterial rsaTestKey() throws GeneralSecurityException {
    BigInteger p = new BigInteger(RsaTestKey.PRIME_P, 16);
    BigInteger q = new BigInteger(RsaTestKey.PRIME_Q, 16);
    BigInteger e = BigInteger.valueOf(65537);
    BigInteger lessOneP = p.subtract(BigInteger.ONE);
    BigInteger lessOneQ = q.subtract(BigInteger.ONE);
    BigInteger d = e.modInverse(lessOneP.multiply(lessOneQ));
    RSAPrivateCrtKeySpec numbers =
        new RSAPrivateCrtKeySpec(
            p.multiply(q), e, d, p, q, d.mod(lessOneP), d.mod(lessOneQ), q.modInverse(p));
    KeyFactory factory = KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
    return RsaMaterial.open(KeySpec.RSA_2048, factory.generatePrivate(numbers).getEncoded());
  }

  private static byte[] sha256(String text) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance()).digest(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
