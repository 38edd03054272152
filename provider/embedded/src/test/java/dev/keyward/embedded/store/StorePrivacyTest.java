package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.commit;
import static dev.keyward.embedded.store.Stores.open;
import static dev.keyward.embedded.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.failure.BackendUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can read what lies on the disk, and which places are refused. */
class StorePrivacyTest {
  @TempDir Path directory;

  @Test
  void open_underOpenUmask_everythingPrivate() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
    Path home = directory.resolve("home");
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "umask 000; exec \"$@\"", "sh"));
    command.addAll(StoreWorker.command("leave-log", home.toString(), "3"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();

    List<String> seen = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        String mode = Files.isDirectory(file) ? "rwx------" : "rw-------";
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo(mode);
        seen.add(file.getFileName().toString());
      }
    }
    assertThat(seen).contains("ring", "keyward.db", "keyward.db-wal", "keyward.db-shm", "anchor");
  }

  @Test
  void commit_canaryContent_inNoFile() throws IOException {
    String canary = "canary-5f2b9c0e-secret";
    byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
    Path home = directory.resolve("home");
    try (SqlRecordStore store = open(home)) {
      commit(store, put("public-id", 0, canary.repeat(500)));
      commit(store, put("public-id", 1, canary));
    }
    int files = 0;
    boolean idSeen = false;
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content)
            .as(file.toString())
            .doesNotContain(new String(bytes, StandardCharsets.ISO_8859_1));
        idSeen |= content.contains("public-id");
        files++;
      }
    }
    assertThat(files).isGreaterThanOrEqualTo(4);
    assertThat(idSeen).as("the search finds what is there").isTrue();
  }

  @Test
  void open_symbolicLinkInPlaceOfTheDirectory_refused() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    assertThatThrownBy(() -> StoreDirectory.open(StoreSettings.at(link, directory)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("symbolic link");
    assertThat(real).isEmptyDirectory();
  }

  @Test
  void open_dotDotOrQuestionMarkInThePath_refused() {
    for (String name : List.of("a/../b", "what?")) {
      Path odd = directory.resolve(name);
      assertThatThrownBy(() -> StoreDirectory.open(StoreSettings.at(odd, directory)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must not contain");
    }
  }

  @Test
  void open_sharedDirectoryWithOtherFiles_refusedAndLeftAlone() throws IOException {
    Path shared = Files.createDirectory(directory.resolve("shared"));
    assumeTrue(shared.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.createFile(shared.resolve("somebody's"));
    var mode = PosixFilePermissions.fromString("rwxr-xr-x");
    Files.setPosixFilePermissions(shared, mode);
    assertThatThrownBy(() -> StoreDirectory.open(StoreSettings.at(shared, directory)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other users");
    assertThat(Files.getPosixFilePermissions(shared)).isEqualTo(mode);
  }

  @Test
  void open_readOnlyDirectory_unavailable() throws IOException {
    Path home = directory.resolve("home");
    open(home).close();
    Path store = home.resolve("store");
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("r-x------"));
    try {
      assumeTrue(!Files.isWritable(store), "modes mean nothing to root");
      assertThatThrownBy(() -> open(home)).isInstanceOf(BackendUnavailableException.class);
    } finally {
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void open_inOneJvmThroughTwoClassLoaders_secondRefused() {
    Path store = directory.resolve("twice");
    JvmOwners.enter(store);
    try {
      JvmOwners.enter(store);
      assertThatThrownBy(() -> JvmOwners.enter(store, "another-class-loader"))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("class loader");
      JvmOwners.leave(store);
      assertThatThrownBy(() -> JvmOwners.enter(store, "another-class-loader"))
          .isInstanceOf(BackendUnavailableException.class);
    } finally {
      JvmOwners.leave(store);
    }
    assertThat(System.getProperties().toString()).doesNotContain(store.toString());
  }

  @Test
  void load_oldDriverOfAnApplication_refused() {
    assertThatThrownBy(() -> SqliteLibrary.checkVersion("3.46.1.3"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("3.46.1.3")
        .hasMessageContaining("3.51.3");
    assertThatThrownBy(() -> SqliteLibrary.checkVersion("unknown"))
        .isInstanceOf(BackendUnavailableException.class);
    SqliteLibrary.checkVersion("3.51.3");
    SqliteLibrary.checkVersion("4.0");
  }
}
