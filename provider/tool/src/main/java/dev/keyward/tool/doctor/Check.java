package dev.keyward.tool.doctor;

import dev.keyward.kms.Finding;
import java.util.List;

/** One question about an installation. */
@FunctionalInterface
public interface Check {

  /**
   * Looks.
   *
   * @return what was found, good and bad
   */
  List<Finding> run();
}
