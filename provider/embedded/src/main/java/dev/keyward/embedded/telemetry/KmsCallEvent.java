package dev.keyward.embedded.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One call of the KMS API. */
@Name("dev.keyward.KmsCall")
@Label("KMS Call")
@Category("Keyward")
@Description("An operation of the embedded key management service")
@StackTrace(false)
final class KmsCallEvent extends Event {
  private static final String DONE = "success";
  private static final String FAILED = "failure";

  @Label("Operation")
  String operation;

  @Label("Key ARN")
  String key;

  @Label("Principal")
  @Description("ARN of the caller")
  String principal;

  @Label("Outcome")
  String outcome;

  @Label("Error Code")
  String errorCode;

  void end(String key, String principal, String errorCode) {
    end();
    if (shouldCommit()) {
      this.key = key;
      this.principal = principal;
      this.errorCode = errorCode;
      this.outcome = errorCode == null ? DONE : FAILED;
      commit();
    }
  }
}
