package dev.keyward.params;

import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasName;
import java.security.spec.KeySpec;
import java.util.Objects;

/**
 * Names a managed key, for {@code KeyFactory} and {@code SecretKeyFactory} of algorithm {@code
 * KMS}.
 *
 * <pre>{@code
 * SecretKey key = SecretKeyFactory.getInstance("KMS").generateSecret(KeyReferenceSpec.of("orders"));
 * }</pre>
 *
 * @param reference the key
 */
public record KeyReferenceSpec(KeyReference reference) implements KeySpec {

  /** Checks that there is a reference. */
  public KeyReferenceSpec {
    Objects.requireNonNull(reference, "reference");
  }

  /**
   * Reads a reference.
   *
   * @param text a key id, a key ARN, an alias ARN, or an alias with or without {@code alias/}
   * @return the spec
   * @throws IllegalArgumentException if it is none of these
   */
  public static KeyReferenceSpec of(String text) {
    try {
      return new KeyReferenceSpec(KeyReference.parse(text));
    } catch (IllegalArgumentException e) {
      return new KeyReferenceSpec(AliasName.ofShort(text));
    }
  }
}
