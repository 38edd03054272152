package dev.keyward.samples.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts blocks of 4,096 bytes with AES-256-GCM under the data key of a volume. A stored block is
 * IV (12 bytes, random for each write), ciphertext and tag; the volume's id and the block's number
 * are associated data, so a block cannot be put to another place.
 *
 * <p>Random IVs bear 2^32 writes under one key: 16 TiB written. A block that was put back to an
 * older version of itself is not noticed, as with any disk encryption that keeps no tree of hashes.
 */
final class BlockCipher implements AutoCloseable {
  static final int PLAIN_BYTES = 4096;
  static final int STORED_BYTES = 12 + PLAIN_BYTES + 16;

  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final UUID volume;
  private final SecureRandom random = new SecureRandom();
  private final Cipher cipher;
  private SecretKey key;

  /** The key's bytes stay the caller's. */
  BlockCipher(UUID volume, byte[] key) throws GeneralSecurityException {
    this.volume = volume;
    this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    this.key = new SecretKeySpec(key, "AES");
  }

  byte[] encrypt(long number, byte[] block) throws IOException {
    byte[] stored = new byte[STORED_BYTES];
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    System.arraycopy(iv, 0, stored, 0, IV_BYTES);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key(), new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(place(number));
      cipher.doFinal(block, 0, PLAIN_BYTES, stored, IV_BYTES);
      return stored;
    } catch (GeneralSecurityException e) {
      throw new IOException("Block " + number + " cannot be encrypted.", e);
    }
  }

  byte[] decrypt(long number, byte[] stored) throws IOException {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key(), new GCMParameterSpec(TAG_BITS, stored, 0, IV_BYTES));
      cipher.updateAAD(place(number));
      return cipher.doFinal(stored, IV_BYTES, STORED_BYTES - IV_BYTES);
    } catch (AEADBadTagException e) {
      throw new IOException("Block " + number + " was altered, or belongs to another place.", e);
    } catch (GeneralSecurityException e) {
      throw new IOException("Block " + number + " cannot be decrypted.", e);
    }
  }

  private SecretKey key() throws IOException {
    if (key == null) {
      throw new IOException("The volume is detached.");
    }
    return key;
  }

  private byte[] place(long number) {
    return ByteBuffer.allocate(24)
        .putLong(volume.getMostSignificantBits())
        .putLong(volume.getLeastSignificantBits())
        .putLong(number)
        .array();
  }

  /** Keys the cipher with zeros, so that it keeps nothing of the volume's key. */
  @Override
  public void close() {
    key = null;
    byte[] nothing = new byte[32];
    try {
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(nothing, "AES"),
          new GCMParameterSpec(TAG_BITS, Arrays.copyOf(nothing, IV_BYTES)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM refuses a key", e);
    }
  }
}
