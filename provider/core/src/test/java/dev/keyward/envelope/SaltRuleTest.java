package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.doubles.FixedKeySource;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.EncryptionContext;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A (salt, IV) pair stands for a (message key, IV) pair: neither may come twice. */
class SaltRuleTest {
  private static final byte[] ENCRYPTED = {1};

  private static final int SHARED = 65_536;

  private final DataKeyCache cache =
      new DataKeyCache(CacheLimits.defaults().withMaxMessages(1L << 32).withMessagesPerKey(SHARED));
  private final FixedKeySource source = new FixedKeySource(key(), ENCRYPTED);
  private final MessageSealer sealer = newSealer();

  @Test
  void seal_byDefault_takesAnotherSaltForEachMessage() {
    DataKeyCache usual = new DataKeyCache(CacheLimits.defaults());
    MessageSealer one =
        new MessageSealer(usual, source, EncryptionContext.empty(), JdkRandom.shared());
    Set<String> salts = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      salts.add(saltOf(seal(one, iv(i), i % 2 == 0)));
    }

    assertThat(salts).hasSize(100);
  }

  @Test
  void seal_callerRepeatsIv_takesAnotherSalt() {
    byte[] iv = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    String first = saltOf(seal(sealer, iv, true));
    String second = saltOf(seal(sealer, iv, true));
    String third = saltOf(seal(newSealer(), iv, true));

    assertThat(Set.of(first, second, third)).hasSize(3);
  }

  @Test
  void seal_callerReusesARandomIv_takesAnotherSalt() {
    byte[] iv = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    String random = saltOf(seal(sealer, iv, false));
    String chosen = saltOf(seal(sealer, iv, true));

    assertThat(chosen).isNotEqualTo(random);
  }

  @Test
  void seal_manyChosenIvs_neverRepeatsSaltAndIv() {
    Set<String> pairs = new HashSet<>();
    Set<String> salts = new HashSet<>();
    int count = 3 * UsedIvs.CAPACITY;
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < count; i++) {
        byte[] iv = new byte[12];
        iv[10] = (byte) (i >>> 8);
        iv[11] = (byte) i;
        byte[] message = seal(sealer, iv, true);
        pairs.add(saltOf(message) + HexFormat.of().formatHex(iv));
        salts.add(saltOf(message));
      }
    }

    assertThat(pairs).hasSize(2 * count);
    assertThat(salts.size()).isBetween(6, 12);
  }

  @Test
  void seal_moreRandomIvsThanASaltAllows_takesAnotherSalt() {
    Set<String> salts = new HashSet<>();
    for (int i = 0; i < SHARED + 2; i++) {
      salts.add(saltOf(seal(sealer, iv(i), false)));
    }

    assertThat(salts).hasSize(2);
  }

  @Test
  void usedIvs_full_refusesFurtherIvsAndRemembersOld() {
    UsedIvs used = new UsedIvs();
    for (int i = 0; i < UsedIvs.CAPACITY; i++) {
      assertThat(used.add(iv(i))).isTrue();
    }

    assertThat(used.add(iv(0))).isFalse();
    assertThat(used.add(iv(UsedIvs.CAPACITY))).isFalse();
    used.clear();
    assertThat(used.add(iv(0))).isTrue();
  }

  private MessageSealer newSealer() {
    return new MessageSealer(cache, source, EncryptionContext.empty(), JdkRandom.shared());
  }

  private static byte[] seal(MessageSealer sealer, byte[] iv, boolean chosen) {
    sealer.begin(iv, chosen);
    sealer.prepare();
    byte[] out = new byte[sealer.finishSize(0)];
    sealer.finish(new byte[0], 0, 0, out, 0);
    return out;
  }

  private static String saltOf(byte[] message) {
    int start = 9 + ENCRYPTED.length + 32;
    return HexFormat.of().formatHex(Arrays.copyOfRange(message, start, start + 16));
  }

  private static byte[] iv(int number) {
    return java.nio.ByteBuffer.allocate(12).putInt(8, number).array();
  }

  private static byte[] key() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 7);
    return key;
  }
}
