package dev.keyward.wycheproof;

import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Adds up the outcomes of all test classes and prints one line when the last one has ended. */
public final class VectorTally implements AutoCloseable {
  private final TreeSet<String> files = new TreeSet<>();
  private int run;
  private int notRun;
  private int known;
  private int deviations;

  private VectorTally() {}

  /** Adds an outcome; hands it back for the assertions. */
  public synchronized Outcome add(Outcome outcome) {
    files.add(outcome.file());
    run += outcome.run();
    notRun += outcome.notRun();
    known += outcome.knownDeviations();
    deviations += outcome.deviations().size();
    return outcome;
  }

  @Override
  public synchronized void close() {
    System.out.println(this);
  }

  @Override
  public synchronized String toString() {
    return "Wycheproof: "
        + files.size()
        + " files, "
        + run
        + " vectors run, "
        + notRun
        + " left out, "
        + known
        + " known deviations, "
        + deviations
        + " new deviations";
  }

  /** Gives the tally to tests that ask for it as a parameter. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == VectorTally.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(VectorTally.class))
          .getOrComputeIfAbsent(VectorTally.class, missing -> new VectorTally(), VectorTally.class);
    }
  }
}
