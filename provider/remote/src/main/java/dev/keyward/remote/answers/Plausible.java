package dev.keyward.remote.answers;

import dev.keyward.model.EncryptionAlgorithm;
import java.util.Objects;

/** What members of answers have to be. */
final class Plausible {
  private Plausible() {}

  static void require(boolean plausible, String found) {
    if (!plausible) {
      throw Refusal.of(Refusal.INVALID, found);
    }
  }

  static void equal(String what, Object asked, Object answered) {
    // Services that are older than the member leave it out.
    require(answered == null || Objects.equals(asked, answered), "another " + what);
  }

  static void bytes(String what, byte[] bytes) {
    require(bytes != null && bytes.length > 0, "no " + what);
  }

  static void length(String what, byte[] bytes, int length) {
    require(bytes != null && bytes.length == length, "a " + what + " of another length");
  }

  /** The algorithm that is meant where none is named. */
  static EncryptionAlgorithm orSymmetric(EncryptionAlgorithm asked) {
    return asked == null ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : asked;
  }
}
