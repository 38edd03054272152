package dev.keyward.embedded.health;

import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.audit.TrailVerifier;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.failure.KmsException;
import dev.keyward.kms.AuditVerification;
import dev.keyward.kms.Finding;
import java.util.Optional;

/** Whether calls are recorded, and the newest records are as they were written. */
public final class AuditCheck {
  /** This process has a trail of its own; what others wrote is in those before it. */
  private static final int TRAILS = 3;

  private static final String SUBJECT = "audit trail";

  private AuditCheck() {}

  /**
   * Checks the newest trails.
   *
   * @param settings how the trail is kept; empty if there is none
   * @param store the store
   * @return what was found
   */
  public static Finding run(Optional<AuditSettings> settings, RecordStore store) {
    if (settings.filter(AuditSettings::enabled).isEmpty()) {
      return Finding.warn(SUBJECT, "calls are not recorded", "Set audit.enabled=true.");
    }
    try {
      return of(TrailVerifier.verifyNewest(settings.get(), store, TRAILS));
    } catch (KmsException e) {
      return Finding.fail(SUBJECT, String.valueOf(e.getMessage()), "Make the files readable.");
    }
  }

  private static Finding of(AuditVerification found) {
    if (found.isIntact()) {
      return Finding.ok(
          SUBJECT,
          found.records()
              + " newest events in "
              + found.files()
              + " files are as they were written");
    }
    AuditVerification.Problem first = found.problems().get(0);
    String line = first.line() == 0 ? "" : " line " + first.line();
    return Finding.fail(
        SUBJECT,
        first.file() + line + ": " + first.reason(),
        "Keep the files as they are and run \"keyward audit verify\" for the whole trail.");
  }
}
