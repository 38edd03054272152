package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import java.security.PublicKey;

/**
 * The public half of a managed key pair of a kind that not every JDK can work with: secp256k1,
 * ML-DSA, ML-KEM. It has its X.509 encoding like any public key, and it knows its KMS key, so that
 * the key service can verify or encapsulate where nobody else can.
 */
public interface ServedPublicKey extends PublicKey, KeywardKey {

  /**
   * The KMS key it belongs to.
   *
   * @return its ARN
   */
  KeyArn arn();

  /**
   * The spec of that key.
   *
   * @return the spec
   */
  KeySpec spec();

  /**
   * The key service that has the key.
   *
   * @return the backend; not owned by this object
   */
  KeyBackend backend();
}
