package dev.keyward.envelope;

import dev.keyward.failure.KeywardException;
import dev.keyward.jdk.JdkProvider;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Chooses, once per JVM, the provider instance that computes AES-GCM: Amazon Corretto Crypto
 * Provider if it is on the class path and healthy, otherwise SunJCE. Bouncy Castle is never chosen;
 * it is 20 to 40 times slower.
 *
 * <p>Nothing is sealed or opened before a known answer was reproduced, in both directions.
 */
final class AesGcm {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final String ACCP =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final Provider provider;
  private final boolean fromJdk;

  private AesGcm(Provider provider, boolean fromJdk) {
    this.provider = provider;
    this.fromJdk = fromJdk;
  }

  /** The choice; made and proven at the first call. */
  static AesGcm chosen() {
    if (Holder.CHOSEN == null) {
      throw new KeywardException(
          "SelfTestFailed",
          "AES-GCM of this JVM failed its self-test. Nothing is encrypted or decrypted.",
          Holder.FAILURE);
    }
    return Holder.CHOSEN;
  }

  /** Tells whether this is the JDK's own implementation, which has to be warmed up. */
  boolean isJdk() {
    return fromJdk;
  }

  String providerName() {
    return provider.getName();
  }

  Cipher newCipher() {
    try {
      return Cipher.getInstance(TRANSFORMATION, provider);
    } catch (GeneralSecurityException e) {
      throw new KeywardException("SelfTestFailed", "AES-GCM is not available.", e);
    }
  }

  /** SunJCE, proven. For tests and as the fallback. */
  static AesGcm ofJdk() throws GeneralSecurityException {
    AesGcm candidate = new AesGcm(JdkProvider.SUN_JCE.instance(), true);
    prove(candidate.newCipher());
    return candidate;
  }

  private static AesGcm choose() throws GeneralSecurityException {
    Optional<Provider> corretto = corretto();
    if (corretto.isPresent()) {
      AesGcm candidate = new AesGcm(corretto.get(), false);
      try {
        prove(candidate.newCipher());
        return candidate;
      } catch (GeneralSecurityException | RuntimeException notUsable) {
        return ofJdk();
      }
    }
    return ofJdk();
  }

  private static Optional<Provider> corretto() {
    try {
      Class<?> type = Class.forName(ACCP);
      Provider instance = (Provider) type.getField("INSTANCE").get(null);
      boolean loaded = type.getMethod("getLoadingError").invoke(instance) == null;
      return loaded ? Optional.of(instance) : Optional.empty();
    } catch (ReflectiveOperationException | LinkageError | RuntimeException absent) {
      return Optional.empty();
    }
  }

  /**
   * Reproduces test case 16 of the GCM specification (McGrew and Viega), which has associated data
   * and an incomplete last block, then sees a changed tag rejected.
   */
  static void prove(Cipher cipher) throws GeneralSecurityException {
    HexFormat hex = HexFormat.of();
    byte[] key = hex.parseHex("feffe9928665731c6d6a8f9467308308".repeat(2));
    byte[] iv = hex.parseHex("cafebabefacedbaddecaf888");
    byte[] aad = hex.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plaintext =
        hex.parseHex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] expected =
        hex.parseHex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");
    MessageKey aes = new MessageKey(key, "AES");
    byte[] sealed = run(cipher, Cipher.ENCRYPT_MODE, aes, iv, aad, plaintext);
    byte[] opened = run(cipher, Cipher.DECRYPT_MODE, aes, iv, aad, expected);
    if (!MessageDigest.isEqual(sealed, expected) || !MessageDigest.isEqual(opened, plaintext)) {
      throw new GeneralSecurityException("AES-GCM does not give the known answer");
    }
    expected[expected.length - 1] ^= 1;
    if (accepts(cipher, aes, iv, aad, expected)) {
      throw new GeneralSecurityException("AES-GCM accepts a wrong tag");
    }
  }

  private static boolean accepts(Cipher cipher, MessageKey key, byte[] iv, byte[] aad, byte[] input)
      throws GeneralSecurityException {
    try {
      run(cipher, Cipher.DECRYPT_MODE, key, iv, aad, input);
      return true;
    } catch (javax.crypto.AEADBadTagException rejected) {
      return false;
    }
  }

  private static byte[] run(
      Cipher cipher, int mode, MessageKey key, byte[] iv, byte[] aad, byte[] input)
      throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(SealedMessageHeader.TAG_BYTES * 8, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(input);
  }

  /** Runs the self-test at the first use and never again. */
  private static final class Holder {
    static final AesGcm CHOSEN;
    static final Throwable FAILURE;

    static {
      AesGcm chosen = null;
      Throwable failure = null;
      try {
        chosen = choose();
      } catch (GeneralSecurityException | RuntimeException e) {
        failure = e;
      }
      CHOSEN = chosen;
      FAILURE = failure;
    }
  }
}
