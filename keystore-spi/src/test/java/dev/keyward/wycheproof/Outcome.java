package dev.keyward.wycheproof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** What came of a run: numbers of vectors run, left out (by reason), and those that deviate. */
public record Outcome(
    String file,
    int valid,
    int invalid,
    int acceptable,
    Map<String, Integer> leftOut,
    int knownDeviations,
    List<String> deviations) {

  /** Number of vectors that were run. */
  public int run() {
    return valid + invalid + acceptable;
  }

  /** Number of vectors that were not run. */
  public int notRun() {
    return leftOut.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Fails unless exactly these numbers of vectors ran, and none of them deviated. */
  public void assertCounts(
      int expectedValid, int expectedInvalid, int expectedAcceptable, int expectedNotRun) {
    assertThat(deviations).as("deviations in %s", file).isEmpty();
    assertThat(List.of(valid, invalid, acceptable, notRun()))
        .as("valid, invalid, acceptable, not run in %s %s", file, leftOut)
        .containsExactly(expectedValid, expectedInvalid, expectedAcceptable, expectedNotRun);
  }
}
