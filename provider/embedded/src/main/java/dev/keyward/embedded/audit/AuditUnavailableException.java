package dev.keyward.embedded.audit;

/**
 * The event could not be recorded in time, or not as durably as asked. The call it belongs to must
 * not be answered as if it had been recorded.
 */
public final class AuditUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AuditUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
