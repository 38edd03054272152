package dev.keyward.remote.answers;

import dev.keyward.kms.GetPublicKey;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys that were seen. The pair behind a key id never changes, so that another public
 * key for the same id is somebody else's; also in another Region, if it is a multi-Region key.
 * Thread-safe.
 */
public final class PublicKeyPins {
  private static final int MAX_PINS = 10_000;

  private final Map<String, Pin> pins =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pin> eldest) {
          return size() > MAX_PINS;
        }
      };

  /** Nothing was seen yet. */
  public PublicKeyPins() {}

  /** A public key; the parsed form is null where this JDK cannot read it. */
  record Pin(KeySpec spec, byte[] encoded, PublicKey key) {}

  synchronized Optional<Pin> find(KeyArn arn) {
    return Optional.ofNullable(pins.get(name(arn)));
  }

  /** Replicas of a multi-Region key have its id and its key pair. */
  private static String name(KeyArn arn) {
    return arn.keyId().isMultiRegion()
        ? arn.partition() + ":" + arn.account() + ":" + arn.keyId()
        : arn.text();
  }

  void check(GetPublicKey.Response answer) {
    KeyArn arn = KeyArn.parse(answer.keyId());
    KeySpec spec = answer.keySpec() == null ? answer.customerMasterKeySpec() : answer.keySpec();
    if (answer.publicKey() == null || spec == null) {
      throw Refusal.of(Refusal.INVALID, "no public key");
    }
    Pin pin =
        new Pin(spec, answer.publicKey().clone(), EncodedPublicKey.parse(spec, answer.publicKey()));
    synchronized (this) {
      Pin before = pins.putIfAbsent(name(arn), pin);
      boolean same =
          before == null || before.spec() == spec && Arrays.equals(before.encoded(), pin.encoded());
      if (!same) {
        throw Refusal.of(Refusal.PIN_MISMATCH, "another public key of " + arn + " than before");
      }
    }
  }
}
