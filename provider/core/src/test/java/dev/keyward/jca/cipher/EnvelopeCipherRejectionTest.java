package dev.keyward.jca.cipher;

import static dev.keyward.jca.cipher.RejectionAssert.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.doubles.CipherFixture;
import dev.keyward.envelope.Rejection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Test;

/** Nothing that is not exactly a sealed message opens, and nothing of it gets out. */
class EnvelopeCipherRejectionTest {
  private static final byte FILL = 0x55;

  private final CipherFixture keyward = new CipherFixture();
  private final byte[] plaintext = plaintext();

  @Test
  void open_everyTruncation_isRejected() throws Exception {
    byte[] message = keyward.seal(plaintext);
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      rejected(() -> keyward.open(cut));
    }
  }

  @Test
  void open_everyFlippedBit_isRejected() throws Exception {
    byte[] message = keyward.seal(plaintext);
    Cipher cipher = keyward.decrypting();
    for (int bit = 0; bit < 8 * message.length; bit++) {
      byte[] flipped = message.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      rejected(() -> cipher.doFinal(flipped));
    }
  }

  @Test
  void open_1To64BytesAppended_isRejected() throws Exception {
    byte[] message = keyward.seal(plaintext);
    for (int more = 1; more <= 64; more++) {
      byte[] longer = Arrays.copyOf(message, message.length + more);
      rejected(() -> keyward.open(longer));
    }
  }

  @Test
  void open_otherIvAadOrKey_isRejected() throws Exception {
    byte[] message = keyward.seal(plaintext);
    Cipher otherIv = keyward.cipher();
    otherIv.init(Cipher.DECRYPT_MODE, keyward.key, new GCMParameterSpec(128, new byte[12]));
    Cipher otherAad = keyward.decrypting();
    otherAad.updateAAD(new byte[1]);
    Cipher otherKey = keyward.cipher();
    otherKey.init(Cipher.DECRYPT_MODE, keyward.handle(keyward.backend.createKey()));

    rejected(() -> otherIv.doFinal(message));
    rejected(() -> otherAad.doFinal(message));
    rejected(() -> otherKey.doFinal(message));
  }

  @Test
  void open_partsOfTwoMessagesSwapped_isRejected() throws Exception {
    byte[] first = keyward.seal(plaintext);
    byte[] second = keyward.seal(plaintext);
    int header = first.length - plaintext.length - 16;
    byte[] mixed = first.clone();
    System.arraycopy(second, header, mixed, header, second.length - header);

    rejected(() -> keyward.open(mixed));
  }

  @Test
  void open_unknownVersionOrSuite_isRejectedBeforeAnyBackendCall() throws Exception {
    byte[] message = keyward.seal(plaintext);
    for (int position : new int[] {0, 3, 4, 5, 6}) {
      byte[] changed = message.clone();
      changed[position] ^= 4;
      rejected(() -> keyward.open(changed));
    }

    assertThat(keyward.backend.opened).hasValue(0);
  }

  @Test
  void open_base64_isRejectedWithAHint() throws Exception {
    byte[] base64 = Base64.getEncoder().encode(keyward.seal(plaintext));
    byte[] pem = "-----BEGIN MESSAGE-----".getBytes(StandardCharsets.US_ASCII);

    for (byte[] text : new byte[][] {base64, pem}) {
      rejected(() -> keyward.open(text));
      assertThatThrownBy(() -> keyward.open(text))
          .cause()
          .hasMessageContaining("looks like Base64");
    }
  }

  @Test
  void open_forgedCommitmentOnCachedKey_isRejectedWithoutBackendCall() throws Exception {
    byte[] message = keyward.seal(plaintext);
    keyward.open(message);
    byte[] forged = message.clone();
    forged[message.length - plaintext.length - 16 - 12 - 16 - 1] ^= 1;
    for (int i = 0; i < 10; i++) {
      rejected(() -> keyward.open(forged));
    }

    assertThat(keyward.backend.opened).hasValue(1);
  }

  @Test
  void doFinal_badTag_leavesCallersArraysUntouched() throws Exception {
    byte[] broken = broken();
    byte[] out = filled(broken.length + 50);
    rejected(() -> keyward.decrypting().doFinal(broken, 0, broken.length, out, 7));
    assertThat(out).containsOnly(FILL);

    byte[] inPlace = broken.clone();
    rejected(() -> keyward.decrypting().doFinal(inPlace, 0, inPlace.length, inPlace, 0));
    assertThat(inPlace).isEqualTo(broken);
  }

  @Test
  void update_beforeTheTag_writesNothing() throws Exception {
    byte[] message = keyward.seal(plaintext);
    byte[] out = filled(message.length);
    Cipher cipher = keyward.decrypting();

    assertThat(cipher.update(message, 0, message.length - 1, out, 0)).isZero();
    assertThat(out).containsOnly(FILL);
  }

  @Test
  void doFinal_badTagInBuffers_leavesThemUntouched() throws Exception {
    byte[] broken = broken();
    for (ByteBuffer out :
        new ByteBuffer[] {ByteBuffer.allocate(2000), ByteBuffer.allocateDirect(2000)}) {
      out.put(filled(2000)).clear();
      rejected(() -> keyward.decrypting().doFinal(ByteBuffer.wrap(broken).asReadOnlyBuffer(), out));
      byte[] seen = new byte[2000];
      out.get(0, seen);
      assertThat(seen).containsOnly(FILL);
      assertThat(out.position()).isZero();
    }
  }

  @Test
  void cipherStreams_badTag_releaseNoPlaintext() throws Exception {
    byte[] broken = broken();
    byte[] seen = filled(2000);
    try (CipherInputStream in =
        new CipherInputStream(new ByteArrayInputStream(broken), keyward.decrypting())) {
      assertThatThrownBy(() -> in.read(seen))
          .isInstanceOf(IOException.class)
          .cause()
          .isExactlyInstanceOf(AEADBadTagException.class)
          .hasMessage(Rejection.TEXT);
    }
    assertThat(seen).containsOnly(FILL);

    ByteArrayOutputStream released = new ByteArrayOutputStream();
    try (CipherOutputStream out = new CipherOutputStream(released, keyward.decrypting())) {
      out.write(broken);
    }
    assertThat(released.size()).isZero();
  }

  @Test
  void cipherInputStream_closedEarly_isQuietAndReleasesNothing() throws Exception {
    byte[] message = keyward.seal(plaintext);
    CipherInputStream in =
        new CipherInputStream(new ByteArrayInputStream(message), keyward.decrypting());
    in.close();

    assertThat(keyward.open(message)).isEqualTo(plaintext);
  }

  private byte[] broken() throws Exception {
    byte[] broken = keyward.seal(plaintext);
    broken[broken.length - 1] ^= 1;
    return broken;
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, FILL);
    return bytes;
  }

  private static byte[] plaintext() {
    byte[] bytes = new byte[100];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
