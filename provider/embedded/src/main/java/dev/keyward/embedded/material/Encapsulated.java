package dev.keyward.embedded.material;

import dev.keyward.secret.SecretBytes;

/**
 * What an encapsulation gives.
 *
 * @param sharedSecret 32 bytes; the receiver closes it
 * @param ciphertext what the holder of the private key needs to get the same secret
 */
public record Encapsulated(SecretBytes sharedSecret, byte[] ciphertext) implements AutoCloseable {

  @Override
  public void close() {
    sharedSecret.close();
  }

  /** Says how long the parts are. */
  @Override
  public String toString() {
    return "Encapsulated[" + sharedSecret + ", " + ciphertext.length + " bytes]";
  }
}
