package dev.keyward.params;

import dev.keyward.model.EncryptionContext;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Map;
import java.util.Objects;
import javax.crypto.SecretKey;

/**
 * Asks a {@code KeyGenerator} for a data key under a managed key instead of a managed key: a {@link
 * dev.keyward.secret.ClearDataKey}, which has bytes and the same bytes encrypted.
 *
 * <pre>{@code
 * KeyGenerator generator = KeyGenerator.getInstance("AES", "Keyward");
 * generator.init(new DataKeyParameterSpec(handle, 256, Map.of("volume", "vol-1")));
 * try (ClearDataKey key = (ClearDataKey) generator.generateKey()) {
 *   keep(key.encrypted());
 *   ...
 * }
 * Cipher unwrap = Cipher.getInstance("AESWrap");
 * unwrap.init(Cipher.UNWRAP_MODE, handle, new EnvelopeParameterSpec(Map.of("volume", "vol-1")));
 * SecretKey again = (SecretKey) unwrap.unwrap(kept, "AES", Cipher.SECRET_KEY);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class DataKeyParameterSpec implements AlgorithmParameterSpec {
  private static final int LARGEST_BITS = 1024 * Byte.SIZE;

  private final SecretKey handle;
  private final int sizeBits;
  private final EncryptionContext context;

  /**
   * A data key without encryption context.
   *
   * @param handle the handle of a symmetric encryption key
   * @param sizeBits size of the data key
   * @throws IllegalArgumentException if no data key has that size
   */
  public DataKeyParameterSpec(SecretKey handle, int sizeBits) {
    this(handle, sizeBits, Map.of());
  }

  /**
   * A data key that an encryption context is bound to.
   *
   * @param handle the handle of a symmetric encryption key
   * @param sizeBits size of the data key, a multiple of 8, up to 8,192 bits
   * @param context needed again to decrypt the encrypted data key; not secret
   * @throws IllegalArgumentException if no data key has that size
   */
  public DataKeyParameterSpec(SecretKey handle, int sizeBits, Map<String, String> context) {
    if (sizeBits < Byte.SIZE || sizeBits > LARGEST_BITS || sizeBits % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "a data key has 8 to 8192 bits in whole bytes, got " + sizeBits);
    }
    this.handle = Objects.requireNonNull(handle, "handle");
    this.sizeBits = sizeBits;
    this.context = EncryptionContext.of(context);
  }

  /**
   * The key that the data key is encrypted under.
   *
   * @return what the caller gave; a generator refuses anything but a handle
   */
  public SecretKey handle() {
    return handle;
  }

  /**
   * The size of the data key.
   *
   * @return in bits, a multiple of 8
   */
  public int sizeBits() {
    return sizeBits;
  }

  /**
   * The encryption context.
   *
   * @return may be empty
   */
  public EncryptionContext context() {
    return context;
  }
}
