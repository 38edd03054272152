package dev.keyward.embedded.files;

/**
 * Is told before each step of work that must survive being cut off anywhere. Tests cut it off; the
 * product uses {@link #NONE}.
 */
@FunctionalInterface
public interface Steps {
  /** Nobody is told. */
  Steps NONE = step -> {};

  /**
   * Called before a step is taken.
   *
   * @param step what is about to be done, for messages
   */
  void before(String step);
}
