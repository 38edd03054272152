package dev.keyward.identity;

import dev.keyward.secret.SecretBytes;
import java.util.Objects;

/**
 * A new access key with its secret, which is told this once.
 *
 * @param key the access key
 * @param secret 40 characters of Base64 in ASCII; closed together with this
 */
public record IssuedAccessKey(AccessKey key, SecretBytes secret) implements AutoCloseable {
  /** Checks that nothing is missing. */
  public IssuedAccessKey {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(secret, "secret");
  }

  @Override
  public void close() {
    secret.close();
  }
}
