package dev.keyward.samples.mtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutualTlsTest {
  @TempDir private Path temporary;

  @Test
  void script_clientIsKnownByItsCertificate() throws Exception {
    Programs programs = Programs.in(temporary);
    String output =
        Programs.finish(programs.script("samples/mtls-client/run.sh")).assertSuccess().output();
    assertThat(output).contains("Hello CN=mtls-client over TLSv1.3");
  }
}
