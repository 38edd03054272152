package dev.keyward.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.model.KeyReference.KeyArn;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
  private static final KeyArn KEY =
      KeyArn.parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");

  @Test
  void close_zeroesTheOwnedArrayAndForbidsReading() {
    byte[] owned = {1, 2, 3};
    SecretBytes secret = SecretBytes.owning(owned);
    secret.close();

    assertThat(owned).containsOnly(0);
    assertThat(secret.isClosed()).isTrue();
    assertThat(secret.length()).isEqualTo(3);
    assertThatIllegalStateException().isThrownBy(() -> secret.read(byte[]::clone));
    assertThatIllegalStateException().isThrownBy(secret::copy);
    secret.close();
  }

  @Test
  void copyOf_leavesTheOriginalAlone() {
    byte[] original = {1, 2, 3};
    SecretBytes secret = SecretBytes.copyOf(original);
    SecretBytes second = secret.copy();
    secret.close();

    assertThat(original).containsExactly(1, 2, 3);
    second.use(lent -> assertThat(lent).containsExactly(1, 2, 3));
  }

  @Test
  void toString_showsLengthOnly() {
    assertThat(SecretBytes.owning(new byte[] {65, 66})).hasToString("SecretBytes[2 bytes]");
    DataKey dataKey = new DataKey(KEY, new byte[] {9}, SecretBytes.owning(new byte[32]));
    assertThat(dataKey.toString()).contains("32 bytes").contains(KEY.text());
  }

  @Test
  void close_whileLent_waitsForTheReader() throws Exception {
    byte[] owned = {7};
    SecretBytes secret = SecretBytes.owning(owned);
    CountDownLatch closerRuns = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              closerRuns.countDown();
              secret.close();
            });
    AtomicReference<Byte> seen = new AtomicReference<>();
    secret.use(
        lent -> {
          closer.start();
          await(closerRuns);
          seen.set(lent[0]);
        });
    closer.join(TimeUnit.SECONDS.toMillis(10));

    assertThat(seen).hasValue((byte) 7);
    assertThat(owned).containsExactly(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void dataKey_close_zeroesThePlaintext() {
    byte[] owned = {1, 2};
    DataKey dataKey = new DataKey(KEY, new byte[] {9}, SecretBytes.owning(owned));
    dataKey.close();

    assertThat(owned).containsOnly(0);
    assertThat(dataKey.encrypted()).containsExactly(9);
  }

  @Test
  void serialization_ofSecrets_isRefused() throws Exception {
    DataKey dataKey = new DataKey(KEY, new byte[] {9}, SecretBytes.owning(new byte[32]));
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> out.writeObject(dataKey))
          .isInstanceOf(NotSerializableException.class);
      assertThatThrownBy(() -> out.writeObject(dataKey.plaintext()))
          .isInstanceOf(NotSerializableException.class);
    }
  }
}
