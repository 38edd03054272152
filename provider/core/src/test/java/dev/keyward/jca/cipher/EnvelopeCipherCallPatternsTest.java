package dev.keyward.jca.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.doubles.CipherFixture;
import dev.keyward.doubles.PlainJdkReader;
import dev.keyward.model.EncryptionContext;
import dev.keyward.params.EnvelopeParameterSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.SealedObject;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Every way applications drive a {@code Cipher}. */
class EnvelopeCipherCallPatternsTest {
  private static final long SEED = 2022;
  private static final byte[] AAD = {'r', 'o', 'w', '7'};

  private final CipherFixture keyward = new CipherFixture();

  @Test
  void seal_anySizeAroundPieceEdges_opensAgainAndPlainJdkReaderAgrees() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    int[] edges = {0, 1, 15, 16, 17, 255, 256, 257, 1024, 4095, 4096, 4097, 16384, 65536, 65537};
    for (int edge : edges) {
      byte[] plaintext = new byte[edge + (edge > 60000 ? random.nextInt(100) : 0)];
      random.nextBytes(plaintext);
      Cipher cipher = keyward.encrypting();
      cipher.updateAAD(AAD);
      int announced = cipher.getOutputSize(plaintext.length);
      byte[] message = cipher.doFinal(plaintext);

      assertThat(message).hasSize(announced);
      assertThat(open(message, AAD)).as("size %d", edge).isEqualTo(plaintext);
      assertThat(PlainJdkReader.open(message, AAD, Map.of(), this::kms)).isEqualTo(plaintext);
    }
  }

  @Test
  void seal_oddUpdateSizes_givesWhatGetOutputSizeSaid() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    for (int round = 0; round < 50; round++) {
      byte[] plaintext = new byte[random.nextInt(20_000)];
      random.nextBytes(plaintext);
      Cipher cipher = keyward.encrypting();
      cipher.updateAAD(AAD, 0, 2);
      cipher.updateAAD(ByteBuffer.wrap(AAD, 2, 2));
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      int position = 0;
      while (position < plaintext.length) {
        int step = Math.min(1 + random.nextInt(500), plaintext.length - position);
        byte[] out = cipher.update(plaintext, position, step);
        message.writeBytes(out == null ? new byte[0] : out);
        position += step;
      }
      int announced = cipher.getOutputSize(0);
      byte[] last = cipher.doFinal();
      message.writeBytes(last);

      assertThat(last).hasSize(announced);
      assertThat(open(message.toByteArray(), AAD)).isEqualTo(plaintext);
    }
  }

  @Test
  void open_byteByByte_releasesOnlyAtTheEnd() throws Exception {
    byte[] plaintext = bytes(100);
    byte[] message = keyward.seal(plaintext);
    Cipher cipher = keyward.decrypting();
    for (byte b : message) {
      assertThat(cipher.update(new byte[] {b})).isNull();
    }

    assertThat(cipher.getOutputSize(0)).isEqualTo(100);
    assertThat(cipher.doFinal()).isEqualTo(plaintext);
  }

  @Test
  void doFinal_inPlaceAndOverlapping_isCorrect() throws Exception {
    byte[] plaintext = bytes(5000);
    for (int shift : new int[] {-40, -1, 0, 1, 40}) {
      byte[] buffer = new byte[6000];
      System.arraycopy(plaintext, 0, buffer, 100, plaintext.length);
      int length = keyward.encrypting().doFinal(buffer, 100, 5000, buffer, 100 + shift);
      assertThat(open(Arrays.copyOfRange(buffer, 100 + shift, 100 + shift + length)))
          .isEqualTo(plaintext);

      int opened =
          keyward.decrypting().doFinal(buffer, 100 + shift, length, buffer, Math.max(0, shift));
      assertThat(Arrays.copyOfRange(buffer, Math.max(0, shift), Math.max(0, shift) + opened))
          .isEqualTo(plaintext);
    }
  }

  @Test
  void update_inPlace_isCorrect() throws Exception {
    byte[] plaintext = bytes(64);
    byte[] buffer = Arrays.copyOf(plaintext, 1000);
    Cipher cipher = keyward.encrypting();
    int first = cipher.update(buffer, 0, 64, buffer, 0);
    int second = cipher.doFinal(buffer, first);

    assertThat(open(Arrays.copyOf(buffer, first + second))).isEqualTo(plaintext);
  }

  @Test
  void doFinal_everyKindOfByteBuffer_isCorrect() throws Exception {
    byte[] plaintext = bytes(3000);
    for (boolean direct : new boolean[] {false, true}) {
      ByteBuffer in = direct ? ByteBuffer.allocateDirect(3000) : ByteBuffer.allocate(3000);
      in.put(plaintext).flip();
      Cipher sealing = keyward.encrypting();
      int size = sealing.getOutputSize(3000);
      ByteBuffer message = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
      assertThat(sealing.doFinal(in.asReadOnlyBuffer(), message)).isEqualTo(size);
      message.flip();
      ByteBuffer out = direct ? ByteBuffer.allocateDirect(3000) : ByteBuffer.allocate(3000);
      assertThat(keyward.decrypting().doFinal(message, out)).isEqualTo(3000);

      assertThat(message.hasRemaining()).isFalse();
      assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(plaintext));
    }
  }

  @Test
  void update_byteBuffers_isCorrect() throws Exception {
    byte[] plaintext = bytes(3000);
    Cipher cipher = keyward.encrypting();
    ByteBuffer out = ByteBuffer.allocate(cipher.getOutputSize(3000));
    cipher.update(ByteBuffer.wrap(plaintext, 0, 1001), out);
    cipher.doFinal(ByteBuffer.wrap(plaintext, 1001, 1999), out);

    assertThat(out.hasRemaining()).isFalse();
    assertThat(open(out.array())).isEqualTo(plaintext);
  }

  @Test
  void cipherStreams_anySize_roundTrip() throws Exception {
    for (int size : new int[] {0, 1, 511, 512, 8192, 100_000}) {
      byte[] plaintext = bytes(size);
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      try (CipherOutputStream out = new CipherOutputStream(message, keyward.encrypting())) {
        out.write(plaintext);
      }
      try (CipherInputStream in =
          new CipherInputStream(
              new ByteArrayInputStream(message.toByteArray()), keyward.decrypting())) {
        assertThat(in.readAllBytes()).isEqualTo(plaintext);
      }
      try (CipherInputStream in =
          new CipherInputStream(new ByteArrayInputStream(plaintext), keyward.encrypting())) {
        assertThat(open(in.readAllBytes())).isEqualTo(plaintext);
      }
    }
  }

  @Test
  void sealedObject_roundTrip_givesTheObject() throws Exception {
    SealedObject sealed = new SealedObject("a row", keyward.encrypting());

    assertThat(sealed.getObject(keyward.decrypting())).isEqualTo("a row");
  }

  @Test
  void wrap_softwareKeys_unwrapsToTheSameKeys() throws Exception {
    SecretKey aes = new SecretKeySpec(bytes(32), "AES");
    Cipher wrapping = keyward.cipher();
    wrapping.init(Cipher.WRAP_MODE, keyward.key);
    byte[] wrappedAes = wrapping.wrap(aes);
    var pair = KeyPairGenerator.getInstance("RSA", "SunRsaSign").generateKeyPair();
    wrapping.init(Cipher.WRAP_MODE, keyward.key);
    byte[] wrappedRsa = wrapping.wrap(pair.getPrivate());
    Cipher unwrapping = keyward.cipher();
    unwrapping.init(Cipher.UNWRAP_MODE, keyward.key);

    assertThat(unwrapping.unwrap(wrappedAes, "AES", Cipher.SECRET_KEY)).isEqualTo(aes);
    assertThat(unwrapping.unwrap(wrappedRsa, "RSA", Cipher.PRIVATE_KEY))
        .isEqualTo(pair.getPrivate());
    wrappedAes[wrappedAes.length - 1] ^= 1;
    assertThatThrownBy(() -> unwrapping.unwrap(wrappedAes, "AES", Cipher.SECRET_KEY))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void wrap_handle_throwsInvalidKeyException() throws Exception {
    Cipher wrapping = keyward.cipher();
    wrapping.init(Cipher.WRAP_MODE, keyward.key);

    assertThatThrownBy(() -> wrapping.wrap(keyward.key))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining(keyward.arn.text());
  }

  @Test
  void init_callersIv_isReportedAndRequired() throws Exception {
    byte[] iv = bytes(12);
    Cipher cipher = keyward.cipher();
    cipher.init(Cipher.ENCRYPT_MODE, keyward.key, new GCMParameterSpec(128, iv));
    byte[] message = cipher.doFinal(bytes(5));

    assertThat(cipher.getIV()).isEqualTo(iv);
    GCMParameterSpec reported = cipher.getParameters().getParameterSpec(GCMParameterSpec.class);
    assertThat(reported.getIV()).isEqualTo(iv);
    assertThat(reported.getTLen()).isEqualTo(128);
    Cipher decrypting = keyward.cipher();
    decrypting.init(Cipher.DECRYPT_MODE, keyward.key, cipher.getParameters());
    assertThat(decrypting.doFinal(message)).isEqualTo(bytes(5));
    assertThat(open(message)).isEqualTo(bytes(5));
  }

  @Test
  void init_withoutParameters_makesAFreshIvEachTime() throws Exception {
    Cipher cipher = keyward.encrypting();
    byte[] first = cipher.getIV();
    cipher.init(Cipher.ENCRYPT_MODE, keyward.key);

    assertThat(first).hasSize(12).isNotEqualTo(cipher.getIV());
  }

  @Test
  void encryptionContext_sameAndOther_opensOnlyWithTheSame() throws Exception {
    Map<String, String> context = Map.of("tenant", "a", "table", "orders");
    Cipher cipher = keyward.cipher();
    cipher.init(Cipher.ENCRYPT_MODE, keyward.key, new EnvelopeParameterSpec(context));
    byte[] message = cipher.doFinal(bytes(9));
    Cipher decrypting = keyward.cipher();
    decrypting.init(Cipher.DECRYPT_MODE, keyward.key, new EnvelopeParameterSpec(context));

    assertThat(decrypting.doFinal(message)).isEqualTo(bytes(9));
    assertThat(PlainJdkReader.open(message, new byte[0], context, edk -> kms(edk, context)))
        .isEqualTo(bytes(9));
    RejectionAssert.rejected(() -> open(message));
  }

  @Test
  void decrypt_objectReusedAfterSuccessAndFailure_opensNextMessage() throws Exception {
    Cipher cipher = keyward.decrypting();
    byte[] message = keyward.seal(bytes(33));
    byte[] broken = message.clone();
    broken[broken.length - 1] ^= 1;

    assertThat(cipher.doFinal(message)).isEqualTo(bytes(33));
    RejectionAssert.rejected(() -> cipher.doFinal(broken));
    assertThat(cipher.doFinal(message)).isEqualTo(bytes(33));
  }

  @Test
  void manyMessages_oneKey_askTheKeyServiceOnceInEachDirection() throws Exception {
    for (int i = 0; i < 200; i++) {
      assertThat(open(keyward.seal(bytes(i)))).isEqualTo(bytes(i));
    }

    assertThat(keyward.backend.generated).hasValue(1);
    assertThat(keyward.backend.opened).hasValue(1);
  }

  private byte[] kms(byte[] encrypted) {
    return kms(encrypted, Map.of());
  }

  private byte[] kms(byte[] encrypted, Map<String, String> context) {
    return keyward
        .backend
        .decryptDataKey(Optional.empty(), encrypted, EncryptionContext.of(context))
        .plaintext()
        .read(byte[]::clone);
  }

  private byte[] open(byte[] message) throws Exception {
    return keyward.open(message);
  }

  private byte[] open(byte[] message, byte[] aad) throws Exception {
    Cipher cipher = keyward.decrypting();
    cipher.updateAAD(aad);
    return cipher.doFinal(message);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
