package dev.keyward.embedded.customstore;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;

/** A 256-bit AES key that stays in its token. Thread-safe. */
public interface TokenKey {
  /** How much longer a ciphertext is than its plaintext: an IV of 12 bytes and a tag of 16. */
  int OVERHEAD_BYTES = 12 + 16;

  /**
   * Encrypts with AES-256-GCM and a random IV, which limits one key to 2^32 messages (NIST SP
   * 800-38D, section 8.3).
   *
   * @param plaintext not kept
   * @param aad bound to the ciphertext; not part of it; not empty
   * @param random where the IV comes from
   * @return IV, ciphertext, tag
   * @throws TokenException if the token cannot do it
   */
  byte[] encrypt(byte[] plaintext, byte[] aad, SecureRandom random) throws TokenException;

  /**
   * Decrypts.
   *
   * @param ciphertext as {@link #encrypt} made it, or any other bytes
   * @param aad the same as there
   * @return the plaintext, which the caller zeroes; empty if ciphertext or associated data is not
   *     what it was
   * @throws TokenException if the token cannot do it
   */
  Optional<byte[]> decrypt(ByteBuffer ciphertext, byte[] aad) throws TokenException;
}
