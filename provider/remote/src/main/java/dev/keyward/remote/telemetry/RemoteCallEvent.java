package dev.keyward.remote.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One call of the KMS API, with all its attempts. */
@Name("dev.keyward.RemoteCall")
@Label("Remote KMS Call")
@Category("Keyward")
@StackTrace(false)
final class RemoteCallEvent extends Event {
  @Label("Operation")
  String operation;

  @Label("Outcome")
  String outcome;

  @Label("Attempts")
  int attempts;
}
