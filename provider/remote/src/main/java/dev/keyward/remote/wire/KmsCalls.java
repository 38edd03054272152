package dev.keyward.remote.wire;

/** Calls operations by their names. What wraps another one adds one thing, such as a cache. */
public interface KmsCalls extends AutoCloseable {

  /**
   * Calls an operation.
   *
   * @param operation its name in {@link dev.keyward.kms.Operation#ALL}
   * @param request its request
   * @return its response; null if it has none
   * @throws dev.keyward.kms.KmsServiceException with what the service answered
   * @throws dev.keyward.failure.KmsException if there is no answer, or none to believe
   */
  Record call(String operation, Record request);

  /** Releases connections and credentials. Idempotent. */
  @Override
  void close();
}
