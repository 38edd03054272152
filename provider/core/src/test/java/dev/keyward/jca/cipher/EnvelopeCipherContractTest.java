package dev.keyward.jca.cipher;

import static dev.keyward.jca.cipher.RejectionAssert.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.doubles.CipherFixture;
import dev.keyward.envelope.CacheLimits;
import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Bad input (security.md B33 to B42) and failures of the key service. */
class EnvelopeCipherContractTest {
  private static final byte[] TEXT = {1, 2, 3, 4, 5};

  private final CipherFixture keyward = new CipherFixture();

  @Test
  void init_wrongUsage_throwsInvalidKeyExceptionNamingTheKey() throws Exception {
    KeyArn hmac = keyward.backend.createKey(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);

    assertInitFails(keyward.handle(hmac)).hasMessageContaining(hmac.text());
  }

  @Test
  void init_handleOfAnotherProvider_throwsInvalidKeyException() {
    CipherFixture strict =
        new CipherFixture(
            CacheLimits.defaults(),
            handle -> {
              throw new InvalidKeyException(
                  "Key " + handle.reference() + " is of another provider.");
            });

    assertThatThrownBy(() -> strict.cipher().init(Cipher.ENCRYPT_MODE, keyward.key))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void init_nullForeignOrEncodinglessKey_throwsInvalidKeyException() {
    assertInitFails(null);
    assertInitFails(new SecretKeySpec(new byte[32], "AES"));
  }

  @Test
  void init_badParameters_throwsInvalidAlgorithmParameterException() {
    AlgorithmParameterSpec[] bad = {
      new GCMParameterSpec(96, new byte[12]),
      new GCMParameterSpec(32, new byte[12]),
      new GCMParameterSpec(128, new byte[11]),
      new GCMParameterSpec(128, new byte[16]),
      new GCMParameterSpec(128, new byte[0]),
      new IvParameterSpec(new byte[12])
    };
    for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
      for (AlgorithmParameterSpec spec : bad) {
        assertThatThrownBy(() -> keyward.cipher().init(mode, keyward.key, spec))
            .isInstanceOf(InvalidAlgorithmParameterException.class);
      }
    }
  }

  @Test
  void init_sameIvAgain_throwsAsTheJdkDoes() throws Exception {
    GCMParameterSpec spec = new GCMParameterSpec(128, new byte[12]);
    Cipher cipher = keyward.cipher();
    cipher.init(Cipher.ENCRYPT_MODE, keyward.key, spec);
    cipher.doFinal(TEXT);

    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, keyward.key, spec))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("Cannot reuse iv");
    cipher.init(Cipher.DECRYPT_MODE, keyward.key, spec);
  }

  @Test
  void doFinal_twiceWithoutInit_throwsIllegalStateException() throws Exception {
    Cipher cipher = keyward.encrypting();
    cipher.doFinal(TEXT);

    assertThatThrownBy(() -> cipher.doFinal(TEXT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.update(TEXT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.updateAAD(TEXT)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void use_beforeInit_throwsIllegalStateException() throws Exception {
    Cipher cipher = keyward.cipher();

    assertThatThrownBy(() -> cipher.doFinal(TEXT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.update(TEXT)).isInstanceOf(IllegalStateException.class);
    assertThat(cipher.getIV()).isNull();
  }

  @Test
  void updateAad_afterData_throwsIllegalStateException() throws Exception {
    byte[] message = keyward.seal(TEXT);
    Cipher sealing = keyward.encrypting();
    sealing.update(TEXT);
    Cipher opening = keyward.decrypting();
    opening.update(message, 0, 5);

    assertThatThrownBy(() -> sealing.updateAAD(TEXT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> opening.updateAAD(TEXT)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doFinal_outputTooSmall_changesNothingAndRetryWorks() throws Exception {
    Cipher sealing = keyward.encrypting();
    int size = sealing.getOutputSize(5);
    assertThatThrownBy(() -> sealing.doFinal(TEXT, 0, 5, new byte[size - 1]))
        .isInstanceOf(ShortBufferException.class);
    byte[] message = new byte[size];
    assertThat(sealing.doFinal(TEXT, 0, 5, message)).isEqualTo(size);

    Cipher opening = keyward.decrypting();
    opening.update(message, 0, 20);
    assertThatThrownBy(() -> opening.doFinal(message, 20, size - 20, new byte[4]))
        .isInstanceOf(ShortBufferException.class);
    byte[] opened = new byte[5];
    assertThat(opening.doFinal(message, 20, size - 20, opened)).isEqualTo(5);
    assertThat(opened).isEqualTo(TEXT);
  }

  @Test
  void update_outputTooSmall_changesNothingAndRetryWorks() throws Exception {
    Cipher sealing = keyward.encrypting();
    byte[] block = new byte[16];
    assertThatThrownBy(() -> sealing.update(block, 0, 16, new byte[20]))
        .isInstanceOf(ShortBufferException.class);
    byte[] message = new byte[1000];
    int written = sealing.update(block, 0, 16, message);
    written += sealing.doFinal(message, written);

    assertThat(keyward.open(Arrays.copyOf(message, written))).isEqualTo(block);
  }

  @Test
  void doFinal_smallOrReadOnlyBuffers_changeNothing() throws Exception {
    Cipher sealing = keyward.encrypting();
    ByteBuffer in = ByteBuffer.wrap(TEXT);
    assertThatThrownBy(() -> sealing.doFinal(in, ByteBuffer.allocate(10)))
        .isInstanceOf(ShortBufferException.class);
    assertThatThrownBy(() -> sealing.doFinal(in, ByteBuffer.allocate(999).asReadOnlyBuffer()))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThat(in.position()).isZero();
    ByteBuffer out = ByteBuffer.allocate(sealing.getOutputSize(5));
    sealing.doFinal(in, out);

    assertThat(keyward.open(out.array())).isEqualTo(TEXT);
  }

  @Test
  void doFinal_negativeOrOverflowingRange_throwsIllegalArgumentException() throws Exception {
    Cipher cipher = keyward.encrypting();
    int[][] ranges = {{-1, 2}, {0, -1}, {4, 2}, {Integer.MAX_VALUE, 1}, {1, Integer.MAX_VALUE}};
    for (int[] range : ranges) {
      assertThatThrownBy(() -> cipher.doFinal(TEXT, range[0], range[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void open_0To100Bytes_isRejectedInEveryCallStyle() throws Exception {
    for (int length = 0; length <= 100; length++) {
      byte[] garbage = new byte[length];
      rejected(() -> keyward.decrypting().doFinal(garbage));
      rejected(() -> keyward.decrypting().doFinal(garbage, 0, garbage.length, new byte[200]));
    }
    rejected(() -> keyward.decrypting().doFinal());
  }

  @Test
  void doFinal_withoutInput_sealsTheEmptyMessage() throws Exception {
    assertThat(keyward.open(keyward.encrypting().doFinal())).isEmpty();
  }

  @Test
  void getOutputSize_afterInitBeforeUpdate_isExact() throws Exception {
    Cipher cipher = keyward.encrypting();
    int announced = cipher.getOutputSize(1000);

    assertThat(cipher.doFinal(new byte[1000])).hasSize(announced);
  }

  @Test
  void doFinal_keyServiceRefuses_throwsKeywardExceptionWithTheKmsCode() throws Exception {
    KmsException[] failures = {
      new AccessDeniedException("denied"),
      new KeyStateException("disabled"),
      new KeyNotFoundException("gone"),
      new BackendUnavailableException("dark")
    };
    byte[] message = keyward.seal(TEXT);
    for (KmsException failure : failures) {
      keyward.cache.clear();
      keyward.backend.failure = failure;
      Cipher sealing = keyward.encrypting();
      Cipher opening = keyward.decrypting();
      assertThatThrownBy(() -> sealing.doFinal(TEXT))
          .isInstanceOfSatisfying(
              KeywardException.class, e -> assertThat(e.code()).isEqualTo(failure.code()))
          .hasCause(failure);
      assertThatThrownBy(() -> opening.doFinal(message)).hasCause(failure);
      keyward.backend.failure = null;
      assertThat(keyward.open(sealing.doFinal(TEXT))).isEqualTo(TEXT);
    }
  }

  @Test
  void getOutputSize_keyServiceRefuses_remembersTheFailureForDoFinal() throws Exception {
    keyward.backend.failure = new AccessDeniedException("denied");
    Cipher cipher = keyward.encrypting();

    assertThat(cipher.getOutputSize(5)).isGreaterThanOrEqualTo(5);
    assertThatThrownBy(() -> cipher.doFinal(TEXT)).isInstanceOf(KeywardException.class);
    assertThat(keyward.backend.generated).hasValue(1);
  }

  @Test
  void doFinal_keyDisabledInTheSameEngine_isRefusedAtOnce() throws Exception {
    byte[] message = keyward.seal(TEXT);
    keyward.open(message);
    keyward.backend.setState(keyward.arn, KeyState.DISABLED);

    assertThatThrownBy(() -> keyward.seal(TEXT)).hasCauseInstanceOf(KeyStateException.class);
    assertThatThrownBy(() -> keyward.open(message)).hasCauseInstanceOf(KeyStateException.class);
    keyward.backend.setState(keyward.arn, KeyState.ENABLED);
    assertThat(keyward.open(message)).isEqualTo(TEXT);
  }

  @Test
  void aliasHandle_aliasRepointed_sealsUnderTheNewKeyAndOpensOld() throws Exception {
    AliasName alias = keyward.backend.pointAlias("orders", keyward.arn);
    SecretKeyHandle byAlias = keyward.handle(alias);
    Cipher cipher = keyward.cipher();
    cipher.init(Cipher.ENCRYPT_MODE, byAlias);
    byte[] old = cipher.doFinal(TEXT);
    KeyArn second = keyward.backend.createKey();
    keyward.backend.pointAlias("orders", second);
    cipher.init(Cipher.ENCRYPT_MODE, byAlias);
    byte[] fresh = cipher.doFinal(TEXT);
    cipher.init(Cipher.DECRYPT_MODE, byAlias);

    assertThat(cipher.doFinal(old)).isEqualTo(TEXT);
    assertThat(cipher.doFinal(fresh)).isEqualTo(TEXT);
    assertThat(keyward.open(old)).isEqualTo(TEXT);
    rejected(() -> keyward.open(fresh));
  }

  @Test
  void aliasHandle_oldKeyDisabledAfterRepointing_oldMessagesAreRefused() throws Exception {
    AliasName alias = keyward.backend.pointAlias("orders", keyward.arn);
    SecretKeyHandle byAlias = keyward.handle(alias);
    byte[] old = keyward.seal(TEXT);
    Cipher cipher = keyward.cipher();
    cipher.init(Cipher.DECRYPT_MODE, byAlias);
    cipher.doFinal(old);
    keyward.backend.pointAlias("orders", keyward.backend.createKey());
    keyward.backend.setState(keyward.arn, KeyState.DISABLED);

    assertThatThrownBy(() -> cipher.doFinal(old)).hasCauseInstanceOf(KeyStateException.class);
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertInitFails(
      java.security.Key key) {
    return assertThatThrownBy(() -> keyward.cipher().init(Cipher.ENCRYPT_MODE, key))
        .isInstanceOf(InvalidKeyException.class);
  }
}
