package dev.keyward.remote.credentials;

/** Credentials were not there in the time a caller has; they may be a moment later. */
public final class SlowCredentialsException extends CredentialsOutOfReachException {
  private static final long serialVersionUID = 1L;

  SlowCredentialsException(String message) {
    super(message);
  }
}
