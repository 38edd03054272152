package dev.keyward.embedded.material;

import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A 256-bit symmetric key that encrypts small texts, each under a key of its own.
 *
 * <p>A ciphertext is 16 random bytes of derivation nonce, the AES-256-GCM ciphertext and its
 * 16-byte tag. Key and IV are derived from the nonce with the counter-mode KDF of NIST SP 800-108
 * (section 4.1) over HMAC-SHA-256. So no two ciphertexts share a key unless 128-bit nonces collide,
 * and the limit of 2^32 messages under one AES-GCM key with random IVs (SP 800-38D, section 8.3)
 * does not apply.
 */
public final class SymmetricMaterial implements KeyMaterial {
  /** Length of the key. */
  public static final int KEY_SIZE_BYTES = 32;

  /** How much longer a ciphertext is than its plaintext. */
  public static final int OVERHEAD_BYTES = 16 + 16;

  private static final int NONCE_SIZE_BYTES = 16;
  private static final int TAG_SIZE_BYTES = 16;
  private static final int IV_SIZE_BYTES = 12;
  private static final int BLOCK_SIZE_BYTES = 32;
  private static final int DERIVED_BITS = (KEY_SIZE_BYTES + IV_SIZE_BYTES) * 8;
  private static final byte[] LABEL = "keyward symmetric v1".getBytes(StandardCharsets.US_ASCII);

  private final SecretBytes key;

  private SymmetricMaterial(SecretBytes key) {
    this.key = key;
  }

  static SymmetricMaterial copyOf(byte[] key) {
    if (key.length != KEY_SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a symmetric key has " + KEY_SIZE_BYTES + " bytes, got " + key.length);
    }
    return new SymmetricMaterial(SecretBytes.copyOf(key));
  }

  /**
   * Encrypts.
   *
   * @param plaintext not kept
   * @param aad bound to the ciphertext; not part of it
   * @param random where the nonce comes from
   * @return {@value #OVERHEAD_BYTES} bytes more than the plaintext
   * @throws java.security.ProviderException if AES-GCM or HMAC failed its self-test
   */
  public byte[] encrypt(byte[] plaintext, byte[] aad, SecureRandom random) {
    byte[] nonce = new byte[NONCE_SIZE_BYTES];
    random.nextBytes(nonce);
    byte[] ciphertext = new byte[NONCE_SIZE_BYTES + plaintext.length + TAG_SIZE_BYTES];
    System.arraycopy(nonce, 0, ciphertext, 0, NONCE_SIZE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, aad);
      cipher.doFinal(plaintext, 0, plaintext.length, ciphertext, NONCE_SIZE_BYTES);
      return ciphertext;
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("AES-GCM encryption", e);
    }
  }

  /**
   * Decrypts.
   *
   * @param ciphertext as {@link #encrypt} made it
   * @param aad the same as there
   * @return the plaintext; the caller zeroes it
   * @throws MaterialException if the ciphertext or the associated data is not what it was
   * @throws java.security.ProviderException if AES-GCM or HMAC failed its self-test
   */
  public byte[] decrypt(ByteBuffer ciphertext, byte[] aad) throws MaterialException {
    if (ciphertext.remaining() < OVERHEAD_BYTES) {
      throw new MaterialException("ciphertext too short");
    }
    byte[] nonce = new byte[NONCE_SIZE_BYTES];
    ciphertext.get(nonce);
    byte[] sealed = new byte[ciphertext.remaining()];
    ciphertext.get(sealed);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, aad).doFinal(sealed);
    } catch (AEADBadTagException e) {
      throw new MaterialException("ciphertext not authentic");
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("AES-GCM decryption", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] aad) throws GeneralSecurityException {
    SelfTest.HMAC.require();
    SelfTest.AES_GCM.require();
    byte[] derived = derive(nonce);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", Primitives.aesGcm());
      cipher.init(
          mode,
          new SecretKeySpec(derived, 0, KEY_SIZE_BYTES, "AES"),
          new GCMParameterSpec(TAG_SIZE_BYTES * 8, derived, KEY_SIZE_BYTES, IV_SIZE_BYTES));
      cipher.updateAAD(aad);
      return cipher;
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  /**
   * SP 800-108r1, section 4.1: K(i) = PRF(key, i ‖ label ‖ 0x00 ‖ context ‖ L), with 32-bit i and
   * L.
   */
  private byte[] derive(byte[] nonce) throws GeneralSecurityException {
    Mac prf = Mac.getInstance("HmacSHA256", Primitives.hmac());
    key.use(
        bytes -> {
          try {
            prf.init(new SecretKeySpec(bytes, "HmacSHA256"));
          } catch (GeneralSecurityException e) {
            throw Primitives.unexpected("HMAC", e);
          }
        });
    byte[] blocks = new byte[2 * BLOCK_SIZE_BYTES];
    for (int i = 1; i <= 2; i++) {
      prf.update(ByteBuffer.allocate(4).putInt(0, i));
      prf.update(LABEL);
      prf.update((byte) 0);
      prf.update(nonce);
      prf.update(ByteBuffer.allocate(4).putInt(0, DERIVED_BITS));
      prf.doFinal(blocks, (i - 1) * BLOCK_SIZE_BYTES);
    }
    return blocks;
  }

  @Override
  public void close() {
    key.close();
  }
}
