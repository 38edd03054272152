package dev.keyward.samples.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcPostgresqlTest {
  @TempDir private Path temporary;

  /** Includes that rows written before the rotation are read after it. */
  @Test
  void script_logsInByCertificate_encryptsRotatesAndReencrypts() throws Exception {
    Programs programs = Programs.in(temporary);

    String output =
        Programs.finish(programs.script("samples/jdbc-postgresql/run.sh")).assertSuccess().output();

    String anna = "1 Anna: DE02120300000000202051 (";
    String bert = "2 Bert: DE02500105170137075030 (";
    assertThat(output)
        .contains("Added Anna as customer 1, logged in as app by /CN=app over TLSv1.3")
        .containsSubsequence(anna, bert, "Encrypted 2 values anew", anna, bert)
        .doesNotContain("Exception");
    assertThat(programs.tool("keys", "rotations", "alias/customers")).contains("ON_DEMAND");
  }
}
