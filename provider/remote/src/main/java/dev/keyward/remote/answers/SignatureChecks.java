package dev.keyward.remote.answers;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Sign;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.remote.answers.PublicKeyPins.Pin;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.wire.KmsCalls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies each signature here before it is handed out: a wrong one may betray an RSA key, and one
 * of another key would be found out by somebody else, later.
 */
final class SignatureChecks {
  private static final int MAX_UNVERIFIABLE = 10_000;

  private static final long ASK_AGAIN_AFTER = Duration.ofMinutes(5).toNanos();

  private final KmsCalls calls;
  private final PublicKeyPins pins;
  private final Meters meters;
  private final Waiter time;

  /** Keys whose public half may not be read, and when that was said. */
  private final Map<KeyArn, Long> unverifiable = new ConcurrentHashMap<>();

  /**
   * Checks.
   *
   * @param calls for public keys that were not seen yet; checks and pins them
   */
  SignatureChecks(KmsCalls calls, PublicKeyPins pins, Meters meters, Waiter time) {
    this.calls = calls;
    this.pins = pins;
    this.meters = meters;
    this.time = time;
  }

  void check(Sign.Request asked, Sign.Response answer) {
    if (answer.signature() == null || answer.signature().length == 0) {
      throw Refusal.of(Refusal.INVALID, "no signature");
    }
    KeyArn arn = KeyArn.parse(answer.keyId());
    Optional<Pin> pin = pin(arn);
    Optional<Boolean> verified =
        pin.flatMap(found -> SignatureVerifier.verify(found, asked, answer.signature()));
    if (verified.isEmpty()) {
      meters.add(Count.UNVERIFIED_SIGNATURES);
    } else if (!verified.get()) {
      throw Refusal.of(
          Refusal.INVALID, "a signature that does not verify under the public key of " + arn);
    }
  }

  /**
   * Whoever may sign but not read the public key gets signatures nobody looked at. The permission
   * may be given any time, so it is tried again now and then.
   */
  private Optional<Pin> pin(KeyArn arn) {
    Optional<Pin> known = pins.find(arn);
    if (known.isPresent()) {
      return known;
    }
    Long since = unverifiable.get(arn);
    return since == null ? ask(arn) : askAgain(arn, since);
  }

  private Optional<Pin> ask(KeyArn arn) {
    try {
      return fetch(arn);
    } catch (KmsServiceException e) {
      if (!e.is(ErrorCode.ACCESS_DENIED)) {
        throw e;
      }
      remember(arn);
      return Optional.empty();
    }
  }

  /**
   * By one thread, after a while. The signature was made without the public key many times: that it
   * still cannot be had, for whatever reason, does not spoil it. A false one does.
   */
  private Optional<Pin> askAgain(KeyArn arn, Long since) {
    long now = time.nanoTime();
    if (now - since < ASK_AGAIN_AFTER || !unverifiable.replace(arn, since, now)) {
      return Optional.empty();
    }
    try {
      return fetch(arn);
    } catch (InvalidAnswerException e) {
      throw e;
    } catch (KmsServiceException | KmsException e) {
      return Optional.empty();
    }
  }

  private Optional<Pin> fetch(KeyArn arn) {
    calls.call("GetPublicKey", GetPublicKey.Request.of(arn.text()));
    return pins.find(arn);
  }

  private void remember(KeyArn arn) {
    long now = time.nanoTime();
    if (unverifiable.size() >= MAX_UNVERIFIABLE) {
      unverifiable.values().removeIf(since -> now - since >= ASK_AGAIN_AFTER);
    }
    if (unverifiable.size() < MAX_UNVERIFIABLE) {
      unverifiable.put(arn, now);
    }
  }
}
