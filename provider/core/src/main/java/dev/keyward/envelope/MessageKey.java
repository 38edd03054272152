package dev.keyward.envelope;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A derived key on its way into a JDK cipher or MAC. Unlike {@code SecretKeySpec} it can be wiped.
 * Not thread-safe.
 */
final class MessageKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;
  private final String algorithm;

  /** Takes the array over. */
  MessageKey(byte[] owned, String algorithm) {
    this.bytes = owned;
    this.algorithm = algorithm;
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /** Returns a copy; the JDK wipes it after use. */
  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  @Override
  public void destroy() {
    Arrays.fill(bytes, (byte) 0);
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(MessageKey.class.getName());
  }

  @Override
  public String toString() {
    return "MessageKey[" + bytes.length + " bytes]";
  }
}
