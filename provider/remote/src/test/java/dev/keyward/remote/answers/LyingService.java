package dev.keyward.remote.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.remote.stub.VirtualTime;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.wire.KmsCalls;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Supplier;

/** A service that answers what a test tells it to, and the checks in front of it. */
abstract class LyingService {
  static final String ARN =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  static final String OTHER =
      "arn:aws:kms:eu-west-1:111122223333:key/9999abcd-12ab-34cd-56ef-1234567890ab";

  /** What the service answers, one call after the other. */
  final Deque<Supplier<Record>> answers = new ArrayDeque<>();

  final CheckedCalls calls =
      new CheckedCalls(
          new KmsCalls() {
            @Override
            public Record call(String operation, Record request) {
              return answers.removeFirst().get();
            }

            @Override
            public void close() {}
          },
          new PublicKeyPins(),
          new Meters(),
          new VirtualTime());

  void answers(Record... records) {
    for (Record record : records) {
      answers.add(() -> record);
    }
  }

  /** The code a call is refused with; fails if it is not. */
  String refusal(String operation, Record request) {
    InvalidAnswerException e =
        catchThrowableOfType(InvalidAnswerException.class, () -> calls.call(operation, request));
    assertThat(e).as("a refusal").isNotNull();
    return e.code();
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }
}
