package dev.keyward.endpoint.telemetry;

/**
 * Tells the Flight Recorder of requests. Costs next to nothing while nothing records, and works
 * without the module {@code jdk.jfr}.
 */
public final class RequestTelemetry {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private static final Request NONE = (operation, requestId, status, errorCode) -> {};

  private RequestTelemetry() {}

  /** A request that has begun. */
  @FunctionalInterface
  public interface Request {

    /**
     * The request is answered.
     *
     * @param operation what it asked for; null if that is not known
     * @param requestId its id
     * @param status HTTP status
     * @param errorCode null for success
     */
    void end(String operation, String requestId, int status, String errorCode);
  }

  /**
   * A request begins.
   *
   * @return to be told when it is over
   */
  public static Request begin() {
    // The first event of a JVM costs 200 ms, even if nothing records: it is not made then.
    return PRESENT && Flight.isInitialized() ? Flight.begin() : NONE;
  }
}
