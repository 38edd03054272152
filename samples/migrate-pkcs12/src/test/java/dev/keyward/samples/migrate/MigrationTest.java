package dev.keyward.samples.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
  @TempDir private Path temporary;

  @Test
  void script_noVisitFails() throws Exception {
    Programs programs = Programs.in(temporary);
    String output =
        Programs.finish(programs.script("samples/migrate-pkcs12/run.sh")).assertSuccess().output();
    assertThat(output)
        .contains("\"Origin\" : \"EXTERNAL\"")
        .containsPattern("visits served with a key from a file: [1-9]")
        .containsPattern("visits served with a key from the key service: [1-9]")
        .contains("visits that failed: 0");
  }
}
