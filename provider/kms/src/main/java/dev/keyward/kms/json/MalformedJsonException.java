package dev.keyward.kms.json;

/** A text is not JSON, or not the JSON it should be. The message repeats nothing of the text. */
public final class MalformedJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }

  MalformedJsonException(String message) {
    super(message);
  }
}
