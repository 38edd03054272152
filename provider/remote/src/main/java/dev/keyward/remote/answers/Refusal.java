package dev.keyward.remote.answers;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException.Details;

/** The failures of this room. */
final class Refusal {
  static final String INVALID = InvalidAnswerException.DEFAULT_CODE;
  static final String INCORRECT_KEY = "IncorrectKey";
  static final String PIN_MISMATCH = "PinMismatch";

  private Refusal() {}

  static InvalidAnswerException of(String code, String found) {
    return new InvalidAnswerException(
        Details.of(code, "The key service answered with " + found + ". The answer was not used."));
  }
}
