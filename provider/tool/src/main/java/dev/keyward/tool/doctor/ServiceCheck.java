package dev.keyward.tool.doctor;

import dev.keyward.kms.Finding;
import dev.keyward.kms.Kms;
import dev.keyward.kms.SelfChecking;
import java.util.List;

/** What the key service says of itself. */
public final class ServiceCheck implements Check {
  private final Kms kms;

  /**
   * Prepares.
   *
   * @param kms the key service
   */
  public ServiceCheck(Kms kms) {
    this.kms = kms;
  }

  @Override
  public List<Finding> run() {
    return kms instanceof SelfChecking service ? service.selfCheck() : List.of();
  }
}
