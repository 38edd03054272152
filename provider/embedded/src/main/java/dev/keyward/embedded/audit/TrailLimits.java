package dev.keyward.embedded.audit;

import java.time.Duration;

/**
 * How much may wait, and how long.
 *
 * @param events most events that are accepted and not on disk yet
 * @param bytes most bytes of such events
 * @param flushAfter when waiting events are written at the latest
 * @param age from which age of the oldest event on new ones have to wait
 * @param deadline how long a caller waits at most
 * @param checkpointAfter when events are signed at the latest
 */
record TrailLimits(
    int events,
    long bytes,
    Duration flushAfter,
    Duration age,
    Duration deadline,
    Duration checkpointAfter) {
  static final TrailLimits DEFAULT =
      new TrailLimits(
          1000,
          16L << 20,
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60));

  TrailLimits withDeadline(Duration deadline) {
    return new TrailLimits(events, bytes, flushAfter, age, deadline, checkpointAfter);
  }

  TrailLimits withCheckpointAfter(Duration checkpointAfter) {
    return new TrailLimits(events, bytes, flushAfter, age, deadline, checkpointAfter);
  }
}
