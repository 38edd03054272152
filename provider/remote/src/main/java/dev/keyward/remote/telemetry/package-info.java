/**
 * What the wire client tells of itself: counters, an MBean over them, events for the JDK's Flight
 * Recorder.
 *
 * <p>{@link dev.keyward.remote.telemetry.Meters} is the only door. Keys, contexts and headers never
 * come here; operations, outcomes and numbers do.
 */
package dev.keyward.remote.telemetry;
