package dev.keyward.wycheproof;

import dev.keyward.wycheproof.Vector.Expectation;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * One run over a file: which vectors are left out and why, what is decided about acceptable ones,
 * which deviations are known, and how a vector is checked.
 */
public final class VectorRun {

  /** Checks one vector with the implementation under test. */
  @FunctionalInterface
  public interface Check {
    /**
     * Gives the verdict. A {@link GeneralSecurityException} is a rejection too; anything else that
     * is thrown is a deviation, whatever the vector expects.
     */
    boolean accepts(VectorGroup group, Vector vector) throws Exception;
  }

  /** What to do with an acceptable vector. */
  public enum Decision {
    /** We accept it. */
    ACCEPT,
    /** We reject it. */
    REJECT
  }

  private record Exclusion(BiPredicate<VectorGroup, Vector> matches, String reason) {}

  private final VectorFile file;
  private final List<Exclusion> exclusions = new ArrayList<>();
  private final Map<String, Decision> decisions = new HashMap<>();
  private final Map<Integer, String> known = new HashMap<>();

  private VectorRun(VectorFile file) {
    this.file = file;
  }

  /** Starts to describe a run. */
  public static VectorRun over(VectorFile file) {
    return new VectorRun(file);
  }

  /** Leaves out vectors; the first exclusion that matches a vector is the one it is counted for. */
  public VectorRun leaveOut(String reason, BiPredicate<VectorGroup, Vector> matches) {
    exclusions.add(new Exclusion(matches, reason));
    return this;
  }

  /** Decides about the acceptable vectors with a flag; the reason is there for the reader. */
  public VectorRun decide(String flag, Decision decision, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a decision needs a reason");
    }
    decisions.put(flag, decision);
    return this;
  }

  /** Lists vectors that are known to come out otherwise; each of them must still do so. */
  public VectorRun knownDeviation(String reason, Integer... tcIds) {
    Arrays.stream(tcIds).forEach(tcId -> known.put(tcId, reason));
    return this;
  }

  /** Runs every vector that is not left out. */
  public Outcome run(Check check) {
    Map<Expectation, Integer> counts = new HashMap<>();
    Map<String, Integer> leftOut = new LinkedHashMap<>();
    List<String> deviations = new ArrayList<>();
    Set<Integer> unmet = new TreeSet<>(known.keySet());
    for (VectorGroup group : file.groups()) {
      for (Vector vector : group.vectors()) {
        String reason = reasonToLeaveOut(group, vector);
        if (reason != null) {
          leftOut.merge(reason, 1, Integer::sum);
          continue;
        }
        counts.merge(vector.expectation(), 1, Integer::sum);
        String deviation = deviation(check, group, vector);
        if (deviation != null && !unmet.remove(vector.tcId())) {
          deviations.add(file.name() + " " + vector + ": " + deviation);
        }
      }
    }
    unmet.forEach(id -> deviations.add(file.name() + " tcId " + id + ": deviates no longer"));
    return new Outcome(
        file.name(),
        counts.getOrDefault(Expectation.VALID, 0),
        counts.getOrDefault(Expectation.INVALID, 0),
        counts.getOrDefault(Expectation.ACCEPTABLE, 0),
        leftOut,
        known.size(),
        deviations);
  }

  private String reasonToLeaveOut(VectorGroup group, Vector vector) {
    return exclusions.stream()
        .filter(exclusion -> exclusion.matches().test(group, vector))
        .map(Exclusion::reason)
        .findFirst()
        .orElse(null);
  }

  private String deviation(Check check, VectorGroup group, Vector vector) {
    Decision expected = expected(vector);
    if (expected == null) {
      return "acceptable, and nothing is decided about its flags";
    }
    Decision verdict;
    try {
      verdict = check.accepts(group, vector) ? Decision.ACCEPT : Decision.REJECT;
    } catch (GeneralSecurityException e) {
      verdict = Decision.REJECT;
    } catch (Exception | AssertionError e) {
      return "threw " + e;
    }
    return verdict == expected ? null : "expected " + expected + ", got " + verdict;
  }

  private Decision expected(Vector vector) {
    return switch (vector.expectation()) {
      case VALID -> Decision.ACCEPT;
      case INVALID -> Decision.REJECT;
      case ACCEPTABLE ->
          vector.flags().stream()
              .filter(decisions::containsKey)
              .map(decisions::get)
              .findFirst()
              .orElse(null);
    };
  }
}
