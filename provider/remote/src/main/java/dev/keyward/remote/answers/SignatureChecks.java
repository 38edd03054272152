package dev.keyward.remote.answers;

import dev.keyward.failure.AccessDeniedException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Sign;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.remote.answers.PublicKeyPins.Pin;
import dev.keyward.remote.wire.KmsCalls;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies each signature here before it is handed out: a wrong one may betray an RSA key, and one
 * of another key would be found out by somebody else, later.
 */
final class SignatureChecks {
  private static final int MAX_UNVERIFIABLE = 10_000;

  private final KmsCalls calls;
  private final PublicKeyPins pins;
  private final Set<KeyArn> unverifiable = ConcurrentHashMap.newKeySet();

  /**
   * Checks.
   *
   * @param calls for public keys that were not seen yet; checks and pins them
   */
  SignatureChecks(KmsCalls calls, PublicKeyPins pins) {
    this.calls = calls;
    this.pins = pins;
  }

  void check(Sign.Request asked, Sign.Response answer) {
    if (answer.signature() == null || answer.signature().length == 0) {
      throw Refusal.of(Refusal.INVALID, "no signature");
    }
    KeyArn arn = KeyArn.parse(answer.keyId());
    Optional<Pin> pin = pin(arn);
    boolean wrong =
        pin.flatMap(found -> SignatureVerifier.verify(found, asked, answer.signature()))
            .filter(verified -> !verified)
            .isPresent();
    if (wrong) {
      throw Refusal.of(
          Refusal.INVALID, "a signature that does not verify under the public key of " + arn);
    }
  }

  /** Whoever may sign but not read the public key gets signatures nobody looked at. */
  private Optional<Pin> pin(KeyArn arn) {
    Optional<Pin> known = pins.find(arn);
    if (known.isPresent() || unverifiable.contains(arn)) {
      return known;
    }
    try {
      calls.call("GetPublicKey", GetPublicKey.Request.of(arn.text()));
      return pins.find(arn);
    } catch (AccessDeniedException e) {
      remember(arn);
    } catch (KmsServiceException e) {
      if (!e.is(ErrorCode.ACCESS_DENIED)) {
        throw e;
      }
      remember(arn);
    }
    return Optional.empty();
  }

  private void remember(KeyArn arn) {
    if (unverifiable.size() < MAX_UNVERIFIABLE) {
      unverifiable.add(arn);
    }
  }
}
