package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.envelope.Rejection;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeywardException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.EnvelopeParameterSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.Provider;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code KmsDirect} and the names of key wrapping. */
class DirectCipherTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final byte[] MESSAGE = new byte[100];

  static {
    new Random(11).nextBytes(MESSAGE);
  }

  private final SecretKey key = KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);

  private Cipher cipher(int mode) throws Exception {
    Cipher cipher = Cipher.getInstance("KmsDirect", KEYWARD);
    cipher.init(mode, key);
    return cipher;
  }

  private byte[] sealed() throws Exception {
    return cipher(Cipher.ENCRYPT_MODE).doFinal(MESSAGE);
  }

  private byte[] open(byte[] sealed) throws Exception {
    return cipher(Cipher.DECRYPT_MODE).doFinal(sealed);
  }

  // --- call patterns ---------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 33, 100})
  void doFinal_inPiecesOfAnySize_isTheSameMessage(int piece) throws Exception {
    Cipher seal = cipher(Cipher.ENCRYPT_MODE);
    for (int at = 0; at < MESSAGE.length; at += piece) {
      assertThat(seal.update(MESSAGE, at, Math.min(piece, MESSAGE.length - at))).isNull();
    }
    byte[] sealed = seal.doFinal();
    Cipher open = cipher(Cipher.DECRYPT_MODE);
    open.update(sealed, 0, 10);

    assertThat(open.doFinal(sealed, 10, sealed.length - 10)).isEqualTo(MESSAGE);
  }

  @Test
  void doFinal_again_isAnotherMessageUnderTheSameKey() throws Exception {
    Cipher seal = cipher(Cipher.ENCRYPT_MODE);
    byte[] first = seal.doFinal(MESSAGE);
    byte[] second = seal.doFinal(MESSAGE);

    assertThat(first).isNotEqualTo(second);
    Cipher open = cipher(Cipher.DECRYPT_MODE);
    assertThat(open.doFinal(first)).isEqualTo(MESSAGE);
    assertThat(open.doFinal(second)).isEqualTo(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void doFinal_byteBuffers_moveAsTheContractSays(boolean direct) throws Exception {
    ByteBuffer in = direct ? ByteBuffer.allocateDirect(200) : ByteBuffer.allocate(200);
    in.put(MESSAGE).flip();
    ByteBuffer out = direct ? ByteBuffer.allocateDirect(6144) : ByteBuffer.allocate(6144);
    int written = cipher(Cipher.ENCRYPT_MODE).doFinal(in, out);

    assertThat(in.remaining()).isZero();
    assertThat(out.position()).isEqualTo(written);
    byte[] sealed = new byte[written];
    out.flip().get(sealed);
    assertThat(open(sealed)).isEqualTo(MESSAGE);
  }

  @Test
  void doFinal_inPlace_overlapsWithoutHarm() throws Exception {
    byte[] buffer = Arrays.copyOf(MESSAGE, 6144);
    int length = cipher(Cipher.ENCRYPT_MODE).doFinal(buffer, 0, MESSAGE.length, buffer, 3);
    int back = cipher(Cipher.DECRYPT_MODE).doFinal(buffer, 3, length, buffer, 0);

    assertThat(Arrays.copyOf(buffer, back)).isEqualTo(MESSAGE);
  }

  @Test
  void doFinal_shortBuffer_changesNothingAndWorksAfterwards() throws Exception {
    byte[] sealed = sealed();
    Cipher open = cipher(Cipher.DECRYPT_MODE);
    open.update(sealed, 0, 20);
    byte[] rest = Arrays.copyOfRange(sealed, 20, sealed.length);
    assertThatThrownBy(() -> open.doFinal(rest, 0, rest.length, new byte[99], 0))
        .isInstanceOf(ShortBufferException.class);
    ByteBuffer in = ByteBuffer.wrap(rest);
    assertThatThrownBy(() -> open.doFinal(in, ByteBuffer.allocate(99)))
        .isInstanceOf(ShortBufferException.class);
    assertThat(in.position()).isZero();
    assertThatThrownBy(() -> open.doFinal(in, ByteBuffer.allocate(200).asReadOnlyBuffer()))
        .isInstanceOf(ReadOnlyBufferException.class);
    byte[] target = new byte[100];

    assertThat(open.doFinal(rest, 0, rest.length, target, 0)).isEqualTo(100);
    assertThat(target).isEqualTo(MESSAGE);
  }

  @Test
  void streams_thereAndBack_giveTheMessage() throws Exception {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try (CipherOutputStream out = new CipherOutputStream(sink, cipher(Cipher.ENCRYPT_MODE))) {
      out.write(MESSAGE);
    }
    ByteArrayInputStream source = new ByteArrayInputStream(sink.toByteArray());
    try (CipherInputStream in = new CipherInputStream(source, cipher(Cipher.DECRYPT_MODE))) {
      assertThat(in.readAllBytes()).isEqualTo(MESSAGE);
    }
  }

  // --- limits and rejections -------------------------------------------------------------------

  @Test
  void encrypt_4096Bytes_isTheMost() throws Exception {
    byte[] most = new byte[4096];
    assertThat(open(cipher(Cipher.ENCRYPT_MODE).doFinal(most))).isEqualTo(most);
    Cipher seal = cipher(Cipher.ENCRYPT_MODE);
    seal.update(most);
    seal.update(new byte[1]);
    assertThatThrownBy(seal::doFinal)
        .isInstanceOf(IllegalBlockSizeException.class)
        .hasMessageContaining("4096")
        .hasMessageContaining("AES/GCM/NoPadding");
    assertThatThrownBy(seal::doFinal)
        .isInstanceOf(IllegalBlockSizeException.class)
        .hasMessageContaining("none");
    assertThat(open(seal.doFinal(MESSAGE))).isEqualTo(MESSAGE);
  }

  @Test
  void decrypt_everyKindOfWrongCiphertext_hasOneAnswer() throws Exception {
    byte[] changed = sealed();
    changed[changed.length - 1] ^= 1;
    byte[] cut = Arrays.copyOf(sealed(), changed.length - 1);
    Key other = KEYS.newSecret(KeySpec.SYMMETRIC_DEFAULT);
    Cipher withOther = Cipher.getInstance("KmsDirect", KEYWARD);
    withOther.init(Cipher.ENCRYPT_MODE, other);
    byte[] foreign = withOther.doFinal(MESSAGE);
    for (byte[] wrong :
        new byte[][] {changed, cut, foreign, {}, new byte[27], new byte[6144], new byte[9999]}) {
      assertThatThrownBy(() -> open(wrong))
          .isInstanceOf(AEADBadTagException.class)
          .hasMessage(Rejection.TEXT);
    }
  }

  @Test
  void context_isBoundToTheMessage() throws Exception {
    Cipher cipher = Cipher.getInstance("KmsDirect", KEYWARD);
    cipher.init(Cipher.ENCRYPT_MODE, key, new EnvelopeParameterSpec(Map.of("row", "17")));
    byte[] sealed = cipher.doFinal(MESSAGE);
    cipher.init(Cipher.DECRYPT_MODE, key, new EnvelopeParameterSpec(Map.of("row", "17")));
    assertThat(cipher.doFinal(sealed)).isEqualTo(MESSAGE);
    cipher.init(Cipher.DECRYPT_MODE, key, new EnvelopeParameterSpec(Map.of("row", "18")));
    assertThatThrownBy(() -> cipher.doFinal(sealed)).isInstanceOf(AEADBadTagException.class);
  }

  @Test
  void init_otherParameters_areRefused() throws Exception {
    Cipher cipher = Cipher.getInstance("KmsDirect", KEYWARD);
    assertThatThrownBy(
            () -> cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16])))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThatThrownBy(
            () ->
                cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new EnvelopeParameterSpec(new byte[12], Map.of("a", "b"))))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }

  @Test
  void updateAad_isRefused() throws Exception {
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE);
    assertThatThrownBy(() -> cipher.updateAAD(new byte[1]))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void init_wrongKeys_areRefusedWithAReason() throws Exception {
    KeyPair pair = KEYS.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    Cipher cipher = Cipher.getInstance("KmsDirect", KEYWARD);
    for (Key wrong :
        new Key[] {
          pair.getPrivate(), KEYS.secret(KeySpec.HMAC_256), new SecretKeySpec(MESSAGE, "AES")
        }) {
      assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, wrong))
          .isInstanceOf(InvalidKeyException.class);
    }
    Key foreign = new ManagedKeys(ProviderList.keyward()).secret(KeySpec.SYMMETRIC_DEFAULT);
    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, foreign))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("another Keyward provider");
  }

  @Test
  void doFinal_disabledKey_saysSoAndHasTheCause() throws Exception {
    SecretKey disabled = KEYS.newSecret(KeySpec.SYMMETRIC_DEFAULT);
    Cipher cipher = Cipher.getInstance("KmsDirect", KEYWARD);
    cipher.init(Cipher.ENCRYPT_MODE, disabled);
    KeySwitch.of(disabled).disable(((KeyHandle) disabled).arn());
    assertThatThrownBy(() -> cipher.doFinal(MESSAGE))
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("disabled")
        .hasCauseInstanceOf(KeyStateException.class);
  }

  // --- key wrapping ----------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AESWrap", "AES/KW/NoPadding", "AESWrapPad", "AES/KWP/NoPadding", "AES_256/KW/NoPadding",
        "2.16.840.1.101.3.4.1.45", "KmsDirect", "KmsSealed", "AES", "AES/GCM/NoPadding",
        "2.16.840.1.101.3.4.1.46"
      })
  void unwrap_whatWasWrapped_isTheKey(String transformation) throws Exception {
    SecretKey software = KeyGenerator.getInstance("AES").generateKey();
    Cipher cipher = Cipher.getInstance(transformation, KEYWARD);
    cipher.init(Cipher.WRAP_MODE, key);
    byte[] wrapped = cipher.wrap(software);
    cipher.init(Cipher.UNWRAP_MODE, key);

    assertThat(cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY)).isEqualTo(software);
    wrapped[wrapped.length - 1] ^= 1;
    assertThatThrownBy(() -> cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> cipher.unwrap(new byte[0], "AES", Cipher.SECRET_KEY))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void wrapping_dataOrHandles_isRefused() throws Exception {
    Cipher cipher = Cipher.getInstance("AESWrap", KEYWARD);
    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, key))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("KmsDirect");
    cipher.init(Cipher.WRAP_MODE, key);
    assertThatThrownBy(() -> cipher.wrap(key))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("stays in its key service");
  }
}
