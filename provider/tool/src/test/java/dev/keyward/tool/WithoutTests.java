package dev.keyward.tool;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/**
 * Leaves out the classes of tests, as folders and as the jars that other modules take them from.
 */
public final class WithoutTests implements ImportOption {

  /** For the tests of the architecture. */
  public WithoutTests() {}

  @Override
  public boolean includes(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }
}
