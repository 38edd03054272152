package dev.keyward.backend;

import dev.keyward.secret.SecretBytes;

/** The capability to give random bytes. */
public interface RandomBytes {

  /** The most bytes of one call. */
  int MAX_BYTES = 1024;

  /**
   * Gives random bytes.
   *
   * @param count 1 to 1,024
   * @return that many bytes; the caller closes them
   */
  SecretBytes randomBytes(int count);
}
