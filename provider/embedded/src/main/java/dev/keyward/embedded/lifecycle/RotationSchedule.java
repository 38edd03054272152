package dev.keyward.embedded.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * When a key is rotated by itself.
 *
 * @param periodInDays days between rotations, 90 to 2,560
 * @param nextDate when it is rotated next
 */
public record RotationSchedule(Integer periodInDays, Instant nextDate) {
  /** The period unless another is given. */
  public static final int DEFAULT_PERIOD_DAYS = 365;

  /**
   * A schedule that starts now.
   *
   * @param periodInDays days between rotations
   * @param now the time
   * @return the schedule
   */
  public static RotationSchedule startingAt(Instant now, int periodInDays) {
    return new RotationSchedule(periodInDays, now.plus(Duration.ofDays(periodInDays)));
  }

  /**
   * Tells whether the date has come.
   *
   * @param now the time
   * @return true if it has
   */
  public boolean isDue(Instant now) {
    return !now.isBefore(nextDate);
  }

  /**
   * The next date of the same series after now: periods missed are not made up for one by one.
   *
   * @param now the time
   * @return the schedule from then on
   */
  public RotationSchedule afterRotationAt(Instant now) {
    Duration period = Duration.ofDays(periodInDays);
    long missed = Duration.between(nextDate, now).dividedBy(period);
    return new RotationSchedule(periodInDays, nextDate.plus(period.multipliedBy(missed + 1)));
  }
}
