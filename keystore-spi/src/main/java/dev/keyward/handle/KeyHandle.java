package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;

/**
 * A key that names a KMS key and holds no bytes.
 *
 * <p>Handles are immutable and thread-safe. Two handles are equal if they name the same key ARN.
 * They serialize to a {@link SerializedHandle}, which carries the name of the key and nothing else.
 */
public interface KeyHandle extends KeywardKey {

  /**
   * What to name when the key is used: the alias through which the handle was got, so that
   * encrypting follows the alias when it is pointed elsewhere; otherwise the key ARN. Handles of
   * key pairs always name the ARN.
   *
   * @return the reference
   */
  KeyReference reference();

  /**
   * The KMS key behind the handle when it was made.
   *
   * @return its ARN
   */
  KeyArn arn();

  /**
   * The key's spec.
   *
   * @return the spec
   */
  KeySpec spec();

  /**
   * The key's usage.
   *
   * @return the usage
   */
  KeyUsage usage();

  /**
   * The key service that has the key.
   *
   * @return the backend; not owned by the handle
   */
  KeyBackend backend();

  /**
   * There is no format.
   *
   * @return null
   */
  @Override
  default String getFormat() {
    return null;
  }

  /**
   * There is no encoding: the key cannot be exported.
   *
   * @return null
   */
  @Override
  default byte[] getEncoded() {
    return null;
  }
}
