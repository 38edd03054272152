package dev.keyward.jca.cipher;

import dev.keyward.envelope.MessageOpener;
import dev.keyward.failure.KmsException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/**
 * Decrypting: the message is collected, and nothing comes out before its tag was verified.
 * Afterwards the next message can be opened with the same parameters.
 */
final class MessageToOpen implements Message {
  private static final int PREFIX_BYTES = 9;

  private final MessageOpener opener;
  private final byte[] iv;
  private final WipedBuffer aad = new WipedBuffer();
  private final WipedBuffer message = new WipedBuffer();
  private boolean dataSeen;

  /** With a null IV the message's own is taken. */
  MessageToOpen(MessageOpener opener, byte[] iv) {
    this.opener = opener;
    this.iv = iv;
  }

  @Override
  public byte[] iv() {
    return iv;
  }

  @Override
  public void aad(byte[] bytes, int offset, int length) {
    if (dataSeen) {
      throw new IllegalStateException("Update has been called; no more associated data");
    }
    aad.append(bytes, offset, length);
  }

  @Override
  public int outputSize(int inputLength) {
    int total = message.length() + inputLength;
    if (message.length() >= PREFIX_BYTES) {
      try {
        return MessageOpener.plaintextLength(message.array(), 0, message.length(), total);
      } catch (AEADBadTagException willBeRejected) {
        return 0;
      }
    }
    return Math.max(0, total - MessageOpener.LEAST_OVERHEAD_BYTES);
  }

  @Override
  public int updateSize(int inputLength) {
    return 0;
  }

  @Override
  public int finishSize(byte[] in, int offset, int length) throws AEADBadTagException {
    int total = Math.addExact(message.length(), length);
    try {
      if (message.length() == 0) {
        return MessageOpener.plaintextLength(in, offset, length, total);
      }
      byte[] beginning = beginning(in, offset, length);
      return MessageOpener.plaintextLength(beginning, 0, beginning.length, total);
    } catch (AEADBadTagException e) {
      reset();
      throw e;
    }
  }

  @Override
  public int update(byte[] in, int offset, int length, byte[] out, int outOffset) {
    dataSeen |= length > 0;
    message.append(in, offset, length);
    return 0;
  }

  @Override
  public byte[] finish(byte[] in, int offset, int length) throws AEADBadTagException {
    try {
      if (message.length() == 0) {
        return opener.open(in, offset, length, aad.toByteArray(), iv);
      }
      message.append(in, offset, length);
      return opener.open(message.array(), 0, message.length(), aad.toByteArray(), iv);
    } catch (KmsException e) {
      throw CipherFailures.opening(e);
    } finally {
      reset();
    }
  }

  @Override
  public int finish(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws AEADBadTagException {
    byte[] plaintext = finish(in, offset, length);
    System.arraycopy(plaintext, 0, out, outOffset, plaintext.length);
    Arrays.fill(plaintext, (byte) 0);
    return plaintext.length;
  }

  @Override
  public void abandon() {
    reset();
  }

  private void reset() {
    message.clear();
    aad.clear();
    dataSeen = false;
  }

  private byte[] beginning(byte[] in, int offset, int length) {
    byte[] joined = new byte[Math.min(PREFIX_BYTES, message.length() + length)];
    int collected = Math.min(joined.length, message.length());
    System.arraycopy(message.array(), 0, joined, 0, collected);
    System.arraycopy(in, offset, joined, collected, joined.length - collected);
    return joined;
  }
}
