package dev.keyward.kms;

/**
 * A name and a value attached to a key.
 *
 * @param tagKey name
 * @param tagValue value
 */
public record Tag(
    @Member(required = true, min = 1, max = 128) String tagKey,
    @Member(required = true, max = 256) String tagValue) {}
