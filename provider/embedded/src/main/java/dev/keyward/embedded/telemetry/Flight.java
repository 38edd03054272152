package dev.keyward.embedded.telemetry;

import jdk.jfr.FlightRecorder;

/** Loaded only where there is a Flight Recorder. */
final class Flight {
  private Flight() {}

  static boolean isInitialized() {
    return FlightRecorder.isInitialized();
  }

  static CallTelemetry.Call begin(String operation) {
    KmsCallEvent event = new KmsCallEvent();
    if (!event.isEnabled()) {
      return (key, principal, errorCode) -> {};
    }
    event.operation = operation;
    event.begin();
    return event::end;
  }
}
