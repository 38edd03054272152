package dev.keyward.secret;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Secret bytes with one owner. {@link #close()} overwrites them with zeros.
 *
 * <p>Thread-safe: closing waits until a running {@link #read} ends.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Takes an array over. The caller keeps no reference to it and does not change it any more.
   *
   * @param owned the secret; zeroed by {@link #close()}
   * @return the holder
   */
  public static SecretBytes owning(byte[] owned) {
    return new SecretBytes(Objects.requireNonNull(owned, "owned"));
  }

  /**
   * Copies a secret. The caller still owns, and should zero, the original.
   *
   * @param bytes the secret
   * @return a holder with its own copy
   */
  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /**
   * Lends the bytes to a function.
   *
   * @param body must neither keep nor change the array
   * @param <T> what the function makes
   * @return what the function returned
   * @throws IllegalStateException if already closed
   */
  public synchronized <T> T read(Function<byte[], T> body) {
    if (closed) {
      throw new IllegalStateException("secret already closed");
    }
    return body.apply(bytes);
  }

  /**
   * Lends the bytes to an action.
   *
   * @param body must neither keep nor change the array
   * @throws IllegalStateException if already closed
   */
  public void use(Consumer<byte[]> body) {
    read(
        lent -> {
          body.accept(lent);
          return null;
        });
  }

  /**
   * Makes a second holder with a copy of its own.
   *
   * @return a holder the caller closes
   * @throws IllegalStateException if already closed
   */
  public SecretBytes copy() {
    return read(SecretBytes::copyOf);
  }

  /**
   * The length of the secret.
   *
   * @return in bytes; still known after closing
   */
  public int length() {
    return bytes.length;
  }

  /**
   * Tells whether the bytes are gone.
   *
   * @return true after {@link #close()}
   */
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    Arrays.fill(bytes, (byte) 0);
    closed = true;
  }

  @Override
  public String toString() {
    return "SecretBytes[" + bytes.length + " bytes]";
  }
}
