package dev.keyward.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.security.spec.RSAKeyGenParameterSpec.F4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.failure.KmsException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.DataKey;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of {@link KeyBackendContract} about keys that are brought along. */
public abstract class KeyImportContract {

  /** The backend of this test. */
  abstract KeyBackend backend();

  static Stream<Arguments> pairsToImport() throws GeneralSecurityException {
    return Stream.of(
        Arguments.of(KeySpec.RSA_2048, pair("RSA", new RSAKeyGenParameterSpec(2048, F4))),
        Arguments.of(KeySpec.ECC_NIST_P256, pair("EC", new ECGenParameterSpec("secp256r1"))),
        Arguments.of(KeySpec.ECC_NIST_P384, pair("EC", new ECGenParameterSpec("secp384r1"))),
        Arguments.of(KeySpec.ECC_NIST_P521, pair("EC", new ECGenParameterSpec("secp521r1"))),
        Arguments.of(KeySpec.ECC_NIST_EDWARDS25519, pair("EdDSA", NamedParameterSpec.ED25519)));
  }

  private static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    Provider provider =
        (algorithm.equals("RSA") ? JdkProvider.SUN_RSA_SIGN : JdkProvider.SUN_EC).instance();
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    generator.initialize(parameters);
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @MethodSource("pairsToImport")
  void importKey_keyPair_hasTheSamePublicKeyAndIsReady(KeySpec spec, KeyPair pair) {
    KeyMetadata key = imported(spec, KeyUsage.SIGN_VERIFY, pair.getPrivate().getEncoded());

    assertThat(key.origin()).isEqualTo(KeyOrigin.EXTERNAL);
    assertThat(key.state()).isEqualTo(KeyState.ENABLED);
    assertThat(key.spec()).isEqualTo(spec);
    assertThat(backend().describe(key.arn())).isEqualTo(key);
    assertThat(backend().require(PublicKeys.class).publicKey(key.arn()).encoded())
        .isEqualTo(pair.getPublic().getEncoded());
  }

  @Test
  void importKey_secret_protectsDataKeys() {
    KeyMetadata key =
        imported(
            KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, "k".repeat(32).getBytes(US_ASCII));

    DataKeys dataKeys = backend().require(DataKeys.class);
    EncryptionContext context = EncryptionContext.of(Map.of("row", "17"));
    try (DataKey made = dataKeys.generateDataKey(key.arn(), 32, context);
        DataKey opened =
            dataKeys.decryptDataKey(Optional.of(key.arn()), made.encrypted(), context)) {
      assertThat(opened.plaintext().read(byte[]::clone))
          .isEqualTo(made.plaintext().read(byte[]::clone));
    }
    assertThat(key.description()).isEqualTo("brought");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"SYMMETRIC_DEFAULT", "HMAC_256", "RSA_2048", "ECC_NIST_P256"})
  void importKey_materialOfAnotherKind_isRefusedWithoutShowingIt(KeySpec spec) {
    KeyUsage usage = spec.usages().iterator().next();

    assertThatThrownBy(() -> imported(spec, usage, "unfit canary material".getBytes(US_ASCII)))
        .isInstanceOf(KmsException.class)
        .hasMessageNotContaining("canary");
  }

  private KeyMetadata imported(KeySpec spec, KeyUsage usage, byte[] material) {
    try (SecretBytes secret = SecretBytes.owning(material)) {
      return backend()
          .require(KeyImport.class)
          .importKey(new NewKey(spec, usage, "brought", Map.of("team", "payments")), secret);
    }
  }
}
