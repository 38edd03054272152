package dev.keyward.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyHandlesTest {
  private static final AliasName ORDERS = new AliasName("alias/orders");

  private final InMemoryKeyBackend backend = new InMemoryKeyBackend();

  @ParameterizedTest
  @EnumSource(names = {"SYMMETRIC_DEFAULT", "RSA_2048", "ECC_NIST_P256", "ECC_NIST_EDWARDS25519"})
  void handle_ofEverySpec_hasNoFormatAndNoEncoding(KeySpec spec) {
    KeyHandle handle = KeyHandles.of(backend, create(spec).arn());

    assertThat(handle.getFormat()).isNull();
    assertThat(handle.getEncoded()).isNull();
    assertThat(handle.spec()).isEqualTo(spec);
    assertThat(handle.backend()).isSameAs(backend);
    assertThat(handle.toString()).contains(handle.arn().text());
  }

  @Test
  void rsaHandle_isPrivateKeyAndRsaKey_neverRsaPrivateKey() {
    KeyHandle handle = KeyHandles.of(backend, create(KeySpec.RSA_2048).arn());

    assertThat(handle).isInstanceOf(PrivateKey.class).isInstanceOf(RSAKey.class);
    assertThat(handle).isNotInstanceOf(RSAPrivateKey.class);
    assertThat(handle.getAlgorithm()).isEqualTo("RSA");
    assertThat(((RSAKey) handle).getModulus().bitLength()).isEqualTo(2048);
  }

  @Test
  void ecHandle_isPrivateKeyAndEcKey_neverEcPrivateKey() {
    KeyHandle handle = KeyHandles.of(backend, create(KeySpec.ECC_NIST_P384).arn());

    assertThat(handle).isInstanceOf(PrivateKey.class).isInstanceOf(ECKey.class);
    assertThat(handle).isNotInstanceOf(ECPrivateKey.class);
    assertThat(handle.getAlgorithm()).isEqualTo("EC");
    assertThat(((ECKey) handle).getParams().getOrder().bitLength()).isEqualTo(384);
  }

  @Test
  void edHandle_isEdEcPrivateKeyWithoutBytes() {
    KeyHandle handle = KeyHandles.of(backend, create(KeySpec.ECC_NIST_EDWARDS25519).arn());

    assertThat(handle.getAlgorithm()).isEqualTo("EdDSA");
    assertThat(((EdECPrivateKey) handle).getBytes()).isEmpty();
  }

  @Test
  void secretHandle_isSecretKey() {
    KeyHandle handle = KeyHandles.of(backend, create(KeySpec.SYMMETRIC_DEFAULT).arn());

    assertThat(handle).isInstanceOf(SecretKey.class).isNotInstanceOf(PrivateKey.class);
    assertThat(handle.getAlgorithm()).isEqualTo("AES");
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "ECC_NIST_P256", "ECC_NIST_EDWARDS25519"})
  void handle_declaresGetParamsWithTheWideType_soThatItAnswersOn25(KeySpec spec) {
    Class<?> type = KeyHandles.of(backend, create(spec).arn()).getClass();

    assertThat(Arrays.stream(type.getDeclaredMethods()))
        .filteredOn(method -> method.getName().equals("getParams"))
        .extracting(java.lang.reflect.Method::getReturnType)
        .anyMatch(returned -> returned == AlgorithmParameterSpec.class);
  }

  @Test
  void equals_sameArnThroughOtherReferences_isTrue() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    backend.putAlias(ORDERS, key.arn().keyId());
    KeyHandle byArn = KeyHandles.of(backend, key.arn());
    KeyHandle byAlias = KeyHandles.of(backend, ORDERS);

    assertThat(byArn).isEqualTo(byAlias).hasSameHashCodeAs(byAlias);
    assertThat(byArn).isNotEqualTo(KeyHandles.of(backend, create(KeySpec.SYMMETRIC_DEFAULT).arn()));
  }

  @Test
  void reference_throughAlias_isKeptForSecretKeysAndPinnedForPairs() {
    KeyMetadata secret = create(KeySpec.SYMMETRIC_DEFAULT);
    KeyMetadata pair = create(KeySpec.ECC_NIST_P256);
    backend.putAlias(ORDERS, secret.arn().keyId());
    assertThat(KeyHandles.of(backend, ORDERS).reference()).isEqualTo(ORDERS);
    assertThat(KeyHandles.of(backend, secret.arn().keyId()).reference()).isEqualTo(secret.arn());

    backend.putAlias(ORDERS, pair.arn().keyId());
    assertThat(KeyHandles.of(backend, ORDERS).reference()).isEqualTo(pair.arn());
  }

  @Test
  void ofPair_publicKeyOfAnotherSpec_isRefused() {
    KeyMetadata p256 = create(KeySpec.ECC_NIST_P256);
    KeyHandle p384 = KeyHandles.of(backend, create(KeySpec.ECC_NIST_P384).arn());
    KeyHandle rsa = KeyHandles.of(backend, create(KeySpec.RSA_2048).arn());

    assertThatThrownBy(() -> KeyHandles.ofPair(backend, p256, KeyHandles.publicKeyOf(p384)))
        .isInstanceOf(InvalidAnswerException.class);
    assertThatThrownBy(() -> KeyHandles.ofPair(backend, p256, KeyHandles.publicKeyOf(rsa)))
        .isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void publicKeyOf_secretHandle_isRefused() {
    KeyHandle secret = KeyHandles.of(backend, create(KeySpec.SYMMETRIC_DEFAULT).arn());

    assertThatThrownBy(() -> KeyHandles.publicKeyOf(secret))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void of_unknownAlias_isNotFound() {
    assertThatThrownBy(() -> KeyHandles.of(backend, KeyReference.parse("alias/nobody")))
        .isInstanceOf(KeyNotFoundException.class);
  }

  private KeyMetadata create(KeySpec spec) {
    KeyUsage usage = spec.isKeyPair() ? KeyUsage.SIGN_VERIFY : spec.usages().iterator().next();
    return backend.createKey(new NewKey(spec, usage, "", Map.of()));
  }
}
