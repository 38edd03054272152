/**
 * When to send, when to send again, and when to stop: time limits, retries and their budget, the
 * send rate, the circuit breaker, the bulkhead, the correction of the clock.
 *
 * <p>Pure bookkeeping: nothing here sends, knows HTTP or reads a wall clock of its own. Time,
 * randomness and waiting are given, so that tests run a minute in a millisecond.
 */
package dev.keyward.remote.resilience;
