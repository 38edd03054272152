package dev.keyward.backend;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** One key of {@link InMemoryKeyBackend} with its material. */
record InMemoryKey(KeyMetadata metadata, KeyPair pair, Optional<SecretKey> secret, long changedAt) {

  static InMemoryKey generate(KeyMetadata metadata, long changedAt) {
    KeySpec spec = metadata.spec();
    if (spec.isKeyPair()) {
      return new InMemoryKey(metadata, pairOf(spec), Optional.empty(), changedAt);
    }
    byte[] material = new byte[spec.size() / 8];
    new SecureRandom().nextBytes(material);
    SecretKey secret = new SecretKeySpec(material, "AES");
    return new InMemoryKey(metadata, null, Optional.of(secret), changedAt);
  }

  InMemoryKey with(KeyState state, Optional<Instant> deletionDate, long change) {
    KeyMetadata changed =
        new KeyMetadata(
            metadata.arn(),
            metadata.spec(),
            metadata.usage(),
            state,
            metadata.origin(),
            metadata.description(),
            metadata.creationDate(),
            deletionDate);
    return new InMemoryKey(changed, pair, secret, change);
  }

  private static KeyPair pairOf(KeySpec spec) {
    try {
      return switch (spec.family()) {
        case RSA -> rsa(spec.size());
        case EC ->
            spec == KeySpec.ECC_SECG_P256K1
                ? InMemoryLattices.secp256k1()
                : ec("secp" + spec.size() + "r1");
        case EDWARDS -> edwards();
        case ML_DSA, ML_KEM -> InMemoryLattices.pairOf(spec);
        case SYMMETRIC, HMAC, SM2 ->
            throw new IllegalArgumentException("not offered in memory: " + spec);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProvider.SUN_EC.instance());
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair edwards() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519", JdkProvider.SUN_EC.instance()).generateKeyPair();
  }
}
