package dev.keyward.embedded.clock;

import java.time.Instant;

/**
 * The highest wall time that was seen, as the store keeps it (in JSON).
 *
 * @param time to the millisecond
 */
record HighWater(Instant time) {}
