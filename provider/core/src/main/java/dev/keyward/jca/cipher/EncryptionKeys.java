package dev.keyward.jca.cipher;

import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.jca.failures.Refusals;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Optional;

/** Which handles encrypt, told from what the handle says of itself. */
final class EncryptionKeys {
  private EncryptionKeys() {}

  static SecretKeyHandle symmetric(Key key, HandleCheck ownHandles) throws InvalidKeyException {
    if (!(key instanceof KeyHandle handle)) {
      throw Refusals.notManaged(key);
    }
    if (!(key instanceof SecretKeyHandle secret)
        || handle.spec() != KeySpec.SYMMETRIC_DEFAULT
        || handle.usage() != KeyUsage.ENCRYPT_DECRYPT) {
      throw Refusals.wrongKey(
          handle, "encrypt", "an ENCRYPT_DECRYPT key of spec SYMMETRIC_DEFAULT");
    }
    ownHandles.check(secret);
    return secret;
  }

  /**
   * The only KMS key a ciphertext may name; empty for a handle got through an alias, which may have
   * pointed elsewhere when the ciphertext was made.
   */
  static Optional<KeyReference> expected(SecretKeyHandle handle) {
    KeyReference reference = handle.reference();
    boolean alias = reference instanceof AliasName || reference instanceof AliasArn;
    return alias ? Optional.empty() : Optional.of(handle.arn());
  }
}
