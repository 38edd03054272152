package dev.keyward.backend;

import dev.keyward.model.KeyReference;

/**
 * The capability to tell cheaply whether a key changed, so that what was cached for it can be
 * thrown away at once.
 */
public interface ChangeTracking {

  /**
   * A number that is different after the key's state, material or policy changed, or after the
   * alias was pointed to another key; also when another process made the change (noticed within a
   * second).
   *
   * <p>Costs no more than a look into memory in nearly all calls.
   *
   * @param key any of the four forms
   * @return the generation; −1 if there is no such key
   */
  long generation(KeyReference key);
}
