package dev.keyward.embedded.customstore;

/**
 * A token that cannot be reached or cannot do what is asked. The text repeats no PIN and no key.
 */
public final class TokenException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong, by what an operator does about it. */
  public enum Reason {
    /** The PIN is wrong: ConnectionErrorCode INVALID_CREDENTIALS. */
    INVALID_CREDENTIALS,
    /** Library or token is missing or not configured: CLUSTER_NOT_FOUND. */
    NOT_FOUND,
    /** The token has no PIN for its user yet: USER_NOT_FOUND. */
    USER_NOT_FOUND,
    /** Too many wrong PINs: USER_LOCKED_OUT. */
    USER_LOCKED_OUT,
    /** Somebody else is logged in: USER_LOGGED_IN. */
    USER_LOGGED_IN,
    /** The token answered before and does no more: NETWORK_ERRORS. */
    TOKEN_GONE,
    /** A key of that label is there already. */
    KEY_EXISTS,
    /** The key that was opened is no more in the token: it was deleted there. */
    KEY_GONE,
    /** Anything else: INTERNAL_ERROR. */
    INTERNAL_ERROR
  }

  private final Reason reason;

  /**
   * A failure.
   *
   * @param reason what is wrong
   * @param message for operators
   */
  public TokenException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * A failure with the one below it.
   *
   * @param reason what is wrong
   * @param message for operators
   * @param cause what the token's library reported
   */
  public TokenException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * What is wrong.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * The ConnectionErrorCode of the KMS API for it.
   *
   * @return its name
   */
  public String connectionErrorCode() {
    return switch (reason) {
      case INVALID_CREDENTIALS -> "INVALID_CREDENTIALS";
      case NOT_FOUND -> "CLUSTER_NOT_FOUND";
      case USER_NOT_FOUND -> "USER_NOT_FOUND";
      case USER_LOCKED_OUT -> "USER_LOCKED_OUT";
      case USER_LOGGED_IN -> "USER_LOGGED_IN";
      case TOKEN_GONE -> "NETWORK_ERRORS";
      case KEY_EXISTS, KEY_GONE, INTERNAL_ERROR -> "INTERNAL_ERROR";
    };
  }
}
