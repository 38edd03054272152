package dev.keyward.kms;

import java.time.Instant;

/**
 * A use of a key.
 *
 * @param operation what was done
 * @param timestamp when it was done
 * @param cloudTrailEventId its event in the audit trail
 * @param kmsRequestId its request
 */
public record KeyLastUsageData(
    TrackedOperation operation, Instant timestamp, String cloudTrailEventId, String kmsRequestId) {}
