package dev.keyward.envelope;

import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import java.util.Arrays;
import java.util.Optional;

/**
 * What must agree before a cached data key is used: owner, KMS key, suite, encryption context, and
 * for opening the encrypted data key. A cache that ignored the suite would be a way to downgrade.
 */
final class CacheKey {
  private final Object owner;
  private final Optional<KeyReference> key;
  private final int suite = SealedMessageHeader.SUITE;
  private final EncryptionContext context;
  private final byte[] encrypted;
  private final int hash;

  /** Makes a key; the array is not copied and must not change. */
  CacheKey(Object owner, Optional<KeyReference> key, EncryptionContext context, byte[] encrypted) {
    this.owner = owner;
    this.key = key;
    this.context = context;
    this.encrypted = encrypted;
    this.hash = System.identityHashCode(owner) + 31 * (context.hashCode() + 31 * quickHash());
  }

  /** The end of an encrypted data key is a tag or ciphertext, hence as good as random. */
  private int quickHash() {
    int mixed = encrypted.length == 0 ? key.hashCode() : encrypted.length;
    for (int i = Math.max(0, encrypted.length - 8); i < encrypted.length; i++) {
      mixed = 31 * mixed + encrypted[i];
    }
    return mixed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey that
        && hash == that.hash
        && owner == that.owner
        && suite == that.suite
        && Arrays.equals(encrypted, that.encrypted)
        && key.equals(that.key)
        && context.equals(that.context);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
