/**
 * Events for the JDK's Flight Recorder.
 *
 * <p>{@link dev.keyward.embedded.telemetry.CallTelemetry} is the only door. Behind it the classes
 * of the recorder are loaded when a recording runs, and never in a JVM without the module {@code
 * jdk.jfr}.
 */
package dev.keyward.embedded.telemetry;
