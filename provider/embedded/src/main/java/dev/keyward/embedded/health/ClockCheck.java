package dev.keyward.embedded.health;

import dev.keyward.embedded.clock.ObservedClock;
import dev.keyward.kms.Finding;
import java.time.Instant;

/** Whether the wall clock is where it was seen before. */
public final class ClockCheck {
  private ClockCheck() {}

  /**
   * Looks at the clock.
   *
   * @param clock the watched clock of a store
   * @return what was found
   */
  public static Finding run(ObservedClock clock) {
    Instant now = clock.now();
    return switch (clock.state()) {
      case RELIABLE ->
          Finding.ok(
              "clock",
              now
                  + ", not behind what was seen before; observed running time "
                  + clock.observed().toHours()
                  + " h");
      case CLOCK_BEHIND ->
          Finding.fail(
              "clock",
              now
                  + " is behind the highest time seen, "
                  + clock.highest()
                  + ": nothing expires and nothing is deleted until it has caught up",
              "Correct the clock; or, if it is right now and was ahead before, run"
                  + " \"keyward store accept-clock\".");
    };
  }
}
