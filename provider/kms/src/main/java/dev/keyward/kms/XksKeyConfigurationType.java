package dev.keyward.kms;

/**
 * Names a key in an external key manager.
 *
 * @param id its id there
 */
public record XksKeyConfigurationType(
    @Member(min = 1, max = 128, pattern = "^[a-zA-Z0-9-_.]+$") String id) {}
