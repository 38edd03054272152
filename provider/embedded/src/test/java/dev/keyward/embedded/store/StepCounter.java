package dev.keyward.embedded.store;

import dev.keyward.embedded.files.Steps;
import java.util.ArrayList;
import java.util.List;

/** Cuts work off before one of its steps, the way a dying process does. */
final class StepCounter implements Steps {
  private final int last;
  private final List<String> seen = new ArrayList<>();

  /** Lets a number of steps be taken. */
  StepCounter(int last) {
    this.last = last;
  }

  /** An error that nobody expects, so that nobody handles it. */
  static final class CutOff extends Error {
    private static final long serialVersionUID = 1L;

    CutOff(String step) {
      super(step, null, false, false);
    }
  }

  @Override
  public void before(String step) {
    seen.add(step);
    if (seen.size() > last) {
      throw new CutOff(step);
    }
  }

  int count() {
    return seen.size();
  }

  /** Returns whether the work was cut off. */
  boolean cutsOff(Runnable work) {
    try {
      work.run();
      return false;
    } catch (CutOff e) {
      return true;
    }
  }
}
