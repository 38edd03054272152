package dev.keyward.secret;

import dev.keyward.model.KeyReference.KeyArn;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import javax.crypto.SecretKey;

/**
 * A data key as a key of the JCA: any cipher takes its bytes, and next to them is the same key
 * encrypted under a KMS key, which is what an application keeps.
 *
 * <p>The bytes are in the heap until {@link #destroy()} zeroes them. Every {@link #getEncoded()} is
 * a copy that its caller zeroes; ciphers of the JDK make copies of their own, which nobody can
 * zero. Not serializable. Thread-safe. Two of them are equal only if they are the same object.
 */
public final class ClearDataKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient DataKey dataKey;

  /**
   * Makes a key of a data key.
   *
   * @param algorithm what the bytes are a key for, such as {@code AES}
   * @param dataKey the data key; owned, closed when this key is destroyed
   */
  public ClearDataKey(String algorithm, DataKey dataKey) {
    this.algorithm = algorithm;
    this.dataKey = dataKey;
  }

  /**
   * The encrypted data key, as {@code Cipher.unwrap} with the handle of the KMS key opens it.
   *
   * @return a copy, 1 to 6,144 bytes; still there after {@link #destroy()}
   */
  public byte[] encrypted() {
    return dataKey.encrypted();
  }

  /**
   * The KMS key that the data key is encrypted under.
   *
   * @return its ARN
   */
  public KeyArn kmsKey() {
    return dataKey.kmsKey();
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /**
   * The data key in clear.
   *
   * @return a copy that the caller zeroes
   * @throws IllegalStateException if the key is destroyed
   */
  @Override
  public byte[] getEncoded() {
    return dataKey.plaintext().read(byte[]::clone);
  }

  /** Zeroes the data key. What is encrypted under the KMS key can be opened again. */
  @Override
  public void destroy() {
    dataKey.close();
  }

  @Override
  public boolean isDestroyed() {
    return dataKey.plaintext().isClosed();
  }

  /** The same as {@link #destroy()}. */
  @Override
  public void close() {
    destroy();
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a data key in clear; keep encrypted() instead");
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("data keys are not serialized");
  }

  @Override
  public String toString() {
    return "ClearDataKey[" + algorithm + ", " + dataKey + "]";
  }
}
