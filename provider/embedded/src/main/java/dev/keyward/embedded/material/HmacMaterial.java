package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An HMAC key (FIPS 198-1), as long as the output of its hash. */
public final class HmacMaterial implements KeyMaterial {
  private final SecretBytes key;
  private final String algorithm;
  private final SelfTest selfTest;

  private HmacMaterial(KeySpec spec, SecretBytes key) {
    this.key = key;
    this.algorithm = "HmacSHA" + spec.size();
    this.selfTest = selfTest(spec);
  }

  private static SelfTest selfTest(KeySpec spec) {
    return switch (spec.size()) {
      case 224 -> SelfTest.HMAC_SHA_224;
      case 256 -> SelfTest.HMAC;
      case 384 -> SelfTest.HMAC_SHA_384;
      default -> SelfTest.HMAC_SHA_512;
    };
  }

  static NewMaterial generate(KeySpec spec, SecureRandom random) {
    byte[] key = new byte[spec.size() / 8];
    random.nextBytes(key);
    return new NewMaterial(SecretBytes.owning(key), Optional.empty());
  }

  static HmacMaterial copyOf(KeySpec spec, byte[] key) {
    if (key.length != spec.size() / 8) {
      throw new IllegalArgumentException(
          "a key of spec " + spec + " has " + spec.size() / 8 + " bytes, got " + key.length);
    }
    return new HmacMaterial(spec, SecretBytes.copyOf(key));
  }

  /**
   * Makes the tag of a message.
   *
   * @param message any bytes
   * @return the whole tag: 28, 32, 48 or 64 bytes
   * @throws java.security.ProviderException if the algorithm failed its self-test
   * @throws IllegalStateException if this material was closed
   */
  public byte[] tag(byte[] message) {
    selfTest.require();
    return tagUnproven(message);
  }

  byte[] tagUnproven(byte[] message) {
    return key.read(
        bytes -> {
          try {
            Mac mac = Mac.getInstance(algorithm, Primitives.hmac());
            mac.init(new SecretKeySpec(bytes, algorithm));
            return mac.doFinal(message);
          } catch (GeneralSecurityException e) {
            throw Primitives.unexpected("HMAC", e);
          }
        });
  }

  /**
   * Verifies the tag of a message, in a time that does not depend on where it is wrong.
   *
   * @param message any bytes
   * @param tag any bytes; a shortened tag is not valid
   * @return true if it is the tag
   * @throws java.security.ProviderException if the algorithm failed its self-test
   * @throws IllegalStateException if this material was closed
   */
  public boolean verify(byte[] message, byte[] tag) {
    return MessageDigest.isEqual(tag(message), tag);
  }

  @Override
  public void close() {
    key.close();
  }
}
