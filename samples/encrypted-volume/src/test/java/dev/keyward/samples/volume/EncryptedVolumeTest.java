package dev.keyward.samples.volume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.samples.harness.Programs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.Random;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedVolumeTest {
  private static final int BLOCKS = 16;
  private static final long SEED = 20261122;

  @TempDir static Path keys;
  @TempDir private Path folder;
  private static KeywardProvider provider;

  @BeforeAll
  static void makeKeys() throws Exception {
    provider =
        new KeywardProvider()
            .configure(
                "store=" + keys.resolve("store") + ";root-key=file:" + keys.resolve("root/key"));
    Security.addProvider(provider);
    for (String alias : new String[] {"volumes", "backups"}) {
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
      generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias(alias));
      generator.generateKey();
    }
  }

  @AfterAll
  static void close() {
    Security.removeProvider(KeywardProvider.NAME);
    provider.close();
  }

  private Path volume(String name) throws GeneralSecurityException, IOException {
    Path file = folder.resolve(name);
    new Volumes().create(file, BLOCKS, "volumes");
    return file;
  }

  private static byte[] read(EncryptedVolume volume, long position, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    volume.position(position);
    assertThat(volume.read(target)).isEqualTo(length);
    return target.array();
  }

  @Test
  void volume_isASeekableChannel_asAPlainArrayWouldBe() throws Exception {
    Path file = volume("random");
    Random random = new Random(SEED);
    byte[] expected = new byte[BLOCKS * BlockCipher.PLAIN_BYTES];
    try (EncryptedVolume volume = new Volumes().attach(file, "volumes")) {
      for (int i = 0; i < 200; i++) {
        byte[] bytes = new byte[1 + random.nextInt(10_000)];
        random.nextBytes(bytes);
        int at = random.nextInt(expected.length - bytes.length + 1);
        System.arraycopy(bytes, 0, expected, at, bytes.length);
        volume.position(at);
        assertThat(volume.write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        assertThat(volume.position()).isEqualTo(at + bytes.length);
      }
    }
    try (EncryptedVolume volume = new Volumes().attach(file, "volumes")) {
      assertThat(read(volume, 0, expected.length)).as("seed %d", SEED).isEqualTo(expected);
      assertThat(volume.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      volume.position(volume.size() - 1);
      assertThatThrownBy(() -> volume.write(ByteBuffer.allocate(2)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ends at");
    }
  }

  @Test
  void detachedVolume_doesNothing() throws Exception {
    EncryptedVolume volume = new Volumes().attach(volume("closed"), "volumes");
    volume.close();
    volume.close();
    assertThatThrownBy(() -> volume.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  /** Each place of a stored block, and a block of another place of the same volume. */
  @ParameterizedTest
  @ValueSource(ints = {0, 12, 2000, BlockCipher.STORED_BYTES - 1})
  void alteredBlock_isRefused_andItsNeighboursAreRead(int offset) throws Exception {
    Path file = volume("altered-" + offset);
    byte[] bytes = Files.readAllBytes(file);
    bytes[VolumeHeader.BYTES + BlockCipher.STORED_BYTES + offset] ^= 1;
    Files.write(file, bytes);
    try (EncryptedVolume volume = new Volumes().attach(file, "volumes")) {
      assertThat(read(volume, 0, 4096)).isEqualTo(new byte[4096]);
      assertThatThrownBy(() -> read(volume, 4096, 1)).hasMessageContaining("Block 1 was altered");
      assertThat(read(volume, 8192, 1)).containsExactly(0);
    }
  }

  @Test
  void movedBlock_isRefused() throws Exception {
    Path file = volume("moved");
    byte[] bytes = Files.readAllBytes(file);
    int second = VolumeHeader.BYTES + BlockCipher.STORED_BYTES;
    System.arraycopy(bytes, VolumeHeader.BYTES, bytes, second, BlockCipher.STORED_BYTES);
    Files.write(file, bytes);
    try (EncryptedVolume volume = new Volumes().attach(file, "volumes")) {
      assertThatThrownBy(() -> read(volume, 4096, 1)).hasMessageContaining("Block 1 was altered");
    }
  }

  @Test
  void header_ofAnotherVolume_opensNothing() throws Exception {
    byte[] one = Files.readAllBytes(volume("one"));
    byte[] two = Files.readAllBytes(volume("two"));
    // The wrapped key of the one, the id of the other.
    System.arraycopy(one, 32, two, 32, VolumeHeader.BYTES - 32);
    Path mixed = Files.write(folder.resolve("mixed"), two);
    assertThatThrownBy(() -> new Volumes().attach(mixed, "volumes"))
        .isInstanceOf(GeneralSecurityException.class);
    Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(one, one.length - 1));
    assertThatThrownBy(() -> new Volumes().attach(cut, "volumes"))
        .hasMessageContaining("shorter or longer");
    Path text = Files.writeString(folder.resolve("text"), "not a volume".repeat(1000));
    assertThatThrownBy(() -> new Volumes().attach(text, "volumes"))
        .hasMessageContaining("not a volume");
  }

  @Test
  void script_tellsTheStory() throws Exception {
    Programs programs = Programs.in(folder);
    String output =
        Programs.finish(programs.script("samples/encrypted-volume/run.sh"))
            .assertSuccess()
            .output();
    assertThat(output)
        .contains(
            "attached under volumes: order 7: two apples",
            "snapshot under backups: order 7: two apples",
            "re-wrapped to backups:  order 7: two apples",
            "volume:                 refused, key/")
        .doesNotContain("Exception");
    byte[] stored =
        Files.readAllBytes(Path.of(System.getProperty("basedir"), "target/run/data.volume"));
    assertThat(new String(stored, UTF_8)).doesNotContain("two apples");
  }
}
