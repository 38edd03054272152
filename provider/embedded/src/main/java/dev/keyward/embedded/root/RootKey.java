package dev.keyward.embedded.root;

import dev.keyward.secret.SecretBytes;

/** The key that protects a key ring. Whoever holds it and the store can use every key. */
public interface RootKey extends AutoCloseable {

  /**
   * Encrypts a ring.
   *
   * @param content the ring in clear; still owned by the caller
   * @param header bytes the result is bound to
   * @return the wrapped ring in a format of this kind of root key; differs with each call
   */
  byte[] wrap(SecretBytes content, byte[] header);

  /**
   * Decrypts a ring.
   *
   * @param wrapped what {@link #wrap} returned
   * @param header the same header
   * @return the ring; the caller closes it
   * @throws dev.keyward.failure.StoreSealedException if it was wrapped under another root key
   * @throws dev.keyward.failure.StoreDamagedException if it was changed
   */
  SecretBytes unwrap(byte[] wrapped, byte[] header);

  /**
   * Says which root key this is, for messages.
   *
   * @return short text without any secret, such as {@code key file ~/.keyward/root/1f.key}
   */
  String description();

  /** Overwrites what is held in memory. Idempotent. */
  @Override
  void close();
}
