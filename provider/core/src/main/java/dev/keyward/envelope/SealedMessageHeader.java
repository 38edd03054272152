package dev.keyward.envelope;

import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/**
 * The header of a sealed message: magic, version, suite, encrypted data key, commitment, salt, IV.
 *
 * <p>Parsing checks every length against its ceiling and against the bytes there are before
 * anything is allocated. Source: MESSAGE-FORMAT.md, section 1.
 */
final class SealedMessageHeader {
  static final int VERSION = 1;
  static final int SUITE = 1;
  static final int MAX_ENCRYPTED_KEY_BYTES = 6144;
  static final int COMMITMENT_BYTES = 32;
  static final int SALT_BYTES = 16;
  static final int IV_BYTES = 12;
  static final int TAG_BYTES = 16;

  /** Bytes up to the encrypted data key. */
  static final int PREFIX_BYTES = 9;

  /** What a message has besides plaintext and encrypted data key. */
  static final int FIXED_OVERHEAD_BYTES =
      PREFIX_BYTES + COMMITMENT_BYTES + SALT_BYTES + IV_BYTES + TAG_BYTES;

  private static final byte[] MAGIC = {(byte) 0xD7, 'K', 'W', 'M'};

  private final byte[] message;
  private final int offset;
  private final int encryptedKeyBytes;

  private SealedMessageHeader(byte[] message, int offset, int encryptedKeyBytes) {
    this.message = message;
    this.offset = offset;
    this.encryptedKeyBytes = encryptedKeyBytes;
  }

  /**
   * Reads the header of a whole message. The array is read again by the accessors.
   *
   * @throws AEADBadTagException if these bytes cannot be a message of this version and suite
   */
  static SealedMessageHeader parse(byte[] message, int offset, int length)
      throws AEADBadTagException {
    int encryptedKeyBytes = encryptedKeyLength(message, offset, length);
    if (encryptedKeyBytes > length - FIXED_OVERHEAD_BYTES) {
      throw Rejection.of();
    }
    return new SealedMessageHeader(message, offset, encryptedKeyBytes);
  }

  /**
   * Reads the length of the encrypted data key, after checking all that stands before it.
   *
   * @return 1 to 6,144
   * @throws AEADBadTagException if it is not the beginning of a message
   */
  static int encryptedKeyLength(byte[] message, int offset, int length) throws AEADBadTagException {
    if (length < PREFIX_BYTES) {
      throw Rejection.of();
    }
    checkMagic(message, offset, length);
    if (message[offset + 4] != VERSION || unsignedShort(message, offset + 5) != SUITE) {
      throw Rejection.withHint(
          "Message has format version "
              + (message[offset + 4] & 0xff)
              + ", suite "
              + unsignedShort(message, offset + 5)
              + "; this provider reads version 1, suite 1. Update the reading side.");
    }
    int encryptedKeyBytes = unsignedShort(message, offset + 7);
    if (encryptedKeyBytes < 1 || encryptedKeyBytes > MAX_ENCRYPTED_KEY_BYTES) {
      throw Rejection.of();
    }
    return encryptedKeyBytes;
  }

  /** The part that is the same for all messages under one data key: magic up to commitment. */
  static byte[] fixedPart(byte[] encryptedKey, byte[] commitment) {
    byte[] fixed = new byte[PREFIX_BYTES + encryptedKey.length + COMMITMENT_BYTES];
    System.arraycopy(MAGIC, 0, fixed, 0, MAGIC.length);
    fixed[4] = VERSION;
    fixed[5] = SUITE >>> 8;
    fixed[6] = SUITE;
    fixed[7] = (byte) (encryptedKey.length >>> 8);
    fixed[8] = (byte) encryptedKey.length;
    System.arraycopy(encryptedKey, 0, fixed, PREFIX_BYTES, encryptedKey.length);
    System.arraycopy(commitment, 0, fixed, PREFIX_BYTES + encryptedKey.length, COMMITMENT_BYTES);
    return fixed;
  }

  /** Tells whether the message begins with a fixed header. */
  boolean startsWith(byte[] fixedHeader) {
    return saltPosition() == fixedHeader.length
        && Arrays.equals(
            message, offset, offset + fixedHeader.length, fixedHeader, 0, fixedHeader.length);
  }

  byte[] encryptedKey() {
    return copy(PREFIX_BYTES, encryptedKeyBytes);
  }

  byte[] commitment() {
    return copy(PREFIX_BYTES + encryptedKeyBytes, COMMITMENT_BYTES);
  }

  byte[] salt() {
    return copy(saltPosition(), SALT_BYTES);
  }

  byte[] iv() {
    return copy(saltPosition() + SALT_BYTES, IV_BYTES);
  }

  /** Number of header bytes, which is where the ciphertext begins. */
  int length() {
    return saltPosition() + SALT_BYTES + IV_BYTES;
  }

  private int saltPosition() {
    return PREFIX_BYTES + encryptedKeyBytes + COMMITMENT_BYTES;
  }

  private byte[] copy(int position, int count) {
    return Arrays.copyOfRange(message, offset + position, offset + position + count);
  }

  private static void checkMagic(byte[] message, int offset, int length)
      throws AEADBadTagException {
    if (Arrays.equals(message, offset, offset + MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return;
    }
    if (looksLikeBase64(message, offset, length)) {
      throw Rejection.withHint(
          "The input looks like Base64 or PEM. Decode it first, then open the message.");
    }
    throw Rejection.of();
  }

  /** The first three bytes D7 4B 57 read "10tX" in Base64, with either alphabet. */
  private static boolean looksLikeBase64(byte[] message, int offset, int length) {
    byte[] base64 = {'1', '0', 't', 'X'};
    byte[] pem = {'-', '-', '-', '-', '-', 'B', 'E', 'G', 'I', 'N'};
    return startsWith(message, offset, length, base64) || startsWith(message, offset, length, pem);
  }

  private static boolean startsWith(byte[] message, int offset, int length, byte[] start) {
    return length >= start.length
        && Arrays.equals(message, offset, offset + start.length, start, 0, start.length);
  }

  private static int unsignedShort(byte[] bytes, int position) {
    return (bytes[position] & 0xff) << 8 | bytes[position + 1] & 0xff;
  }
}
