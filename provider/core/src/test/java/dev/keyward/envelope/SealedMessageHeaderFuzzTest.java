package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.doubles.CipherFixture;
import dev.keyward.doubles.FixedKeySource;
import dev.keyward.model.EncryptionContext;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SealedMessageHeaderFuzzTest {
  private static final long SEED = 0x5EA1EDL;

  @Test
  void parse_100000MutatedMessages_parsesWithinBoundsOrRejects() throws Exception {
    System.out.println("seed " + SEED);
    byte[] valid = new CipherFixture().seal(new byte[40]);
    Random random = new Random(SEED);
    int parsed = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutated = mutate(valid, random);
      try {
        SealedMessageHeader header = SealedMessageHeader.parse(mutated, 0, mutated.length);
        assertThat(header.length() + SealedMessageHeader.TAG_BYTES)
            .isLessThanOrEqualTo(mutated.length);
        assertThat(header.encryptedKey().length)
            .isBetween(1, SealedMessageHeader.MAX_ENCRYPTED_KEY_BYTES);
        parsed++;
      } catch (AEADBadTagException rejected) {
        assertThat(rejected).hasMessage(Rejection.TEXT);
      }
    }
    // Mutations behind the length field leave the header well-formed: both ways are exercised.
    assertThat(parsed).isBetween(1000, 99_000);
  }

  @Test
  @Tag("nightly")
  void open_1000000MutatedMessages_acceptsNone() throws Exception {
    System.out.println("seed " + SEED);
    byte[] valid = new CipherFixture().seal(new byte[40]);
    DataKeyCache cache = new DataKeyCache(CacheLimits.defaults());
    MessageOpener opener =
        new MessageOpener(
            cache, new FixedKeySource(nonZero(), new byte[] {1}), EncryptionContext.empty());
    Random random = new Random(SEED);
    int rejected = 0;
    for (int i = 0; i < 1_000_000; i++) {
      byte[] mutated = mutate(valid, random);
      try {
        opener.open(mutated, 0, mutated.length, new byte[0], null);
      } catch (AEADBadTagException e) {
        rejected++;
      }
    }
    assertThat(rejected).isEqualTo(1_000_000);
  }

  @Test
  void encryptedKeyLength_zeroHugeOrNegativeWhenSigned_rejects() throws Exception {
    byte[] valid = new CipherFixture().seal(new byte[8000]);
    for (int length : new int[] {0, 6145, 0x7fff, 0x8000, 0xffff}) {
      byte[] changed = valid.clone();
      ByteBuffer.wrap(changed).putShort(7, (short) length);
      assertThat(rejects(changed)).as("length %d", length).isTrue();
    }
  }

  private static boolean rejects(byte[] message) {
    try {
      SealedMessageHeader.parse(message, 0, message.length);
      return false;
    } catch (AEADBadTagException e) {
      return true;
    }
  }

  private static byte[] nonZero() {
    byte[] key = new byte[32];
    key[0] = 1;
    return key;
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] mutated = valid.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      switch (random.nextInt(4)) {
        case 0 -> mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutated[random.nextInt(12)] = (byte) random.nextInt();
        case 2 -> mutated = java.util.Arrays.copyOf(mutated, 60 + random.nextInt(valid.length));
        default -> mutated[7 + random.nextInt(2)] = (byte) random.nextInt();
      }
    }
    return java.util.Arrays.equals(mutated, valid) ? new byte[0] : mutated;
  }
}
