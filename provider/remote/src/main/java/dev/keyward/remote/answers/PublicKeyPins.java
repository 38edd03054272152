package dev.keyward.remote.answers;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys that were seen. The pair behind a key id never changes, so that another public
 * key for the same id is somebody else's. Thread-safe.
 */
final class PublicKeyPins {
  private static final int MAX_PINS = 10_000;
  private static final int MAX_EXPONENT_BITS = 64;

  private final Map<KeyArn, Pin> pins =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyArn, Pin> eldest) {
          return size() > MAX_PINS;
        }
      };

  /** A public key; the parsed form is null where this JDK cannot read it. */
  record Pin(KeySpec spec, byte[] encoded, PublicKey key) {}

  synchronized Optional<Pin> find(KeyArn arn) {
    return Optional.ofNullable(pins.get(arn));
  }

  void check(GetPublicKey.Response answer) {
    KeyArn arn = KeyArn.parse(answer.keyId());
    KeySpec spec = answer.keySpec() == null ? answer.customerMasterKeySpec() : answer.keySpec();
    if (answer.publicKey() == null || spec == null) {
      throw Refusal.of(Refusal.INVALID, "no public key");
    }
    Pin pin = new Pin(spec, answer.publicKey().clone(), parse(spec, answer.publicKey()));
    synchronized (this) {
      Pin before = pins.putIfAbsent(arn, pin);
      boolean same =
          before == null || before.spec() == spec && Arrays.equals(before.encoded(), pin.encoded());
      if (!same) {
        throw Refusal.of(Refusal.PIN_MISMATCH, "another public key of " + arn + " than before");
      }
    }
  }

  private static PublicKey parse(KeySpec spec, byte[] encoded) {
    try {
      X509EncodedKeySpec form = new X509EncodedKeySpec(encoded);
      return switch (spec) {
        case RSA_2048, RSA_3072, RSA_4096 -> {
          KeyFactory factory = KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
          yield requireRsa(spec, (RSAPublicKey) factory.generatePublic(form));
        }
        case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 -> {
          KeyFactory factory = KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance());
          yield requireCurve(spec, (ECPublicKey) factory.generatePublic(form));
        }
        case ECC_NIST_EDWARDS25519 ->
            KeyFactory.getInstance("Ed25519", JdkProvider.SUN_EC.instance()).generatePublic(form);
        default -> null;
      };
    } catch (GeneralSecurityException e) {
      throw Refusal.of(Refusal.INVALID, "something that is no public key of spec " + spec);
    }
  }

  private static PublicKey requireRsa(KeySpec spec, RSAPublicKey key) {
    BigInteger exponent = key.getPublicExponent();
    boolean usual =
        key.getModulus().bitLength() == spec.size()
            && exponent.bitLength() <= MAX_EXPONENT_BITS
            && exponent.bitLength() > 1
            && exponent.testBit(0);
    if (!usual) {
      throw Refusal.of(Refusal.INVALID, "an unusual RSA key for spec " + spec);
    }
    return key;
  }

  private static PublicKey requireCurve(KeySpec spec, ECPublicKey key) {
    String name = key.getParams().toString();
    String curve =
        switch (spec) {
          case ECC_NIST_P256 -> "secp256r1";
          case ECC_NIST_P384 -> "secp384r1";
          default -> "secp521r1";
        };
    if (!name.contains(curve)) {
      throw Refusal.of(Refusal.INVALID, "a key of another curve than spec " + spec);
    }
    return key;
  }
}
