package dev.keyward.samples.signjar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignJarTest {
  @TempDir private Path temporary;

  @Test
  void script_signsAndNoticesAChange() throws Exception {
    Programs programs = Programs.in(temporary);
    String output =
        Programs.finish(programs.script("samples/sign-jar/run.sh")).assertSuccess().output();
    assertThat(output).contains("jar verified", "CN=Release key", "changed jar: SHA");
  }
}
