package dev.keyward.backend;

import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.model.KeyMetadata;
import dev.keyward.secret.SecretBytes;

/**
 * The capability to make a KMS key of key material that was made elsewhere (bring your own key).
 */
public interface KeyImport {

  /**
   * Creates a key and gives it this material, which never expires. On its way the material is
   * encrypted under a key that only the key service can decrypt with.
   *
   * <p>If anything fails half-way, the deletion of the key without material is scheduled.
   *
   * @param key what to create; its origin becomes {@code EXTERNAL}
   * @param material the raw bytes of a symmetric or HMAC key, exactly as long as the spec says; DER
   *     PKCS #8 of a key pair; still the caller's
   * @return metadata of a key that is ready for use
   * @throws dev.keyward.failure.InvalidRequestException if the material is not that of a sound key
   *     of the spec
   */
  KeyMetadata importKey(NewKey key, SecretBytes material);
}
