package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is handed out is read by the JDK, where it has the algorithm, and by Bouncy Castle. */
class KeyEncodingsTest {
  private static final SecureRandom RANDOM = JdkRandom.shared();
  private static final byte[] MESSAGE = {1, 2, 3};

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"SM2", "SYMMETRIC_DEFAULT", "HMAC_.*"},
      mode = Mode.MATCH_NONE)
  void exportable_everyPair_isReadByTheJdkAndBouncyCastle(KeySpec spec)
      throws GeneralSecurityException, IOException {
    try (NewMaterial made = Materials.generate(spec, RANDOM);
        SecretBytes handedOut = made.stored().read(bytes -> Materials.exportable(spec, bytes))) {
      byte[] pkcs8 = handedOut.read(byte[]::clone);
      byte[] spki = made.publicKey().orElseThrow();

      assertThat(PrivateKeyFactory.createKey(pkcs8).isPrivate()).isTrue();
      assertThat(PublicKeyFactory.createKey(spki).isPrivate()).isFalse();
      Provider jdk = provider(spec);
      boolean isThere =
          spec != KeySpec.ECC_SECG_P256K1 && jdk.getService("KeyFactory", algorithm(spec)) != null;
      assertThat(isThere || isNewerThanTheJdk(spec)).isTrue();
      if (isThere) {
        KeyFactory factory = KeyFactory.getInstance(algorithm(spec), jdk);
        assertThat(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)).getEncoded())
            .isEqualTo(pkcs8);
        assertThat(factory.generatePublic(new X509EncodedKeySpec(spki)).getEncoded())
            .isEqualTo(spki);
      }
    }
  }

  private static boolean isNewerThanTheJdk(KeySpec spec) {
    return switch (spec.family()) {
      case ML_DSA, ML_KEM -> Runtime.version().feature() < 24;
      default -> spec == KeySpec.ECC_SECG_P256K1;
    };
  }

  private static String algorithm(KeySpec spec) {
    return switch (spec.family()) {
      case RSA -> "RSA";
      case EC -> "EC";
      case EDWARDS -> "Ed25519";
      case ML_DSA -> "ML-DSA";
      default -> "ML-KEM";
    };
  }

  private static Provider provider(KeySpec spec) {
    return switch (spec.family()) {
      case RSA -> JdkProvider.SUN_RSA_SIGN.instance();
      case EC, EDWARDS -> JdkProvider.SUN_EC.instance();
      case ML_DSA -> JdkProvider.SUN.instance();
      default -> JdkProvider.SUN_JCE.instance();
    };
  }

  @Test
  void ed25519_signatures_areThoseOfSunEc() throws GeneralSecurityException {
    try (NewMaterial made = Materials.generate(KeySpec.ECC_NIST_EDWARDS25519, RANDOM)) {
      EdwardsMaterial ours = made.stored().read(EdwardsMaterial::open);
      byte[] signature = ours.sign(MESSAGE);
      byte[] prehashed = ours.signPrehashed(new byte[64]);

      assertThat(verifies("Ed25519", JdkProvider.SUN_EC, made, MESSAGE, signature)).isTrue();
      assertThat(ours.verify(MESSAGE, signature)).isTrue();
      assertThat(ours.verify(MESSAGE, prehashed)).isFalse();
      assertThat(ours.verifyPrehashed(new byte[64], prehashed)).isTrue();
      assertThat(ours.verifyPrehashed(new byte[64], signature)).isFalse();
      assertThat(ours.verify(MESSAGE, new byte[64])).isFalse();
      assertThat(ours.verify(MESSAGE, new byte[3])).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(value = KeySpec.class, names = "ML_DSA_.*", mode = Mode.MATCH_ANY)
  void mlDsa_signatures_areHedgedAndThoseOfTheJdk(KeySpec spec) throws GeneralSecurityException {
    try (NewMaterial made = Materials.generate(spec, RANDOM)) {
      MlDsaMaterial ours = made.stored().read(bytes -> MlDsaMaterial.open(spec, bytes));
      byte[] signature = ours.sign(MESSAGE, RANDOM);

      assertThat(ours.sign(MESSAGE, RANDOM)).isNotEqualTo(signature);
      assertThat(ours.verify(MESSAGE, signature)).isTrue();
      assertThat(ours.verify(new byte[1], signature)).isFalse();
      assertThat(ours.verify(MESSAGE, new byte[0])).isFalse();
      assumeTrue(Runtime.version().feature() >= 24, "the JDK has ML-DSA from 24");
      assertThat(verifies("ML-DSA", JdkProvider.SUN, made, MESSAGE, signature)).isTrue();
      Signature jdk = Signature.getInstance("ML-DSA", JdkProvider.SUN.instance());
      jdk.initSign(privateKey(spec, made));
      jdk.update(MESSAGE);
      assertThat(ours.verify(MESSAGE, jdk.sign())).isTrue();
    }
  }

  private static PrivateKey privateKey(KeySpec spec, NewMaterial made)
      throws GeneralSecurityException {
    try (SecretBytes handedOut = made.stored().read(bytes -> Materials.exportable(spec, bytes))) {
      return KeyFactory.getInstance("ML-DSA", JdkProvider.SUN.instance())
          .generatePrivate(new PKCS8EncodedKeySpec(handedOut.<byte[]>read(byte[]::clone)));
    }
  }

  private static boolean verifies(
      String algorithm, JdkProvider provider, NewMaterial made, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance(algorithm, provider.instance())
            .generatePublic(new X509EncodedKeySpec(made.publicKey().orElseThrow()));
    Signature verifier = Signature.getInstance(algorithm, provider.instance());
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  @ParameterizedTest
  @EnumSource(value = KeySpec.class, names = "ECC_NIST_P.*", mode = Mode.MATCH_ANY)
  void agree_bothSides_getTheSameSecretAsLongAsTheField(KeySpec spec) throws MaterialException {
    try (NewMaterial one = Materials.generate(spec, RANDOM);
        NewMaterial other = Materials.generate(spec, RANDOM)) {
      EcMaterial ours = one.stored().read(bytes -> EcMaterial.open(spec, bytes));
      EcMaterial theirs = other.stored().read(bytes -> EcMaterial.open(spec, bytes));
      try (SecretBytes secret = ours.agree(other.publicKey().orElseThrow());
          SecretBytes same = theirs.agree(one.publicKey().orElseThrow())) {
        assertThat(secret.length()).isEqualTo((spec.size() + 7) / 8);
        assertThat(secret.<byte[]>read(byte[]::clone)).isEqualTo(same.<byte[]>read(byte[]::clone));
      }
    }
  }

  @Test
  void agree_curveThatOnlySigns_isRefused() {
    try (NewMaterial made = Materials.generate(KeySpec.ECC_SECG_P256K1, RANDOM)) {
      EcMaterial key = made.stored().read(bytes -> EcMaterial.open(KeySpec.ECC_SECG_P256K1, bytes));

      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> key.agree(made.publicKey().orElseThrow()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(value = KeySpec.class, names = "ML_KEM_.*", mode = Mode.MATCH_ANY)
  void decapsulate_changedCiphertext_givesAnotherSecret(KeySpec spec) throws MaterialException {
    try (NewMaterial made = Materials.generate(spec, RANDOM)) {
      MlKemMaterial key = made.stored().read(bytes -> MlKemMaterial.open(spec, bytes));
      try (Encapsulated sent = key.encapsulate(RANDOM);
          SecretBytes received = key.decapsulate(sent.ciphertext())) {
        byte[] secret = sent.sharedSecret().read(byte[]::clone);
        assertThat(secret).hasSize(32);
        assertThat(received.<byte[]>read(byte[]::clone)).isEqualTo(secret);
        sent.ciphertext()[5] ^= 1;
        try (SecretBytes rejected = key.decapsulate(sent.ciphertext())) {
          assertThat(rejected.<byte[]>read(byte[]::clone)).isNotEqualTo(secret);
        }
      }
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> key.decapsulate(new byte[7]))
          .isInstanceOf(MaterialException.class);
    }
  }
}
