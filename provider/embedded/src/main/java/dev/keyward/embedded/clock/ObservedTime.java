package dev.keyward.embedded.clock;

/**
 * How long the service has been running, all in all, as the store keeps it (in JSON).
 *
 * @param millis milliseconds
 */
record ObservedTime(Long millis) {}
