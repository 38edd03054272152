package dev.keyward.embedded.telemetry;

/**
 * Tells the Flight Recorder of calls. Costs next to nothing while nothing records, and works
 * without the module {@code jdk.jfr}, which programs such as {@code keytool} do not have.
 */
public final class CallTelemetry {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private static final Call NONE = (key, principal, errorCode) -> {};

  private CallTelemetry() {}

  /** A call that has begun. */
  @FunctionalInterface
  public interface Call {

    /**
     * The call is over.
     *
     * @param key ARN of the key; null if there is none
     * @param principal ARN of the caller; null if it is not known
     * @param errorCode the error code; null for success
     */
    void end(String key, String principal, String errorCode);
  }

  /**
   * A call begins.
   *
   * @param operation the operation
   * @return to be told when it is over
   */
  public static Call begin(String operation) {
    // The first event of a JVM costs 200 ms, even if nothing records: it is not made then.
    return PRESENT && Flight.isInitialized() ? Flight.begin(operation) : NONE;
  }
}
