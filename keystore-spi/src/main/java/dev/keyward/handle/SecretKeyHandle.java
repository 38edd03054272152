package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import javax.crypto.SecretKey;

/** The handle of a symmetric encryption key or an HMAC key. */
public final class SecretKeyHandle extends ManagedKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  SecretKeyHandle(KeyBackend backend, KeyReference reference, KeyMetadata key) {
    super(
        new HandleIdentity(backend, reference, key.arn(), key.spec(), key.usage()),
        algorithmOf(key));
  }

  /** A key of which nothing is known but its name, taken for one that encrypts. */
  SecretKeyHandle(KeyBackend backend, KeyArn key) {
    super(
        new HandleIdentity(backend, key, key, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT),
        "AES");
  }

  private static String algorithmOf(KeyMetadata key) {
    return switch (key.spec().family()) {
      case SYMMETRIC -> "AES";
      case HMAC -> "HmacSHA" + key.spec().size();
      case RSA, EC, EDWARDS, ML_DSA, ML_KEM, SM2 ->
          throw new IllegalArgumentException("not a secret key: " + key.spec());
    };
  }
}
