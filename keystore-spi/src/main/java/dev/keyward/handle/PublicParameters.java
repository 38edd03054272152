package dev.keyward.handle;

import java.security.spec.AlgorithmParameterSpec;

/**
 * Declares {@code getParams()} with the widest type, so that a handle compiled for 17 also answers
 * on 25, where the JDK calls exactly this signature through {@code AsymmetricKey}.
 */
interface PublicParameters {

  /**
   * The public parameters of the key.
   *
   * @return the parameters; null if the algorithm has none
   */
  AlgorithmParameterSpec getParams();
}
