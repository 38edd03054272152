package dev.keyward.envelope;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.model.EncryptionContext;
import dev.keyward.secret.DataKey;
import dev.keyward.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * What is derived from one data key: the commitment, the fixed header, the base key, and ciphers
 * keyed with message keys. Source: MESSAGE-FORMAT.md, section 2.
 *
 * <p>Thread-safe. Closing wipes idle ciphers at once and borrowed ones when they come back, so that
 * no key disappears under the feet of a thread that uses it.
 */
final class MessageKeys implements AutoCloseable {
  /** Most ciphers kept between messages. */
  static final int MAX_IDLE = 8;

  private static final byte[] COMMITMENT_LABEL = ascii("Keyward sealed message commitment");
  private static final byte[] BASE_KEY_LABEL = ascii("Keyward sealed message base key");
  private static final byte[] VERSION_AND_SUITE = {
    SealedMessageHeader.VERSION, SealedMessageHeader.SUITE >>> 8, SealedMessageHeader.SUITE
  };

  private final byte[] fixedHeader;
  private final byte[] commitment;
  private final SecretBytes baseKey;
  private final AesGcm aesGcm;
  private final KeyedCipher[] idle = new KeyedCipher[MAX_IDLE];
  private int idleCount;
  private boolean closed;

  private MessageKeys(byte[] fixedHeader, byte[] commitment, SecretBytes baseKey, AesGcm aesGcm) {
    this.fixedHeader = fixedHeader;
    this.commitment = commitment;
    this.baseKey = baseKey;
    this.aesGcm = aesGcm;
  }

  /**
   * Derives everything; afterwards the data key may be closed.
   *
   * @param encrypted the encrypted data key as it stands in messages
   * @throws InvalidAnswerException if the data key is not one for this suite
   */
  static MessageKeys derive(
      DataKey dataKey, byte[] encrypted, EncryptionContext context, AesGcm aesGcm) {
    check(dataKey, encrypted);
    byte[] contextHash = Primitives.sha256(context.canonicalBytes());
    return dataKey
        .plaintext()
        .read(
            bytes -> {
              MessageKey key = new MessageKey(bytes.clone(), "HmacSHA256");
              Mac mac = Primitives.hmac(key);
              key.destroy();
              byte[] commitment =
                  Primitives.expand(mac, COMMITMENT_LABEL, VERSION_AND_SUITE, contextHash);
              byte[] fixed = SealedMessageHeader.fixedPart(encrypted, commitment);
              byte[] base = Primitives.expand(mac, BASE_KEY_LABEL, Primitives.sha256(fixed));
              return new MessageKeys(fixed, commitment, SecretBytes.owning(base), aesGcm);
            });
  }

  /** The header up to the commitment. Shared: do not change. */
  byte[] fixedHeader() {
    return fixedHeader;
  }

  /** Compares in constant time. */
  boolean isCommittedBy(byte[] otherCommitment) {
    return MessageDigest.isEqual(commitment, otherCommitment);
  }

  /**
   * Lends a cipher for one message.
   *
   * @return null if these keys are closed
   */
  KeyedCipher borrowForSealing() {
    synchronized (this) {
      if (closed) {
        return null;
      }
      if (idleCount > 0) {
        return take(idleCount - 1);
      }
    }
    return make();
  }

  /**
   * Lends a cipher for one message, preferably one that has the salt already.
   *
   * @return null if these keys are closed
   */
  KeyedCipher borrowForOpening(byte[] salt) {
    synchronized (this) {
      if (closed) {
        return null;
      }
      for (int i = idleCount - 1; i >= 0; i--) {
        if (idle[i].hasSalt(salt)) {
          return take(i);
        }
      }
      if (idleCount == MAX_IDLE) {
        return take(0);
      }
    }
    return make();
  }

  /** Takes a cipher back. */
  void giveBack(KeyedCipher cipher) {
    synchronized (this) {
      if (!closed && idleCount < MAX_IDLE) {
        idle[idleCount++] = cipher;
        return;
      }
    }
    cipher.wipe();
  }

  /** Tells whether the keys are gone. */
  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    KeyedCipher[] wiped;
    synchronized (this) {
      closed = true;
      wiped = Arrays.copyOf(idle, idleCount);
      Arrays.fill(idle, null);
      idleCount = 0;
    }
    baseKey.close();
    for (KeyedCipher cipher : wiped) {
      cipher.wipe();
    }
  }

  private KeyedCipher make() {
    try {
      Mac mac =
          baseKey.read(
              bytes -> {
                MessageKey key = new MessageKey(bytes.clone(), "HmacSHA256");
                Mac keyed = Primitives.hmac(key);
                key.destroy();
                return keyed;
              });
      return new KeyedCipher(mac, aesGcm);
    } catch (IllegalStateException closedMeanwhile) {
      return null;
    }
  }

  private KeyedCipher take(int position) {
    KeyedCipher taken = idle[position];
    System.arraycopy(idle, position + 1, idle, position, idleCount - position - 1);
    idle[--idleCount] = null;
    return taken;
  }

  private static void check(DataKey dataKey, byte[] encrypted) {
    boolean fits =
        dataKey.plaintext().length() == Primitives.KEY_BYTES
            && encrypted.length >= 1
            && encrypted.length <= SealedMessageHeader.MAX_ENCRYPTED_KEY_BYTES;
    boolean zero =
        fits
            && dataKey
                .plaintext()
                .read(bytes -> MessageDigest.isEqual(bytes, new byte[Primitives.KEY_BYTES]));
    if (!fits || zero) {
      throw new InvalidAnswerException(
          "The key service answered a data key of "
              + dataKey.plaintext().length()
              + " bytes, encrypted "
              + encrypted.length
              + (zero ? ", all zero" : "")
              + "; expected 32 random bytes, encrypted 1 to 6,144 bytes. Nothing was done with it.");
    }
  }

  private static byte[] ascii(String label) {
    return label.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "MessageKeys[" + fixedHeader.length + " header bytes]";
  }
}
