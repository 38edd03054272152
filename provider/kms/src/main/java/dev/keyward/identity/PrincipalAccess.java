package dev.keyward.identity;

import dev.keyward.kms.Kms;
import dev.keyward.secret.SecretBytes;
import java.util.Optional;

/**
 * What a key service offers that an endpoint can put in front of: it knows access keys, and serves
 * each principal as that principal may be served. A capability of some implementations of {@link
 * Kms}, found with {@code instanceof}. Thread-safe.
 */
public interface PrincipalAccess {

  /**
   * Finds an access key that may be used. A key that another process disabled or deleted is
   * answered for at most another second.
   *
   * @param accessKeyId any text
   * @return empty if there is no such key, or it is inactive
   */
  Optional<Credential> credential(String accessKeyId);

  /**
   * The secret of an access key, to verify a signature with.
   *
   * @param credential what {@link #credential} answered
   * @return 40 characters in ASCII, closed by the caller; empty if the key has changed since
   */
  Optional<SecretBytes> secret(Credential credential);

  /**
   * The key service as a caller sees it.
   *
   * @param caller who calls
   * @return a view; closing it closes nothing
   * @throws IllegalArgumentException if no such principal or Region can exist
   */
  Kms servedTo(ServedCaller caller);

  /**
   * Whether a CreateKey request that comes again with the same {@link
   * dev.keyward.kms.RequestId#TAG} makes no second key. Callers are told, and then dare to repeat.
   *
   * @return false unless the service says otherwise
   */
  default boolean honoursRequestIds() {
    return false;
  }
}
