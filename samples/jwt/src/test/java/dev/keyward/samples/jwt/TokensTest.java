package dev.keyward.samples.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  @TempDir private Path temporary;

  @Test
  void script_issuesATokenThatIsVerifiedWithoutUs() throws Exception {
    Programs programs = Programs.in(temporary);
    String output = Programs.finish(programs.script("samples/jwt/run.sh")).assertSuccess().output();
    assertThat(output)
        .containsPattern("(?m)^eyJ[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]{86}$")
        .containsSubsequence("Token of anna is ours.", "Token of anna is ours.")
        .doesNotContain("Exception");
  }
}
