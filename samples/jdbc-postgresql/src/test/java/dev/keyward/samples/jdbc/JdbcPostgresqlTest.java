package dev.keyward.samples.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcPostgresqlTest {
  @TempDir private Path temporary;

  /**
   * Rows written before the rotation are read after it; after the re-encryption they are read with
   * their first key disabled.
   */
  @Test
  void script_logsInByCertificate_encryptsRotatesAndReencrypts() throws Exception {
    Programs programs = Programs.in(temporary);
    String first = programs.createKey("customers");

    String output =
        Programs.finish(programs.script("samples/jdbc-postgresql/run.sh")).assertSuccess().output();

    String anna = "1 Anna: DE02120300000000202051 (";
    String bert = "2 Bert: DE02500105170137075030 (";
    assertThat(output)
        .contains("Added Anna as customer 1, logged in as app by /CN=app over TLSv1.3")
        .containsSubsequence(anna, bert, "Encrypted 2 values anew", anna, bert)
        .doesNotContain("Exception");
    assertThat(programs.tool("keys", "rotations", first)).contains("ON_DEMAND");
    assertThat(programs.tool("keys", "describe", first)).containsPattern("State +Disabled");
    assertThat(programs.tool("keys", "describe", "alias/customers"))
        .containsPattern("State +Enabled")
        .doesNotContain(first);
  }
}
