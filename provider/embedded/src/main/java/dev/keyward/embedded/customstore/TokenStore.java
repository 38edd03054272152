package dev.keyward.embedded.customstore;

import java.util.Optional;

/**
 * A connected custom key store: a token in which AES keys are made and used, and which they never
 * leave. A key is found by its label, which is the id of its KMS key.
 *
 * <p>Thread-safe. Once a call fails because the token is gone, every later call fails at once with
 * {@link TokenException.Reason#TOKEN_GONE}; nothing logs in again by itself, since repeated wrong
 * logins lock tokens. The operator disconnects and connects.
 */
public interface TokenStore extends AutoCloseable {

  /**
   * Makes a key in the token: AES, 256 bits, sensitive, not extractable.
   *
   * @param label the KMS key's id
   * @throws TokenException if there is a key of that label, or the token cannot make it
   */
  void createKey(String label) throws TokenException;

  /**
   * Opens a key, once for many uses.
   *
   * @param label the KMS key's id
   * @return the key, usable until the store is closed; empty if there is none
   * @throws TokenException if the token cannot be asked
   */
  Optional<TokenKey> openKey(String label) throws TokenException;

  /**
   * Deletes a key for good.
   *
   * @param label the KMS key's id
   * @return false if there was none
   * @throws TokenException if the token cannot delete it
   */
  boolean deleteKey(String label) throws TokenException;

  /**
   * Random bytes from the token's own generator.
   *
   * @param count 1 to 1,024
   * @return new bytes
   * @throws TokenException if the token has no generator, or cannot be asked
   */
  byte[] randomBytes(int count) throws TokenException;

  /**
   * Asks the token whether it still answers, without logging in.
   *
   * @throws TokenException if it does not
   */
  void check() throws TokenException;

  /** Logs out. Keys that were opened are unusable from now on. */
  @Override
  void close();
}
