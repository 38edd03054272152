package dev.keyward.remote.telemetry;

import jdk.jfr.FlightRecorder;

/** Loaded only where there is a Flight Recorder. */
final class Flight {
  private Flight() {}

  static boolean isInitialized() {
    return FlightRecorder.isInitialized();
  }

  static Meters.Timed call(String operation) {
    RemoteCallEvent event = new RemoteCallEvent();
    event.operation = operation;
    event.begin();
    return (outcome, attempts) -> {
      event.end();
      if (event.shouldCommit()) {
        event.outcome = outcome;
        event.attempts = attempts;
        event.commit();
      }
    };
  }

  static Meters.Timed attempt(String operation, String host) {
    RemoteAttemptEvent event = new RemoteAttemptEvent();
    event.operation = operation;
    event.host = host;
    event.begin();
    return (outcome, number) -> {
      event.end();
      if (event.shouldCommit()) {
        event.outcome = outcome;
        event.number = number;
        event.commit();
      }
    };
  }
}
