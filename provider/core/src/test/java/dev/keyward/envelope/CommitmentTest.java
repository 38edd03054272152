package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.doubles.FixedKeySource;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.EncryptionContext;
import java.util.Map;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

/**
 * One ciphertext, one key: a key service that answers two data keys for one ciphertext gains
 * nothing.
 */
class CommitmentTest {
  private static final long SEED = 19;
  private static final byte[] ENCRYPTED = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  @Test
  void open_1000MessagesUnderASecondDataKey_acceptsNone() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    int rejected = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] first = bytes(random, 32);
      byte[] second = first.clone();
      second[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      byte[] message = seal(first, EncryptionContext.empty());
      assertThat(opens(message, first)).isTrue();
      rejected += opens(message, second) ? 0 : 1;
    }
    assertThat(rejected).isEqualTo(1000);
  }

  @Test
  void open_commitmentOfTheSecondKeyPutIn_acceptsNone() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    int rejected = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] first = bytes(random, 32);
      byte[] second = bytes(random, 32);
      byte[] message = seal(first, EncryptionContext.empty());
      byte[] other = seal(second, EncryptionContext.empty());
      System.arraycopy(other, 9 + ENCRYPTED.length, message, 9 + ENCRYPTED.length, 32);
      rejected += opens(message, first) || opens(message, second) ? 0 : 1;
    }
    assertThat(rejected).isEqualTo(1000);
  }

  @Test
  void open_otherContextAlthoughKeyServiceIgnoresContexts_rejects() {
    byte[] key = bytes(new Random(SEED), 32);
    byte[] message = seal(key, EncryptionContext.of(Map.of("tenant", "a")));
    MessageOpener opener =
        new MessageOpener(
            new DataKeyCache(CacheLimits.defaults()),
            new FixedKeySource(key, ENCRYPTED),
            EncryptionContext.of(Map.of("tenant", "b")));

    assertThatThrownBy(() -> opener.open(message, 0, message.length, new byte[0], null))
        .isInstanceOf(AEADBadTagException.class)
        .hasMessage(Rejection.TEXT);
  }

  private static byte[] seal(byte[] dataKey, EncryptionContext context) {
    MessageSealer sealer =
        new MessageSealer(
            new DataKeyCache(CacheLimits.defaults()),
            new FixedKeySource(dataKey, ENCRYPTED),
            context,
            JdkRandom.shared());
    sealer.begin(new byte[12], true);
    sealer.prepare();
    byte[] out = new byte[sealer.finishSize(20)];
    sealer.finish(new byte[20], 0, 20, out, 0);
    return out;
  }

  private static boolean opens(byte[] message, byte[] dataKey) {
    MessageOpener opener =
        new MessageOpener(
            new DataKeyCache(CacheLimits.defaults()),
            new FixedKeySource(dataKey, ENCRYPTED),
            EncryptionContext.empty());
    try {
      opener.open(message, 0, message.length, new byte[0], null);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    }
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
