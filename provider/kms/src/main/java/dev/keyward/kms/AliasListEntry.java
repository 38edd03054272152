package dev.keyward.kms;

import java.time.Instant;

/**
 * One alias in a listing.
 *
 * @param aliasName alias name with its alias/ prefix
 * @param aliasArn resource name of the alias
 * @param targetKeyId key the alias points to
 * @param creationDate when it was created
 * @param lastUpdatedDate when it was last pointed to a key
 */
public record AliasListEntry(
    @Member(min = 1, max = 256, pattern = "^[a-zA-Z0-9:/_-]+$") String aliasName,
    @Member(min = 20, max = 2048) String aliasArn,
    @Member(min = 1, max = 2048) String targetKeyId,
    Instant creationDate,
    Instant lastUpdatedDate) {}
