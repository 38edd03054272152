package dev.keyward.jca.random;

import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.RandomBytes;
import dev.keyward.failure.KmsException;
import dev.keyward.jca.failures.JcaFailures;
import dev.keyward.secret.SecretBytes;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.SecureRandomSpi;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * {@code SecureRandom} of algorithm {@code KMS}: each call asks the key service, for 1,024 bytes at
 * a time. Thread-safe. Seeds given by the caller change nothing, and never make the output
 * predictable.
 */
public final class KmsSecureRandom extends SecureRandomSpi {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<KeyBackend> backend;

  /**
   * Makes an engine. Cheap and without side effects.
   *
   * @param backend the key service; asked when bytes are needed
   */
  public KmsSecureRandom(Supplier<KeyBackend> backend) {
    this.backend = Objects.requireNonNull(backend, "backend");
  }

  @Override
  protected void engineSetSeed(byte[] seed) {
    // The key service has its own entropy; there is nothing to add to.
  }

  @Override
  protected void engineNextBytes(byte[] bytes) {
    try {
      RandomBytes random = backend.get().require(RandomBytes.class);
      for (int done = 0; done < bytes.length; ) {
        int count = Math.min(RandomBytes.MAX_BYTES, bytes.length - done);
        int at = done;
        try (SecretBytes piece = random.randomBytes(count)) {
          piece.use(lent -> System.arraycopy(lent, 0, bytes, at, count));
        }
        done += count;
      }
    } catch (KmsException e) {
      throw JcaFailures.inUncheckedMethod(e);
    }
  }

  @Override
  protected byte[] engineGenerateSeed(int count) {
    byte[] seed = new byte[count];
    engineNextBytes(seed);
    return seed;
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a SecureRandom of a key service belongs to its provider");
  }
}
