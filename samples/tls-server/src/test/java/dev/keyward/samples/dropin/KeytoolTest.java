package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keytool where it is not told about the module path. */
class KeytoolTest {
  @TempDir static Path temporary;
  private static Programs programs;

  @BeforeAll
  static void createKey() throws Exception {
    programs = Programs.in(temporary);
    programs.createKey("data");
  }

  @Test
  void list_jarOnClassPath_saysWhichOptionIsMissing() throws Exception {
    Programs.Outcome outcome = list();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output())
        .contains("needs the JDK's module java.sql", "-J--module-path=keyward.jar")
        .doesNotContain("NoClassDefFoundError");
  }

  @Test
  void list_jarOnClassPathAndModuleAdded_works() throws Exception {
    assertThat(list("-J--add-modules=java.sql").assertSuccess().output())
        .containsPattern("(?m)^data, .*, SecretKeyEntry,");
  }

  private static Programs.Outcome list(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("-J-Duser.home=" + programs.home()));
    all.add("-J-Djava.security.properties=" + Programs.OVERLAY);
    all.addAll(List.of("-J-cp", "-J" + Programs.JAR));
    all.addAll(List.of(options));
    all.addAll(List.of("-list", "-keystore", "NONE", "-storetype", "KMS", "-storepass", "unused"));
    return Programs.plainKeytool(all.toArray(String[]::new));
  }
}
