package dev.keyward.tool.command;

import dev.keyward.failure.KmsException;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.AuditReading;
import dev.keyward.kms.GetKeyLastUsage;
import dev.keyward.kms.KeyLastUsageData;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * When a key was used last, in words. The KMS API tells the operation and the request; who it was
 * is looked up in the audit trail, where that can be read.
 */
final class LastUsage {
  private static final int EVENTS = 1000;

  private LastUsage() {}

  /** For example {@code 3 days ago (2026-11-22T10:00:00Z) for Decrypt by role/batch}. */
  static String inWords(Kms kms, String keyId, InstantSource clock) {
    GetKeyLastUsage.Response answer;
    try {
      answer = kms.getKeyLastUsage(GetKeyLastUsage.Request.of(keyId));
    } catch (KmsServiceException e) {
      return "not known (" + Shown.text(e.code()) + ")";
    }
    KeyLastUsageData usage = answer.keyLastUsage();
    if (usage == null || usage.timestamp() == null) {
      return isTrackedFromTheBeginning(answer)
          ? "never"
          : "not since " + Shown.moment(answer.trackingStartDate());
    }
    return ago(Duration.between(usage.timestamp(), clock.instant()))
        + " ("
        + Shown.moment(usage.timestamp())
        + ")"
        + (usage.operation() == null ? "" : " for " + usage.operation().wireName())
        + principal(kms, keyId, usage).map(who -> " by " + who).orElse("");
  }

  private static boolean isTrackedFromTheBeginning(GetKeyLastUsage.Response answer) {
    Instant since = answer.trackingStartDate();
    return since == null
        || answer.keyCreationDate() != null && !answer.keyCreationDate().isBefore(since);
  }

  static String ago(Duration time) {
    if (time.toMinutes() < 1) {
      return "less than a minute ago";
    }
    if (time.toHours() < 1) {
      return counted(time.toMinutes(), "minute");
    }
    return time.toDays() < 1 ? counted(time.toHours(), "hour") : counted(time.toDays(), "day");
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s") + " ago";
  }

  private static Optional<String> principal(Kms kms, String keyId, KeyLastUsageData usage) {
    if (!(kms instanceof AuditReading trail) || usage.kmsRequestId() == null) {
      return Optional.empty();
    }
    AuditQuery query =
        new AuditQuery(
            Optional.of(keyId),
            Optional.empty(),
            false,
            // The trail keeps whole seconds.
            Optional.of(usage.timestamp().minusSeconds(2)),
            EVENTS);
    try {
      return trail.readAudit(query).stream()
          .filter(entry -> usage.kmsRequestId().equals(entry.requestId()))
          .map(AuditEntry::principal)
          .filter(who -> who != null)
          .map(who -> Shown.text(Shown.tail(who)))
          .findFirst();
    } catch (KmsException | KmsServiceException e) {
      // Who it was is worth a look, and not worth failing for.
      return Optional.empty();
    }
  }
}
