package dev.keyward.envelope;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;

/**
 * An AES-GCM cipher keyed with the message key of one salt, and the means to take another salt.
 *
 * <p>Each message takes a salt, and so a key, of its own, unless {@link
 * CacheLimits#messagesPerKey()} lets several share one. Belongs to one data key, is used by one
 * thread at a time.
 */
final class KeyedCipher {
  private static final byte[] LABEL = "Keyward message key".getBytes(StandardCharsets.US_ASCII);
  private static final int TAG_BITS = SealedMessageHeader.TAG_BYTES * 8;

  private final Mac baseKey;
  private final Cipher cipher;
  private final boolean jdk;
  private final byte[] salt = new byte[SealedMessageHeader.SALT_BYTES];
  private MessageKey key;
  private UsedIvs chosenIvs;
  private int messages;

  /** Makes a cipher without salt. The MAC, keyed with the base key, now belongs to the cipher. */
  KeyedCipher(Mac baseKey, AesGcm aesGcm) {
    this.baseKey = baseKey;
    this.cipher = aesGcm.newCipher();
    this.jdk = aesGcm.isJdk();
  }

  /** The cipher, set up by one of the two methods below. */
  Cipher cipher() {
    return cipher;
  }

  boolean isJdk() {
    return jdk;
  }

  boolean hasSalt(byte[] wanted) {
    return key != null && Arrays.equals(salt, wanted);
  }

  /** Copies the salt into a header. */
  void copySalt(byte[] header, int offset) {
    System.arraycopy(salt, 0, header, offset, salt.length);
  }

  /**
   * Gets ready to seal a message, under a new salt if the present one is used up or has seen the
   * caller's IV before.
   *
   * @param messagesPerKey most messages under one salt
   */
  void startSealing(byte[] iv, boolean chosenByCaller, SecureRandom random, int messagesPerKey) {
    if (messagesPerKey == 1 || key == null || !admits(iv, chosenByCaller, messagesPerKey)) {
      byte[] fresh = new byte[salt.length];
      random.nextBytes(fresh);
      derive(fresh);
      admits(iv, chosenByCaller, messagesPerKey);
    }
    initialize(Cipher.ENCRYPT_MODE, iv);
  }

  /** Gets ready to open a message. */
  void startOpening(byte[] messageSalt, byte[] iv) {
    if (!hasSalt(messageSalt)) {
      derive(messageSalt);
    }
    initialize(Cipher.DECRYPT_MODE, iv);
  }

  /** Replaces the keys inside cipher and MAC by worthless ones. */
  void wipe() {
    try {
      if (key != null) {
        key.destroy();
      }
      MessageKey worthless = new MessageKey(new byte[Primitives.KEY_BYTES], "AES");
      // Encrypting, because SunJCE keeps the last encryption key to notice a repeated IV.
      cipher.init(
          Cipher.ENCRYPT_MODE, worthless, new GCMParameterSpec(TAG_BITS, Arrays.copyOf(salt, 12)));
      baseKey.init(worthless);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("a cipher could not be wiped", e);
    } finally {
      key = null;
    }
  }

  private boolean admits(byte[] iv, boolean chosenByCaller, int messagesPerKey) {
    if (!chosenByCaller) {
      return messages++ < messagesPerKey;
    }
    if (messagesPerKey == 1) {
      return true;
    }
    if (chosenIvs == null) {
      chosenIvs = new UsedIvs();
    }
    // A caller may choose what was a random IV before; those are not listed, so never mix.
    return messages == 0 && chosenIvs.add(iv);
  }

  private void derive(byte[] newSalt) {
    if (key != null) {
      key.destroy();
    }
    key = new MessageKey(Primitives.expand(baseKey, LABEL, newSalt), "AES");
    System.arraycopy(newSalt, 0, salt, 0, salt.length);
    messages = 0;
    if (chosenIvs != null) {
      chosenIvs.clear();
    }
  }

  private void initialize(int mode, byte[] iv) {
    try {
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
      throw new ProviderException("AES-GCM refuses a derived key or an IV", e);
    }
  }
}
