package dev.keyward.backend;

import dev.keyward.model.KeyReference;
import dev.keyward.secret.SecretBytes;
import java.util.Objects;

/** The capability to encapsulate and decapsulate shared secrets (ML-KEM, FIPS 203). */
public interface Encapsulates {

  /**
   * Makes a shared secret for the owner of a key pair.
   *
   * @param key a key pair of usage {@code ENCAPSULATE_DECAPSULATE}
   * @return the secret and its encapsulation; the caller closes it
   */
  Encapsulation encapsulate(KeyReference key);

  /**
   * Opens an encapsulation. One that was altered gives another secret and no error (implicit
   * rejection, FIPS 203, section 6.3).
   *
   * @param key the key pair it was made for
   * @param encapsulation as long as the key's spec says
   * @return 32 bytes; the caller closes them
   */
  SecretBytes decapsulate(KeyReference key, byte[] encapsulation);

  /**
   * A shared secret and how to tell it to the owner of the key pair.
   *
   * @param sharedSecret 32 bytes; owned, closed together with this object
   * @param encapsulation 768, 1,088 or 1,568 bytes; copied on the way in and out
   */
  record Encapsulation(SecretBytes sharedSecret, byte[] encapsulation) implements AutoCloseable {
    public Encapsulation {
      Objects.requireNonNull(sharedSecret, "sharedSecret");
      encapsulation = encapsulation.clone();
    }

    @Override
    public byte[] encapsulation() {
      return encapsulation.clone();
    }

    @Override
    public void close() {
      sharedSecret.close();
    }
  }
}
