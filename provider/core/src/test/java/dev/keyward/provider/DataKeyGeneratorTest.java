package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeywardException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.DataKeyParameterSpec;
import dev.keyward.params.EnvelopeParameterSpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.secret.ClearDataKey;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.Provider;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data keys made by {@code KeyGenerator}, and opened again by {@code Cipher.unwrap}. */
class DataKeyGeneratorTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final Map<String, String> CONTEXT = Map.of("volume", "vol-1");

  private final SecretKey handle = KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);

  private static ClearDataKey generate(DataKeyParameterSpec spec) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", KEYWARD);
    generator.init(spec);
    return (ClearDataKey) generator.generateKey();
  }

  private static Key unwrap(
      String transformation, SecretKey handle, Map<String, String> context, byte[] wrapped)
      throws Exception {
    Cipher cipher = Cipher.getInstance(transformation, KEYWARD);
    cipher.init(Cipher.UNWRAP_MODE, handle, new EnvelopeParameterSpec(context));
    return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
  }

  @ParameterizedTest
  @CsvSource({"AESWrap,128", "AES/KW/NoPadding,192", "AES/KWP/NoPadding,256", "KmsDirect,256"})
  void dataKey_unwrappedWithTheHandle_hasTheSameBytes(String transformation, int bits)
      throws Exception {
    try (ClearDataKey key = generate(new DataKeyParameterSpec(handle, bits, CONTEXT))) {
      assertThat(key.getEncoded()).hasSize(bits / 8);
      assertThat(key.getAlgorithm()).isEqualTo("AES");
      assertThat(key.getFormat()).isEqualTo("RAW");
      assertThat(key.kmsKey()).isEqualTo(((KeyHandle) handle).arn());
      assertThat(unwrap(transformation, handle, CONTEXT, key.encrypted()))
          .isEqualTo(new SecretKeySpec(key.getEncoded(), "AES"));
    }
  }

  @Test
  void dataKey_withoutContext_isUnwrappedWithoutParameters() throws Exception {
    ClearDataKey key = generate(new DataKeyParameterSpec(handle, 256));
    Cipher cipher = Cipher.getInstance("AESWrap", KEYWARD);
    cipher.init(Cipher.UNWRAP_MODE, handle);
    assertThat(cipher.unwrap(key.encrypted(), "AES", Cipher.SECRET_KEY).getEncoded())
        .isEqualTo(key.getEncoded());
  }

  @Test
  void dataKey_ofAHandleWithAlias_followsTheAlias() throws Exception {
    KeyGenerator managed = KeyGenerator.getInstance("AES", KEYWARD);
    managed.init(
        ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias("data-key-generator"));
    SecretKey first = managed.generateKey();
    SecretKey second = managed.generateKey();

    ClearDataKey key = generate(new DataKeyParameterSpec(first, 256));
    assertThat(key.kmsKey()).isEqualTo(((KeyHandle) second).arn());
    assertThat(unwrap("AESWrap", first, Map.of(), key.encrypted()).getEncoded())
        .isEqualTo(key.getEncoded());
  }

  @Test
  void dataKey_inACipherOfTheJdk_encrypts() throws Exception {
    ClearDataKey key = generate(new DataKeyParameterSpec(handle, 256));
    GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
    Cipher seal = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    seal.init(Cipher.ENCRYPT_MODE, key, parameters);
    byte[] sealed = seal.doFinal(new byte[] {1, 2, 3});

    Cipher open = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    open.init(
        Cipher.DECRYPT_MODE, unwrap("AESWrap", handle, Map.of(), key.encrypted()), parameters);
    assertThat(open.doFinal(sealed)).containsExactly(1, 2, 3);
  }

  @Test
  void dataKey_everyTime_isAnother() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", KEYWARD);
    generator.init(new DataKeyParameterSpec(handle, 256));
    assertThat(generator.generateKey().getEncoded())
        .isNotEqualTo(generator.generateKey().getEncoded());
  }

  @Test
  void unwrap_otherContextOrKeyOrAlteredBytes_isRefused() throws Exception {
    byte[] wrapped = generate(new DataKeyParameterSpec(handle, 256, CONTEXT)).encrypted();
    SecretKey other = KEYS.newSecret(KeySpec.SYMMETRIC_DEFAULT);
    byte[] altered = wrapped.clone();
    altered[altered.length - 1] ^= 1;
    for (String transformation : new String[] {"AESWrap", "KmsDirect"}) {
      assertThatThrownBy(() -> unwrap(transformation, handle, Map.of(), wrapped))
          .isInstanceOf(InvalidKeyException.class);
      assertThatThrownBy(() -> unwrap(transformation, other, CONTEXT, wrapped))
          .isInstanceOf(InvalidKeyException.class);
      assertThatThrownBy(() -> unwrap(transformation, handle, CONTEXT, altered))
          .isInstanceOf(InvalidKeyException.class);
    }
  }

  @Test
  void destroy_zeroesTheKeyAndLeavesWhatIsEncrypted() throws Exception {
    ClearDataKey key = generate(new DataKeyParameterSpec(handle, 256, CONTEXT));
    byte[] clear = key.getEncoded();
    key.destroy();

    assertThat(key.isDestroyed()).isTrue();
    assertThatThrownBy(key::getEncoded).isInstanceOf(IllegalStateException.class);
    assertThat(unwrap("AESWrap", handle, CONTEXT, key.encrypted()).getEncoded()).isEqualTo(clear);
  }

  @Test
  void dataKey_toTextOrStream_carriesNoKey() throws Exception {
    ClearDataKey key = generate(new DataKeyParameterSpec(handle, 256));
    assertThat(key.toString())
        .contains("32 bytes", ((KeyHandle) handle).arn().text())
        .hasSizeLessThan(200);
    ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream());
    assertThatThrownBy(() -> out.writeObject(key)).isInstanceOf(NotSerializableException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64, 120, 136, 512, 8192})
  void init_sizeThatAesDoesNotHave_isRefused(int bits) throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", KEYWARD);
    assertThatThrownBy(() -> generator.init(new DataKeyParameterSpec(handle, bits)))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("128, 192 or 256");
  }

  @ParameterizedTest
  @ValueSource(ints = {-256, -1, 0, 7, 129, 8200, Integer.MAX_VALUE})
  void spec_sizeThatNoDataKeyHas_isRefused(int bits) {
    assertThatThrownBy(() -> new DataKeyParameterSpec(handle, bits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8192");
  }

  @Test
  void init_keyThatMakesNoDataKeys_isRefused() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", KEYWARD);
    SecretKey hmac = KEYS.secret(KeySpec.HMAC_256);
    assertThatThrownBy(() -> generator.init(new DataKeyParameterSpec(hmac, 256)))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("HMAC_256")
        .hasMessageContaining("SYMMETRIC_DEFAULT");
    SecretKey software = new SecretKeySpec(new byte[32], "AES");
    assertThatThrownBy(() -> generator.init(new DataKeyParameterSpec(software, 256)))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("SecretKeySpec");
    SecretKey foreign = new ManagedKeys(ProviderList.keyward()).secret(KeySpec.SYMMETRIC_DEFAULT);
    assertThatThrownBy(() -> generator.init(new DataKeyParameterSpec(foreign, 256)))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("another Keyward provider");
    KeyGenerator macs = KeyGenerator.getInstance("HmacSHA256", KEYWARD);
    assertThatThrownBy(() -> macs.init(new DataKeyParameterSpec(handle, 256)))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("HmacSHA256");
  }

  @Test
  void generate_keyDisabled_isExplained() throws Exception {
    SecretKey disabled = KEYS.newSecret(KeySpec.SYMMETRIC_DEFAULT);
    KeyGenerator generator = KeyGenerator.getInstance("AES", KEYWARD);
    generator.init(new DataKeyParameterSpec(disabled, 256));
    KeySwitch.of(disabled).disable(((KeyHandle) disabled).arn());

    assertThatThrownBy(generator::generateKey)
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("disabled")
        .hasCauseInstanceOf(KeyStateException.class);
  }

  /** What a refused init was given is not half taken over. */
  @Test
  void init_refused_changesNothing() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", KEYWARD);
    generator.init(new DataKeyParameterSpec(handle, 128, CONTEXT));
    assertThatThrownBy(() -> generator.init(128)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> generator.init(ManagedKeyParameterSpec.of(KeySpec.HMAC_256)))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThat(generator.generateKey().getEncoded()).hasSize(16);

    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias("refused-init"));
    assertThatThrownBy(() -> generator.init(128)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> generator.init(new GCMParameterSpec(128, new byte[12])))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThatThrownBy(() -> generator.init(new DataKeyParameterSpec(handle, 8)))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    KeyHandle made = (KeyHandle) generator.generateKey();
    assertThat(made.reference()).hasToString("alias/refused-init");
    assertThat(made.usage()).isEqualTo(KeyUsage.ENCRYPT_DECRYPT);
  }
}
