/**
 * Whether the wall clock can be trusted, and how long the service has really been running.
 *
 * <p>{@link dev.keyward.embedded.clock.ObservedClock} only answers; what must not happen while the
 * clock is behind, or not before enough time was observed, is decided by those who expire and
 * delete things.
 */
package dev.keyward.embedded.clock;
