package dev.keyward.embedded.material;

import dev.keyward.secret.SecretBytes;
import java.util.Optional;

/**
 * Fresh key material.
 *
 * @param stored what the store keeps: the raw bytes of a symmetric or HMAC key, DER PKCS #8 for a
 *     key pair; the receiver closes it
 * @param publicKey DER SubjectPublicKeyInfo of a key pair; empty for other keys
 */
public record NewMaterial(SecretBytes stored, Optional<byte[]> publicKey) implements AutoCloseable {

  @Override
  public void close() {
    stored.close();
  }
}
