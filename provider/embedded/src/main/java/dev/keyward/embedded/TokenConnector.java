package dev.keyward.embedded;

import dev.keyward.embedded.customstore.TokenException;
import dev.keyward.embedded.customstore.TokenStore;
import dev.keyward.secret.SecretBytes;

/** Connects to what is behind a custom key store. */
@FunctionalInterface
public interface TokenConnector {

  /**
   * Logs in to a token.
   *
   * @param clusterId the cluster id that names it in the local configuration
   * @param pin the password of its user; not closed
   * @return the connected token; the caller closes it
   * @throws TokenException if there is no such token, or it cannot be used
   */
  TokenStore connect(String clusterId, SecretBytes pin) throws TokenException;

  /**
   * Tells whether the local configuration names a token by a cluster id, be it there or not.
   *
   * @param clusterId the id
   * @return true if a custom key store may be made for it
   */
  default boolean knows(String clusterId) {
    return true;
  }
}
