package dev.keyward.endpoint.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One request to the endpoint. */
@Name("dev.keyward.EndpointRequest")
@Label("Endpoint Request")
@Category("Keyward")
@Description("A request to the endpoint, from its complete arrival to its answer")
@StackTrace(false)
final class EndpointRequestEvent extends Event {
  @Label("Operation")
  String operation;

  @Label("Request Id")
  String requestId;

  @Label("Status")
  int status;

  @Label("Error Code")
  String errorCode;

  void end(String operation, String requestId, int status, String errorCode) {
    end();
    if (shouldCommit()) {
      this.operation = operation;
      this.requestId = requestId;
      this.status = status;
      this.errorCode = errorCode;
      commit();
    }
  }
}
