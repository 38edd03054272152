package dev.keyward.samples.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.keyward.samples.harness.Programs;
import dev.keyward.samples.harness.Programs.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** awscli starts a Python for each call; the SDK for Java takes the same tour in every build. */
@Tag("nightly")
class TourTest {
  @TempDir private Path temporary;

  @Test
  void script_everyOperationIsCalledByBothClients() throws Exception {
    Outcome outcome = Programs.finish(Programs.in(temporary).script("samples/tour/tour.sh"));

    assertThat(outcome.assertSuccess().output()).contains("Keyward endpoint ready at https://");
    assumeFalse(outcome.output().contains("SKIPPED"), outcome.output());
  }
}
