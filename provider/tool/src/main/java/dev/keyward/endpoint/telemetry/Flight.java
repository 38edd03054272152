package dev.keyward.endpoint.telemetry;

import jdk.jfr.FlightRecorder;

/** Loaded only where there is a Flight Recorder. */
final class Flight {
  private Flight() {}

  static boolean isInitialized() {
    return FlightRecorder.isInitialized();
  }

  static RequestTelemetry.Request begin() {
    EndpointRequestEvent event = new EndpointRequestEvent();
    if (!event.isEnabled()) {
      return (operation, requestId, status, errorCode) -> {};
    }
    event.begin();
    return event::end;
  }
}
