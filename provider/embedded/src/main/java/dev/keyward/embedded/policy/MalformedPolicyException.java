package dev.keyward.embedded.policy;

/**
 * A text is not a policy document. The message names the statement, by position and Sid, and what
 * is wrong with it; text of the document appears quoted and shortened.
 */
public final class MalformedPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedPolicyException(String message) {
    super(message);
  }
}
