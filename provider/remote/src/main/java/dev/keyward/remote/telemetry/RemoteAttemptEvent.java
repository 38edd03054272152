package dev.keyward.remote.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One request to a key management service. */
@Name("dev.keyward.RemoteAttempt")
@Label("Remote KMS Attempt")
@Category("Keyward")
@StackTrace(false)
final class RemoteAttemptEvent extends Event {
  @Label("Operation")
  String operation;

  @Label("Host")
  String host;

  @Label("Outcome")
  String outcome;

  @Label("Attempt")
  int number;
}
