package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that do not use managed keys run as if the provider were not there, wherever it is. */
class UnusedProviderTest {
  private static final int NIGHTLY_JVMS = 50;

  @TempDir static Path temporary;
  private static Path pkcs12;
  private static String withoutProvider;

  /** A place in the provider list: 1, or behind the twelve of the JDK. */
  enum Position {
    FIRST,
    LAST;

    Path overlay(String line) throws IOException {
      return this == FIRST
          ? Programs.overlay(temporary, List.of(line), List.of())
          : Programs.overlay(temporary, List.of(), List.of(line));
    }
  }

  private record Run(String output, List<String> classes, Path home) {}

  @BeforeAll
  static void workWithoutTheProvider() throws Exception {
    pkcs12 = temporary.resolve("software.p12");
    Programs.plainKeytool(
            "-genkeypair",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-alias",
            "software",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost",
            "-storetype",
            "PKCS12",
            "-keystore",
            pkcs12.toString(),
            "-storepass",
            "changeit")
        .assertSuccess();
    Path overlay = Programs.overlay(temporary, List.of(), List.of());
    Run run = run(overlay, Files.createDirectory(temporary.resolve("without")), "tls");
    withoutProvider = run.output();
    assertThat(withoutProvider).contains("tls 1.3: TLSv1.3 TLS_", "uuid: 4");
    assertThat(run.classes()).isEmpty();
  }

  @Test
  void hashing_providerLast_loadsNoClassOfOurs() throws Exception {
    assertThat(run(Position.LAST, "Keyward", "hashing").classes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Position.class)
  void ordinaryWork_providerRegistered_isUnchangedAndOpensNothing(Position position)
      throws Exception {
    Run run = run(position, "Keyward", "tls");

    assertThat(run.output()).isEqualTo(withoutProvider);
    assertThat(run.classes())
        .contains("dev.keyward.KeywardProvider")
        .doesNotContain("dev.keyward.config.Configuration", "dev.keyward.provider.BackendLocator")
        .noneMatch(name -> name.matches("dev\\.keyward\\.(embedded|kms|shaded)\\..*"))
        .noneMatch(name -> name.startsWith("org.sqlite."));
    assertThat(run.home()).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(Position.class)
  void firstUse_by64Threads_neitherDeadlocksNorDisturbs(Position position) throws Exception {
    Run run = run(position, "Keyward", "race");

    assertThat(withoutOurs(run.output())).isEqualTo(withoutOurs(withoutProvider));
    assertThat(run.home().resolve("store/keyward.db")).exists();
  }

  @Tag("nightly")
  @ParameterizedTest
  @EnumSource(Position.class)
  void firstUse_inFiftyJvms_neitherDeadlocksNorDisturbs(Position position) throws Exception {
    for (int i = 0; i < NIGHTLY_JVMS; i++) {
      Run run = run(position, "Keyward", "race");
      assertThat(withoutOurs(run.output())).isEqualTo(withoutOurs(withoutProvider));
    }
  }

  /** A JVM that used the store has it open, and said that it made it. */
  private static String withoutOurs(String output) {
    return output
        .replaceAll("(?m)^sockets and store files: .*$", "")
        .replaceAll("(?m)^threads: .*$", "")
        .replaceAll("(?s)^.*?(?=cipher: )", "");
  }

  private static Run run(Position position, String line, String what) throws Exception {
    Path home = Files.createTempDirectory(temporary, "home").toRealPath();
    return run(position.overlay(line), home, what);
  }

  private static Run run(Path overlay, Path home, String what) throws Exception {
    Path log = home.resolveSibling(home.getFileName() + ".classes");
    List<String> command = new ArrayList<>(Programs.in(temporary).java(overlay));
    command.removeIf(option -> option.startsWith("-Duser.home="));
    command.addAll(
        List.of(
            "-Duser.home=" + home,
            "-Dkeyward.store=" + home.resolve("store"),
            "-Xlog:class+load=info:file=" + log,
            "-cp",
            Programs.classPath(OrdinaryWork.class, List.of()),
            OrdinaryWork.class.getName(),
            what,
            pkcs12.toString()));
    String output = Programs.run(command).assertSuccess().output();
    return new Run(output, providerClasses(log), home);
  }

  private static List<String> providerClasses(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(line -> line.replaceFirst("^(\\[[^]]*\\])+ ", "").split(" ")[0])
          .filter(name -> name.matches("(dev\\.keyward|org\\.sqlite)\\..*"))
          .filter(name -> !name.startsWith("dev.keyward.samples."))
          .toList();
    }
  }
}
