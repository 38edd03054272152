package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class that names no provider encrypts in one JVM and decrypts in another. */
class TenLinesTest {
  private static final String TEXT = "attack at dawn";

  @TempDir static Path temporary;
  private static Programs programs;

  @BeforeAll
  static void createKey() throws Exception {
    programs = Programs.in(temporary);
    programs.createKey("ten");
  }

  @Test
  void tenLines_jarOnClassPath_encryptInOneJvmAndDecryptInAnother() throws Exception {
    String path = Programs.classPath(Ten.class, List.of());
    assertRoundTrip("-cp", path);
  }

  @Test
  void tenLines_jarOnModulePath_encryptInOneJvmAndDecryptInAnother() throws Exception {
    String classes = Programs.classesOf(Ten.class).toString();
    assertRoundTrip(
        "--module-path",
        Programs.JAR.toString(),
        "--enable-native-access=dev.keyward",
        "-cp",
        classes);
  }

  @Test
  void managedBeans_jarOnModulePath_canBeRead() throws Exception {
    List<String> command =
        programs.java(
            Programs.OVERLAY,
            "--module-path",
            Programs.JAR.toString(),
            "--enable-native-access=dev.keyward",
            "-cp",
            Programs.classesOf(Seen.class).toString(),
            Seen.class.getName());
    assertThat(Programs.run(command).assertSuccess().output()).contains("DataKeyCache fetched 1");
  }

  private static void assertRoundTrip(String... options) throws Exception {
    String sealed = run(options, "encrypt", TEXT);
    assertThat(sealed).matches("[0-9a-f]{200,}");
    assertThat(run(options, "decrypt", sealed)).isEqualTo(TEXT);
  }

  private static String run(String[] options, String verb, String text) throws Exception {
    List<String> command = programs.java(Programs.OVERLAY, options);
    command.addAll(List.of(Ten.class.getName(), verb, text));
    return Programs.run(command).assertSuccess().output().strip();
  }
}
