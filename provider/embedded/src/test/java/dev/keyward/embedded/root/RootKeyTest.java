package dev.keyward.embedded.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.StoreDamagedException;
import dev.keyward.failure.StoreSealedException;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootKeyTest {
  private static final byte[] HEADER = {1, 2, 3};
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path directory;

  /** RFC 5869, appendix A.1. */
  @Test
  void hkdf_firstTestCaseOfTheRfc_sameOutput() {
    byte[] secret = HexFormat.of().parseHex("0b".repeat(22));
    byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c");
    byte[] info = HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9");
    assertThat(HexFormat.of().formatHex(Hkdf.derive(secret, salt, info, 42)))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  }

  @Test
  void openOrCreate_firstUse_privateFileOf32Bytes() throws IOException {
    Path file = directory.resolve("root").resolve("one.key");
    source(file).openOrCreate(RANDOM).close();
    assertThat(Files.size(file)).isEqualTo(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void openOrCreate_eightThreadsAtOnce_oneKey() throws Exception {
    Path file = directory.resolve("root").resolve("raced.key");
    List<Callable<byte[]>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(
          () -> {
            source(file).openOrCreate(RANDOM).close();
            return Files.readAllBytes(file);
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      byte[] inForce = null;
      for (Future<byte[]> task : pool.invokeAll(tasks)) {
        inForce = inForce == null ? task.get() : inForce;
        assertThat(task.get()).isEqualTo(inForce);
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(inForce);
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx-----x"})
  void open_fileOpenToOthers_sealed(String mode) throws IOException {
    Path file = directory.resolve("open.key");
    source(file).openOrCreate(RANDOM).close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> source(file).open())
        .isInstanceOf(StoreSealedException.class)
        .hasMessageContaining("others can read or write it");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 100_000})
  void open_fileOfWrongLength_sealed(int length) throws IOException {
    Path file = directory.resolve("short.key");
    source(file).openOrCreate(RANDOM).close();
    Files.write(file, new byte[length]);
    assertThatThrownBy(() -> source(file).open())
        .isInstanceOf(StoreSealedException.class)
        .hasMessageStartingWith("SEALED: root key file " + file + " cannot be used");
  }

  @Test
  void open_symbolicLinkOrDirectoryOrMissing_sealed() throws IOException {
    Path real = directory.resolve("real.key");
    source(real).openOrCreate(RANDOM).close();
    Path link = Files.createSymbolicLink(directory.resolve("link.key"), real);
    assertThatThrownBy(() -> source(link).open())
        .isInstanceOf(StoreSealedException.class)
        .hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> source(directory).open()).isInstanceOf(StoreSealedException.class);
    assertThatThrownBy(() -> source(directory.resolve("none.key")).open())
        .isInstanceOf(StoreSealedException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void unwrap_everyBitFlippedOrOtherHeader_refused() {
    try (RootKey root = root(1);
        SecretBytes content = SecretBytes.owning(new byte[40])) {
      byte[] wrapped = root.wrap(content, HEADER);
      assertThat(wrapped).isNotEqualTo(root.wrap(content, HEADER));
      try (SecretBytes unwrapped = root.unwrap(wrapped, HEADER)) {
        assertThat(unwrapped.read(byte[]::clone)).isEqualTo(new byte[40]);
      }
      assertThatThrownBy(() -> root.unwrap(wrapped, new byte[] {1, 2, 4}))
          .isInstanceOf(StoreDamagedException.class);
      for (int bit = 0; bit < wrapped.length * 8; bit++) {
        byte[] changed = wrapped.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThatThrownBy(() -> root.unwrap(changed, HEADER))
            .isInstanceOfAny(StoreDamagedException.class, StoreSealedException.class);
      }
      for (int length = 0; length < wrapped.length; length++) {
        byte[] cut = Arrays.copyOf(wrapped, length);
        assertThatThrownBy(() -> root.unwrap(cut, HEADER))
            .isInstanceOfAny(StoreDamagedException.class, StoreSealedException.class);
      }
    }
  }

  @Test
  void unwrap_otherRootKey_sealed() {
    try (RootKey one = root(1);
        RootKey two = root(2);
        SecretBytes content = SecretBytes.owning(new byte[40])) {
      byte[] wrapped = one.wrap(content, HEADER);
      assertThatThrownBy(() -> two.unwrap(wrapped, HEADER))
          .isInstanceOf(StoreSealedException.class)
          .hasMessageStartingWith("SEALED: wrong root key");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"passphrase:hunter2-hunter2", "pkcs11:token", "kms:alias/x"})
  void parse_kindOfALaterVersion_saysSoWithoutRepeatingIt(String setting) {
    assertThatThrownBy(() -> RootKeySource.parse(setting, directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not available in this version; use file:")
        .hasMessageNotContaining(setting.substring(setting.indexOf(':') + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "file", "file:", "file: ", "hunter2", "File:x", "file:a/../b", "file:a\0b"})
  void parse_unusableSetting_refused(String setting) {
    assertThatThrownBy(() -> RootKeySource.parse(setting, directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void parse_relativeFile_liesInTheBase() {
    assertThat(RootKeySource.parse("file:sub/x.key", directory).file())
        .contains(directory.resolve("sub").resolve("x.key"));
  }

  private static RootKeySource source(Path file) {
    return RootKeySource.parse("file:" + file, Path.of("/"));
  }

  private static RootKey root(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return new LocalRootKey(SecretBytes.owning(key), "test root " + fill, RANDOM);
  }
}
