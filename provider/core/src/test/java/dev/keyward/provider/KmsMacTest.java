package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.backend.KeyImport;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeywardException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.util.Map;
import java.util.Random;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KmsMacTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final byte[] MESSAGE = new byte[4096];

  static {
    new Random(3).nextBytes(MESSAGE);
  }

  private static Mac mac(SecretKey key) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256", KEYWARD);
    mac.init(key);
    return mac;
  }

  /** The same bytes as a managed key and as a software key. */
  private static SecretKey imported(KeySpec spec, byte[] material) {
    KeyHandle any = (KeyHandle) KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);
    try (SecretBytes secret = SecretBytes.copyOf(material)) {
      var key =
          any.backend()
              .require(KeyImport.class)
              .importKey(new NewKey(spec, KeyUsage.GENERATE_VERIFY_MAC, "", Map.of()), secret);
      return (SecretKey) KeyHandles.of(any.backend(), key.arn());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"})
  void doFinal_sameKeyInTheJdk_givesTheSameTag(KeySpec spec) throws Exception {
    byte[] material = new byte[spec.size() / 8];
    new Random(spec.size()).nextBytes(material);
    String algorithm = "HmacSHA" + spec.size();
    Mac ours = Mac.getInstance(algorithm, KEYWARD);
    ours.init(imported(spec, material));
    Mac theirs = Mac.getInstance(algorithm, JdkProvider.SUN_JCE.instance());
    theirs.init(new SecretKeySpec(material, algorithm));

    assertThat(ours.getMacLength()).isEqualTo(theirs.getMacLength());
    for (int size : new int[] {1, 64, 65, 4096}) {
      ours.update(MESSAGE, 0, size);
      theirs.update(MESSAGE, 0, size);
      assertThat(ours.doFinal()).isEqualTo(theirs.doFinal());
    }
  }

  @Test
  void update_inEveryWay_isTheSameMessage() throws Exception {
    SecretKey key = KEYS.secret(KeySpec.HMAC_256);
    byte[] expected = mac(key).doFinal(MESSAGE);
    Mac mac = mac(key);
    mac.update(MESSAGE[0]);
    mac.update(MESSAGE, 1, 99);
    ByteBuffer direct = ByteBuffer.allocateDirect(MESSAGE.length - 100);
    direct.put(MESSAGE, 100, MESSAGE.length - 100).flip();
    mac.update(direct);
    byte[] target = new byte[40];
    mac.doFinal(target, 8);

    assertThat(direct.remaining()).isZero();
    assertThat(java.util.Arrays.copyOfRange(target, 8, 40)).isEqualTo(expected);
    mac.update(MESSAGE);
    mac.reset();
    assertThat(mac.doFinal(MESSAGE)).isEqualTo(expected);
  }

  @Test
  void doFinal_longOrEmptyMessage_isRefusedAndTheNextOneWorks() throws Exception {
    Mac mac = mac(KEYS.secret(KeySpec.HMAC_256));
    int before = ProviderList.backendOf(KEYS.secret(KeySpec.HMAC_256)).cryptographicCalls();
    for (byte[] wrong : new byte[][] {new byte[4097], {}, new byte[1 << 20]}) {
      assertThatThrownBy(() -> mac.doFinal(wrong))
          .isInstanceOf(KeywardException.class)
          .hasMessageContaining("1 to 4096 bytes");
    }
    assertThat(ProviderList.backendOf(KEYS.secret(KeySpec.HMAC_256)).cryptographicCalls())
        .isEqualTo(before);
    assertThat(mac.doFinal(MESSAGE)).hasSize(32);
  }

  @Test
  void init_wrongKeyOrParameters_isRefused() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256", KEYWARD);
    for (KeySpec spec : new KeySpec[] {KeySpec.HMAC_512, KeySpec.SYMMETRIC_DEFAULT}) {
      assertThatThrownBy(() -> mac.init(KEYS.secret(spec)))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining("HMAC_256");
    }
    assertThatThrownBy(() -> mac.init(null)).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(
            () -> mac.init(KEYS.secret(KeySpec.HMAC_256), new IvParameterSpec(new byte[1])))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    SecretKey foreign = new ManagedKeys(ProviderList.keyward()).secret(KeySpec.HMAC_256);
    assertThatThrownBy(() -> mac.init(foreign))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("another Keyward provider");
  }

  @Test
  void init_ordinaryKey_isPassedOn() throws Exception {
    SecretKeySpec key = new SecretKeySpec(new byte[20], "HmacSHA256");
    Mac mac = Mac.getInstance("HmacSHA256", KEYWARD);
    mac.init(key);
    Mac theirs = Mac.getInstance("HmacSHA256", JdkProvider.SUN_JCE.instance());
    theirs.init(key);

    assertThat(mac.doFinal(MESSAGE)).isEqualTo(theirs.doFinal(MESSAGE));
    mac.init(KEYS.secret(KeySpec.HMAC_256));
    assertThat(mac.doFinal(MESSAGE)).isNotEqualTo(theirs.doFinal(MESSAGE));
  }

  @Test
  void doFinal_disabledKey_saysSoAndHasTheCause() throws Exception {
    SecretKey key = KEYS.newSecret(KeySpec.HMAC_256);
    Mac mac = mac(key);
    KeySwitch.of(key).disable(((KeyHandle) key).arn());
    assertThatThrownBy(() -> mac.doFinal(MESSAGE))
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("disabled")
        .hasCauseInstanceOf(KeyStateException.class);
  }

  @Test
  void generator_withoutParameters_isAManagedKeyOfItsHash() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("HmacSHA384", KEYWARD);
    KeyHandle key = (KeyHandle) generator.generateKey();

    assertThat(key.spec()).isEqualTo(KeySpec.HMAC_384);
    assertThat(key.getAlgorithm()).isEqualTo("HmacSHA384");
    assertThatThrownBy(() -> generator.init(256))
        .isInstanceOf(java.security.InvalidParameterException.class);
  }
}
