package dev.keyward.envelope;

import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.model.EncryptionContext;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/** Opens whole messages. Not thread-safe. */
public final class MessageOpener {
  /** What a message has at least besides its plaintext. */
  public static final int LEAST_OVERHEAD_BYTES = SealedMessageHeader.FIXED_OVERHEAD_BYTES + 1;

  private final DataKeyCache cache;
  private final DataKeySource source;
  private final EncryptionContext context;

  /** Of the last message; the next one is often under the same. */
  private CachedDataKey last;

  /**
   * Makes an opener.
   *
   * @param cache gives data keys
   * @param source asked for data keys the cache does not have
   * @param context the context the messages were sealed under
   */
  public MessageOpener(DataKeyCache cache, DataKeySource source, EncryptionContext context) {
    this.cache = Objects.requireNonNull(cache, "cache");
    this.source = Objects.requireNonNull(source, "source");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * The length of the plaintext of a message that begins with the given bytes.
   *
   * @param beginning the first bytes of the message, at least 9 if they are there
   * @param messageLength length of the whole message
   * @return exact
   * @throws AEADBadTagException if no message of that length begins so
   */
  public static int plaintextLength(byte[] beginning, int offset, int length, int messageLength)
      throws AEADBadTagException {
    int encryptedKeyBytes = SealedMessageHeader.encryptedKeyLength(beginning, offset, length);
    int plaintext = messageLength - SealedMessageHeader.FIXED_OVERHEAD_BYTES - encryptedKeyBytes;
    if (plaintext < 0) {
      throw Rejection.of();
    }
    return plaintext;
  }

  /**
   * Opens a message. Nothing is handed out before its tag was verified.
   *
   * @param message the array with the message; not changed
   * @param aad the associated data
   * @param expectedIv the IV the caller names; null to take the message's
   * @return the plaintext, a new array
   * @throws AEADBadTagException if the message is not authentic; always with the same text
   * @throws dev.keyward.failure.KmsException if the key service cannot or does not want to help
   */
  public byte[] open(byte[] message, int offset, int length, byte[] aad, byte[] expectedIv)
      throws AEADBadTagException {
    SealedMessageHeader header = SealedMessageHeader.parse(message, offset, length);
    byte[] iv = header.iv();
    if (expectedIv != null && !Arrays.equals(expectedIv, iv)) {
      throw Rejection.of();
    }
    byte[] salt = header.salt();
    while (true) {
      CachedDataKey dataKey = find(header);
      KeyedCipher keyed = dataKey.keys().borrowForOpening(salt);
      if (keyed != null) {
        try {
          keyed.startOpening(salt, iv);
          int start = header.length();
          return decrypt(keyed, aad, message, offset + start, length - start);
        } finally {
          dataKey.giveBack(keyed);
        }
      }
    }
  }

  /** Finds the data key of a message and makes sure that the message commits to it. */
  private CachedDataKey find(SealedMessageHeader header) throws AEADBadTagException {
    if (last != null
        && header.startsWith(last.keys().fixedHeader())
        && cache.mayReuse(last, source)) {
      return last;
    }
    try {
      last = cache.forOpening(source, header.encryptedKey(), context);
    } catch (CiphertextRejectedException e) {
      throw Rejection.because(e);
    }
    if (!last.keys().isCommittedBy(header.commitment())) {
      last.discardIfSingleUse();
      throw Rejection.of();
    }
    return last;
  }

  private static byte[] decrypt(
      KeyedCipher keyed, byte[] aad, byte[] message, int offset, int length)
      throws AEADBadTagException {
    Cipher cipher = keyed.cipher();
    byte[] plaintext = new byte[length - SealedMessageHeader.TAG_BYTES];
    try {
      if (aad.length > 0) {
        cipher.updateAAD(aad);
      }
      if (keyed.isJdk() && WarmUp.opensReadOnly(length)) {
        ByteBuffer source = ByteBuffer.wrap(message, offset, length).asReadOnlyBuffer();
        cipher.doFinal(source, ByteBuffer.wrap(plaintext));
      } else {
        cipher.doFinal(message, offset, length, plaintext, 0);
      }
      return plaintext;
    } catch (AEADBadTagException e) {
      Arrays.fill(plaintext, (byte) 0);
      throw Rejection.of();
    } catch (GeneralSecurityException e) {
      Arrays.fill(plaintext, (byte) 0);
      throw new ProviderException("AES-GCM could not open the message", e);
    }
  }
}
