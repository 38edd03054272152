package dev.keyward.kms;

/**
 * One key in a listing.
 *
 * @param keyId the key
 * @param keyArn resource name of the key
 */
public record KeyListEntry(
    @Member(min = 1, max = 2048) String keyId, @Member(min = 20, max = 2048) String keyArn) {}
