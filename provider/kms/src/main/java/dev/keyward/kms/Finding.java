package dev.keyward.kms;

import java.util.Objects;

/**
 * One thing that was looked at, how it is, and what to do about it.
 *
 * @param level whether it is well
 * @param subject what was looked at, in one or two words: {@code clock}, {@code root key}
 * @param found what was found, for people; never a secret
 * @param remedy what to do; empty if there is nothing to do
 */
public record Finding(Level level, String subject, String found, String remedy) {

  /** Whether a thing is well. */
  public enum Level {
    /** It is as it should be. */
    OK,
    /** It works, and something could be better. */
    WARN,
    /** It does not work. */
    FAIL
  }

  public Finding {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(remedy, "remedy");
  }

  /**
   * Something is well.
   *
   * @param subject what
   * @param found how it is
   * @return the finding
   */
  public static Finding ok(String subject, String found) {
    return new Finding(Level.OK, subject, found, "");
  }

  /**
   * Something works, but not as well as it could.
   *
   * @param subject what
   * @param found how it is
   * @param remedy what to do
   * @return the finding
   */
  public static Finding warn(String subject, String found, String remedy) {
    return new Finding(Level.WARN, subject, found, remedy);
  }

  /**
   * Something does not work.
   *
   * @param subject what
   * @param found how it is
   * @param remedy what to do
   * @return the finding
   */
  public static Finding fail(String subject, String found, String remedy) {
    return new Finding(Level.FAIL, subject, found, remedy);
  }
}
