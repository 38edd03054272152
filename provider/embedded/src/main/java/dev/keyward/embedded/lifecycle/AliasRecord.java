package dev.keyward.embedded.lifecycle;

import java.time.Instant;

/**
 * An alias, as the store keeps it (in JSON).
 *
 * @param aliasName the name with its prefix
 * @param targetKeyId the key it points to
 * @param creationDate when it was made
 * @param lastUpdatedDate when it was last pointed to a key
 */
public record AliasRecord(
    String aliasName, String targetKeyId, Instant creationDate, Instant lastUpdatedDate) {}
