package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.KeywardException;
import dev.keyward.failure.LimitExceededException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class GeneratorsTest {
  private final Provider keyward = ProviderList.keyward();

  // --- asked by name ---------------------------------------------------------------------------

  @Test
  void aes_withoutParameters_isAManagedKey() throws Exception {
    SecretKey key = KeyGenerator.getInstance("AES", keyward).generateKey();

    assertThat(((KeyHandle) key).spec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(key.getEncoded()).isNull();
  }

  @Test
  void aes_withAlias_keepsTheAliasInTheHandle() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", keyward);
    generator.init(
        ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT)
            .withAlias("orders")
            .withDescription("of the shop")
            .withTag("team", "x"));
    KeyHandle key = (KeyHandle) generator.generateKey();

    assertThat(key.reference()).isEqualTo(new AliasName("alias/orders"));
    assertThat(key.backend().describe(key.arn()).description()).isEqualTo("of the shop");
  }

  @Test
  void aes_sizesAndSpecsNotOffered_areRefused() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", keyward);
    generator.init(256);
    for (int size : new int[] {128, 192, 512, 0, -1}) {
      assertThatThrownBy(() -> generator.init(size))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("256");
    }
    assertThatThrownBy(() -> generator.init(ManagedKeyParameterSpec.of(KeySpec.RSA_2048)))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThatThrownBy(() -> generator.init(new ECGenParameterSpec("secp256r1")))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }

  @ParameterizedTest
  @CsvSource({"256,ECC_NIST_P256", "384,ECC_NIST_P384", "521,ECC_NIST_P521"})
  void ec_bySize_isAManagedPair(int bits, KeySpec spec) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", keyward);
    generator.initialize(bits);
    KeyPair pair = generator.generateKeyPair();

    assertThat(((KeyHandle) pair.getPrivate()).spec()).isEqualTo(spec);
    assertThat(((ECPublicKey) pair.getPublic()).getParams().getOrder().bitLength()).isEqualTo(bits);
    assertThat(pair.getPublic()).isNotInstanceOf(KeyHandle.class);
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1,ECC_NIST_P256",
    "1.2.840.10045.3.1.7,ECC_NIST_P256",
    "secp384r1,ECC_NIST_P384",
    "1.3.132.0.34,ECC_NIST_P384",
    "SECP521R1,ECC_NIST_P521",
    "1.3.132.0.35,ECC_NIST_P521",
    "secp256k1,ECC_SECG_P256K1",
    "1.3.132.0.10,ECC_SECG_P256K1"
  })
  void ec_byNameOrOid_isAManagedPair(String name, KeySpec spec) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", keyward);
    generator.initialize(new ECGenParameterSpec(name));

    assertThat(((KeyHandle) generator.generateKeyPair().getPrivate()).spec()).isEqualTo(spec);
  }

  @Test
  void ec_notOffered_isRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", keyward);
    for (int bits : new int[] {0, -1, 112, 255, 571}) {
      assertThatThrownBy(() -> generator.initialize(bits))
          .isInstanceOf(InvalidParameterException.class);
    }
    assertThatThrownBy(() -> generator.initialize(new ECGenParameterSpec("secp224r1")))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThatThrownBy(() -> generator.initialize(NamedParameterSpec.X25519))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThatThrownBy(() -> generator.initialize(ManagedKeyParameterSpec.of(KeySpec.RSA_2048)))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThatThrownBy(() -> generator.initialize(null, null))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }

  @Test
  void rsa_bySizeAndSpec_isAManagedPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", keyward);
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    assertThat(((KeyHandle) pair.getPrivate()).usage()).isEqualTo(KeyUsage.SIGN_VERIFY);
    assertThat(((RSAPublicKey) pair.getPublic()).getModulus().bitLength()).isEqualTo(2048);

    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    assertThat(generator.generateKeyPair().getPrivate()).isInstanceOf(KeyHandle.class);
  }

  @Test
  void rsa_notOffered_isRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", keyward);
    for (int bits : new int[] {512, 1024, 2047, 8192, 0, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> generator.initialize(bits))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("2048, 3072 or 4096");
    }
    for (BigInteger exponent : new BigInteger[] {RSAKeyGenParameterSpec.F0, BigInteger.TEN}) {
      assertThatThrownBy(() -> generator.initialize(new RSAKeyGenParameterSpec(2048, exponent)))
          .isInstanceOf(InvalidAlgorithmParameterException.class);
    }
  }

  @Test
  void generate_keyServiceRefuses_isKeywardExceptionWithCode() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", keyward);
    KeyHandle any = (KeyHandle) generator.generateKeyPair().getPrivate();
    ProviderList.backendOf(any).failWith(new LimitExceededException("too many keys"));

    assertThatThrownBy(generator::generateKeyPair)
        .isInstanceOf(KeywardException.class)
        .hasMessage("too many keys")
        .satisfies(
            e -> assertThat(((KeywardException) e).code()).isEqualTo("LimitExceededException"));
  }

  @Test
  void generate_aliasRefused_leavesNoUsableKeyBehind() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", keyward);
    SecretKey good = generator.generateKey();
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias("aws/reserved"));

    assertThatThrownBy(generator::generateKey)
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("reserved");
    assertThat(ProviderList.backendOf(good).keys())
        .filteredOn(key -> key.state().isUsable())
        .extracting(KeyMetadata::arn)
        .containsExactly(((KeyHandle) good).arn());
  }

  // --- found by order --------------------------------------------------------------------------

  @Test
  void last_withManagedParameters_isFoundWithoutNamingTheProvider() throws Exception {
    try (ProviderList list = new ProviderList().last(keyward)) {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
      pairs.initialize(ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
      assertThat(pairs.generateKeyPair().getPrivate()).isInstanceOf(KeyHandle.class);
      KeyGenerator keys = KeyGenerator.getInstance("AES");
      keys.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT));
      assertThat(keys.generateKey()).isInstanceOf(SecretKeyHandle.class);
    }
  }

  @Test
  void last_askedByName_makesManagedKeys() throws Exception {
    try (ProviderList list = new ProviderList().last(keyward)) {
      assertThat(KeyGenerator.getInstance("AES", "Keyward").generateKey())
          .isInstanceOf(KeyHandle.class);
      assertThat(KeyPairGenerator.getInstance("EC", "Keyward").generateKeyPair().getPrivate())
          .isInstanceOf(KeyHandle.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 192, 256})
  void first_withoutManagedParameters_keysAreOrdinary(int bits) throws Exception {
    int before = InMemoryTestBackendFactory.OPENED.get();
    try (ProviderList list = new ProviderList().first(ProviderList.keyward())) {
      KeyGenerator keys = KeyGenerator.getInstance("AES");
      assertThat(keys.getProvider().getName()).isEqualTo("Keyward");
      assertThat(keys.generateKey().getEncoded()).isNotNull();
      keys.init(bits);
      assertThat(keys.generateKey().getEncoded()).hasSize(bits / 8);
      KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
      assertThat(ec.generateKeyPair().getPrivate().getEncoded()).isNotNull();
      ec.initialize(new ECGenParameterSpec("secp384r1"));
      assertThat(ec.generateKeyPair().getPrivate().getEncoded()).isNotNull();
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(1024);
      assertThat(rsa.generateKeyPair().getPrivate().getEncoded()).isNotNull();
    }
    assertThat(InMemoryTestBackendFactory.OPENED).hasValue(before);
  }

  @Test
  void first_withManagedParameters_keysAreManaged() throws Exception {
    try (ProviderList list = new ProviderList().first(keyward)) {
      KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
      ec.initialize(ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P384));
      assertThat(ec.generateKeyPair().getPrivate()).isInstanceOf(KeyHandle.class);
    }
  }
}
