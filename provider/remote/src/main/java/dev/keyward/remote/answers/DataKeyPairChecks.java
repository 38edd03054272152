package dev.keyward.remote.answers;

import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;

/** Whether a data key pair can be what was asked for. */
final class DataKeyPairChecks {
  private static final int MAX_CIPHERTEXT_BYTES = 6144;
  private static final int MAX_PRIVATE_KEY_BYTES = 4096;
  private static final int MAX_PUBLIC_KEY_BYTES = 8192;

  private DataKeyPairChecks() {}

  static void check(GenerateDataKeyPair.Request asked, GenerateDataKeyPair.Response answer) {
    SameKey.require(asked.keyId(), answer.keyId());
    check(
        asked.keyPairSpec(),
        answer.keyPairSpec(),
        answer.publicKey(),
        answer.privateKeyCiphertextBlob());
    byte[] clear = answer.privateKeyPlaintext();
    boolean plausible =
        isWithin(clear, MAX_PRIVATE_KEY_BYTES) && EncodedPublicKey.isOneSequence(clear);
    if (asked.recipient() == null && !plausible) {
      throw Refusal.of(Refusal.INVALID, "no private key");
    }
  }

  static void check(
      GenerateDataKeyPairWithoutPlaintext.Request asked,
      GenerateDataKeyPairWithoutPlaintext.Response answer) {
    SameKey.require(asked.keyId(), answer.keyId());
    check(
        asked.keyPairSpec(),
        answer.keyPairSpec(),
        answer.publicKey(),
        answer.privateKeyCiphertextBlob());
  }

  private static void check(
      DataKeyPairSpec asked, DataKeyPairSpec answered, byte[] publicKey, byte[] ciphertext) {
    if (answered != null && answered != asked) {
      throw Refusal.of(Refusal.INVALID, "a key pair of spec " + answered + ", not " + asked);
    }
    if (!isWithin(ciphertext, MAX_CIPHERTEXT_BYTES)) {
      throw Refusal.of(Refusal.INVALID, "a private key that is not encrypted");
    }
    if (!isWithin(publicKey, MAX_PUBLIC_KEY_BYTES)) {
      throw Refusal.of(Refusal.INVALID, "no public key");
    }
    EncodedPublicKey.parse(asked.keySpec(), publicKey);
  }

  private static boolean isWithin(byte[] bytes, int most) {
    return bytes != null && bytes.length > 0 && bytes.length <= most;
  }
}
