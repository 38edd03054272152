package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A configuration that cannot be used, named in {@code java.security}: the JVM starts, other
 * providers work, the provider stays listed, and its first use says what is wrong.
 */
class BrokenConfigurationTest {
  @TempDir static Path temporary;
  private static Path folder;
  private static Programs programs;

  @BeforeAll
  static void prepare() throws Exception {
    programs = Programs.in(temporary);
    folder = temporary.toRealPath();
  }

  @Test
  void firstUse_fileMissing_namesTheFile() throws Exception {
    Path missing = folder.resolve("missing.properties");
    assertExplained(missing, "there is no such file.");
  }

  @Test
  void firstUse_fileIsDirectory_saysSo() throws Exception {
    assertExplained(folder, "is a directory; name the file in it.");
  }

  @Test
  void firstUse_fileUnreadable_saysSo() throws Exception {
    Path file = Files.writeString(folder.resolve("unreadable.properties"), "backend=embedded");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user reads every file: not tried");
    assertExplained(file, "cannot be read by this user.");
  }

  @Test
  void firstUse_unknownProperty_namesLineAndNearestName() throws Exception {
    Path file = Files.writeString(folder.resolve("typo.properties"), "\n# keys\nstroe=/tmp/x\n");
    assertExplained(
        file,
        "typo.properties line 3: unknown property \"stroe\"; did you mean \"store\"? Names are in"
            + " lower case.");
  }

  @Test
  void firstUse_binaryFile_namesTheOffset() throws Exception {
    Path file = Files.write(folder.resolve("binary.properties"), new byte[] {'a', '=', -1, 0});
    assertExplained(file, "is not UTF-8 text at byte offset 2.");
  }

  private static void assertExplained(Path argument, String reason) throws Exception {
    Path overlay = Programs.overlay(temporary, List.of(), List.of("Keyward " + argument));
    String output =
        Programs.run(programs.probe(overlay, List.of(), FirstUse.class)).assertSuccess().output();

    assertThat(output.lines())
        .containsExactly(
            "digest 32",
            "listed true",
            "ProviderException config " + argument + ": " + reason,
            "others SUN");
  }
}
