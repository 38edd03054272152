package dev.keyward.remote.answers;

import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.Quoted;

/** Whether an answer is about the key that was asked for. */
final class SameKey {
  private SameKey() {}

  /**
   * Refuses the answer of another key.
   *
   * @param asked any of the four forms; null if no key was named
   * @param answered what should be a key ARN
   */
  static KeyArn require(String asked, String answered) {
    KeyArn arn = parse(answered);
    if (asked != null && !isSame(reference(asked), arn)) {
      throw Refusal.of(
          Refusal.INCORRECT_KEY, "key " + arn + " when asked for " + Quoted.line(asked, 256));
    }
    return arn;
  }

  private static KeyArn parse(String answered) {
    try {
      return KeyArn.parse(answered == null ? "" : answered);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(Refusal.INCORRECT_KEY, "something that is no key ARN");
    }
  }

  private static KeyReference reference(String asked) {
    try {
      return KeyReference.parse(asked);
    } catch (IllegalArgumentException e) {
      // The service found a key by a name that is of no form we know, so it cannot be compared.
      return new AliasName("alias/unknown");
    }
  }

  private static boolean isSame(KeyReference asked, KeyArn answered) {
    if (asked instanceof KeyArn arn) {
      return arn.equals(answered);
    }
    if (asked instanceof KeyId id) {
      return id.equals(answered.keyId());
    }
    return !(asked instanceof AliasArn alias)
        || alias.region().equals(answered.region()) && alias.account().equals(answered.account());
  }
}
