package dev.keyward.embedded.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.failure.StoreSealedException;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] SALT = new byte[32];

  @TempDir Path directory;

  @Test
  void open_afterCreate_sameKeys() {
    RingFile file = ringFile();
    RootKeySource root = source("a.key");
    assertThat(file.create(new byte[16], root)).isTrue();
    try (KeyRing one = file.open(root);
        KeyRing two = file.open(root)) {
      assertThat(one.storeId()).isEqualTo("0".repeat(32)).isEqualTo(file.storeId());
      assertThat(one.currentEpoch()).isEqualTo(1);
      assertThat(one.recordKey(1, SALT)).hasSize(32).isEqualTo(two.recordKey(1, SALT));
      byte[] otherSalt = SALT.clone();
      otherSalt[31] = 1;
      assertThat(one.recordKey(1, otherSalt)).isNotEqualTo(one.recordKey(1, SALT));
    }
  }

  @Test
  void create_secondTime_firstRingStaysInForce() throws IOException {
    RingFile file = ringFile();
    assertThat(file.create(new byte[16], source("a.key"))).isTrue();
    byte[] before = Files.readAllBytes(directory.resolve("ring"));
    assertThat(file.create(new byte[16], source("a.key"))).isFalse();
    assertThat(Files.readAllBytes(directory.resolve("ring"))).isEqualTo(before);
  }

  @Test
  void open_otherRootKey_sealed() {
    RingFile file = ringFile();
    file.create(new byte[16], source("a.key"));
    RootKeySource other = source("b.key");
    other.openOrCreate(RANDOM).close();
    assertThatThrownBy(() -> file.open(other))
        .isInstanceOf(StoreSealedException.class)
        .hasMessageStartingWith("SEALED: wrong root key")
        .hasMessageContaining("b.key");
  }

  @Test
  void open_newerVersionWithGoodDigest_asksForAnUpdate() throws Exception {
    RingFile file = ringFile();
    file.create(new byte[16], source("a.key"));
    byte[] bytes = Files.readAllBytes(directory.resolve("ring"));
    bytes[9] = 2;
    byte[] content = Arrays.copyOf(bytes, bytes.length - 32);
    System.arraycopy(
        MessageDigest.getInstance("SHA-256").digest(content), 0, bytes, content.length, 32);
    Files.write(directory.resolve("ring"), bytes);
    assertThatThrownBy(() -> file.open(source("a.key")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("Update Keyward");
  }

  @Test
  void recordKey_unknownEpoch_isDamage() {
    try (KeyRing ring = KeyRing.create(new byte[16], RANDOM)) {
      assertThatThrownBy(() -> ring.recordKey(2, SALT)).isInstanceOf(StoreDamagedException.class);
    }
  }

  @Test
  void decode_ringWithTwoEpochs_newestIsCurrentAndSecretsStay() {
    SortedMap<Integer, SecretBytes> epochs = new TreeMap<>();
    epochs.put(1, SecretBytes.owning(new byte[32]));
    epochs.put(7, SecretBytes.copyOf(SALT));
    KeyRing two = new KeyRing(new byte[16], SecretBytes.owning(new byte[32]), epochs);
    try (SecretBytes encoded = two.encode()) {
      byte[] content = encoded.read(byte[]::clone);
      KeyRing decoded = KeyRing.decode(new byte[16], content);
      assertThat(decoded.currentEpoch()).isEqualTo(7);
      assertThat(decoded.recordKey(1, SALT)).isEqualTo(two.recordKey(1, SALT));
      for (int length = 0; length < content.length; length++) {
        byte[] cut = Arrays.copyOf(content, length);
        assertThatThrownBy(() -> KeyRing.decode(new byte[16], cut))
            .isInstanceOf(StoreDamagedException.class);
      }
    }
  }

  @Test
  void close_laterUse_refused() {
    KeyRing ring = KeyRing.create(new byte[16], RANDOM);
    ring.close();
    assertThatThrownBy(() -> ring.recordKey(1, SALT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ring.secretFor("x")).isInstanceOf(IllegalStateException.class);
  }

  private RingFile ringFile() {
    return new RingFile(directory.resolve("ring"), RANDOM);
  }

  private RootKeySource source(String name) {
    return RootKeySource.parse("file:" + directory.resolve("root").resolve(name), directory);
  }
}
