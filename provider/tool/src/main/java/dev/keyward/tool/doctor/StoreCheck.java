package dev.keyward.tool.doctor;

import dev.keyward.failure.StoreDamagedException;
import dev.keyward.kms.Finding;
import dev.keyward.kms.Kms;
import dev.keyward.kms.StoreUpkeep;
import java.util.List;

/** Whether a store of its own is, record by record, what was committed. */
public final class StoreCheck implements Check {
  private static final String SUBJECT = "store chain";

  private final Kms kms;

  /**
   * Prepares.
   *
   * @param kms the key service
   */
  public StoreCheck(Kms kms) {
    this.kms = kms;
  }

  @Override
  public List<Finding> run() {
    if (!(kms instanceof StoreUpkeep store)) {
      return List.of();
    }
    try {
      StoreUpkeep.Verified found = store.verifyStore();
      return List.of(
          Finding.ok(
              SUBJECT, found.records() + " records are what " + found.commits() + " commits left"));
    } catch (StoreDamagedException e) {
      return List.of(
          Finding.fail(
              SUBJECT,
              String.valueOf(e.getMessage()),
              "Stop the programs that use the store, and put it back from a backup."));
    }
  }
}
