package dev.keyward.secret;

import dev.keyward.model.KeyReference.KeyArn;
import java.util.Objects;

/**
 * A data key: the key for messages in clear and the same key encrypted under a KMS key.
 *
 * <p>Closing zeroes the clear half. Not serializable.
 */
public final class DataKey implements AutoCloseable {
  private final KeyArn kmsKey;
  private final byte[] encrypted;
  private final SecretBytes plaintext;

  /**
   * Puts both halves together.
   *
   * @param kmsKey the KMS key that encrypted the data key
   * @param encrypted the encrypted data key, 1 to 6,144 bytes; copied
   * @param plaintext the data key; owned, closed together with this object
   */
  public DataKey(KeyArn kmsKey, byte[] encrypted, SecretBytes plaintext) {
    this.kmsKey = Objects.requireNonNull(kmsKey, "kmsKey");
    this.encrypted = encrypted.clone();
    this.plaintext = Objects.requireNonNull(plaintext, "plaintext");
  }

  /**
   * The KMS key that protects this data key.
   *
   * @return its ARN
   */
  public KeyArn kmsKey() {
    return kmsKey;
  }

  /**
   * The encrypted data key.
   *
   * @return a copy
   */
  public byte[] encrypted() {
    return encrypted.clone();
  }

  /**
   * The data key in clear.
   *
   * @return the holder; still owned by this object
   */
  public SecretBytes plaintext() {
    return plaintext;
  }

  @Override
  public void close() {
    plaintext.close();
  }

  @Override
  public String toString() {
    return "DataKey[" + plaintext.length() + " bytes under " + kmsKey + "]";
  }
}
