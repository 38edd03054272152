/**
 * Events of the endpoint for the JDK's Flight Recorder. {@link
 * dev.keyward.endpoint.telemetry.RequestTelemetry} is the only door; the recorder's classes are
 * loaded when a recording runs.
 */
package dev.keyward.endpoint.telemetry;
