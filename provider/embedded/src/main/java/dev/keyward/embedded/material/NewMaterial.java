package dev.keyward.embedded.material;

import dev.keyward.secret.SecretBytes;
import java.util.Optional;

/**
 * Fresh key material.
 *
 * @param stored what the store keeps: 32 raw bytes for a symmetric key, DER PKCS #8 for a key pair;
 *     the receiver closes it
 * @param publicKey DER SubjectPublicKeyInfo of a key pair; empty for a symmetric key
 */
public record NewMaterial(SecretBytes stored, Optional<byte[]> publicKey) implements AutoCloseable {

  @Override
  public void close() {
    stored.close();
  }
}
