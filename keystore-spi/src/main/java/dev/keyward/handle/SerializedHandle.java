package dev.keyward.handle;

import dev.keyward.model.KeyReference;
import java.io.Serial;
import java.io.Serializable;

/**
 * What is left of a handle after serialization: the name of the key. Ask a {@code KeyStore} of type
 * {@code KMS} for the key of that name to use it again.
 *
 * @param reference a key ARN or an alias
 */
public record SerializedHandle(String reference) implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is none of the four forms of a key reference
   */
  public SerializedHandle {
    KeyReference.parse(reference);
  }
}
