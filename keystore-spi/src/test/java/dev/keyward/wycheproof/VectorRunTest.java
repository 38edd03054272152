package dev.keyward.wycheproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyward.wycheproof.VectorRun.Decision;
import java.io.IOException;
import java.security.SignatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** The harness notices what it is there to notice. */
class VectorRunTest {
  private static final String JSON =
      """
      {"numberOfTests": 4, "testGroups": [{"sha": "SHA-1", "size": 7, "tests": [
        {"tcId": 1, "comment": "", "flags": [], "result": "valid", "msg": "00ff"},
        {"tcId": 2, "comment": "", "flags": ["Ber"], "result": "invalid", "msg": ""},
        {"tcId": 3, "comment": "", "flags": ["Odd"], "result": "acceptable", "msg": ""},
        {"tcId": 4, "comment": "", "flags": ["Long"], "result": "valid", "msg": ""}]}]}
      """;

  private static VectorFile file() throws IOException {
    return VectorFile.parse("sample.json", new ObjectMapper().readTree(JSON));
  }

  private static VectorRun sampleRun() throws IOException {
    return VectorRun.over(file())
        .leaveOut("too long", (group, vector) -> vector.flags().contains("Long"))
        .decide("Odd", Decision.REJECT, "for the sample");
  }

  @Test
  void run_rightVerdicts_countsEachKind() throws IOException {
    Outcome outcome = sampleRun().run((group, vector) -> vector.fields().bytes("msg").length == 2);

    outcome.assertCounts(1, 1, 1, 1);
    assertThat(outcome.leftOut()).containsEntry("too long", 1);
    assertThat(outcome.run()).isEqualTo(3);
    assertThatThrownBy(() -> outcome.assertCounts(2, 1, 1, 0)).isInstanceOf(AssertionError.class);
  }

  @Test
  void run_everythingAccepted_reportsInvalidAndDecidedOnes() throws IOException {
    Outcome outcome = sampleRun().run((group, vector) -> true);

    assertThat(outcome.deviations()).hasSize(2);
    assertThatThrownBy(() -> outcome.assertCounts(1, 1, 1, 1)).hasMessageContaining("tcId 2");
  }

  @Test
  void run_checkedExceptionOfTheJca_isARejection() throws IOException {
    Outcome outcome =
        sampleRun()
            .run(
                (group, vector) -> {
                  throw new SignatureException("no");
                });

    assertThat(outcome.deviations())
        .singleElement()
        .asString()
        .contains("tcId 1", "expected ACCEPT");
  }

  @Test
  void run_runtimeException_isADeviationEvenForInvalidVectors() throws IOException {
    Outcome outcome =
        sampleRun()
            .run(
                (group, vector) -> {
                  throw new IllegalStateException("oops");
                });

    assertThat(outcome.deviations()).hasSize(3).allMatch(text -> text.contains("oops"));
  }

  @Test
  void run_acceptableWithoutDecision_isADeviation() throws IOException {
    Outcome outcome = VectorRun.over(file()).run((group, v) -> !v.flags().contains("Ber"));

    assertThat(outcome.deviations()).singleElement().asString().contains("nothing is decided");
  }

  @Test
  void run_knownDeviation_isSilentUntilItIsGone() throws IOException {
    Outcome still = sampleRun().knownDeviation("sample", 2).run((g, v) -> v.tcId() < 3);
    Outcome gone = sampleRun().knownDeviation("sample", 2).run((g, v) -> v.tcId() == 1);

    still.assertCounts(1, 1, 1, 1);
    assertThat(gone.deviations()).singleElement().asString().contains("deviates no longer");
  }

  @Test
  void parse_fewerVectorsThanClaimed_throws() throws IOException {
    var json =
        new ObjectMapper().readTree(JSON.replace("\"numberOfTests\": 4", "\"numberOfTests\": 5"));

    assertThatThrownBy(() -> VectorFile.parse("sample.json", json))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sample.json claims 5 vectors and has 4");
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void read_filesAbsent_skipsAndSaysHowToGetThemOrFails() {
    String required = System.getProperty("keyward.require.vectors");
    try {
      System.clearProperty("keyward.require.vectors");
      assertThatThrownBy(() -> VectorFile.read("no-such-file.json"))
          .isInstanceOf(TestAbortedException.class)
          .hasMessageContaining("git clone https://github.com/C2SP/wycheproof");
      System.setProperty("keyward.require.vectors", "true");
      assertThatThrownBy(() -> VectorFile.read("no-such-file.json"))
          .isInstanceOf(AssertionFailedError.class);
    } finally {
      if (required == null) {
        System.clearProperty("keyward.require.vectors");
      } else {
        System.setProperty("keyward.require.vectors", required);
      }
    }
  }
}
