package dev.keyward.remote.credentials;

/**
 * A service that hands out credentials did not answer, or not in time. Nobody was refused anything,
 * and there may be credentials a moment later.
 */
public class CredentialsOutOfReachException extends CredentialException {
  private static final long serialVersionUID = 1L;

  CredentialsOutOfReachException(String message) {
    super(message);
  }

  CredentialsOutOfReachException(String message, Throwable cause) {
    super(message, cause);
  }
}
