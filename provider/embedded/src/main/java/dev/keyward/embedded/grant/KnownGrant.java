package dev.keyward.embedded.grant;

/**
 * A grant together with the version of the record it was read from.
 *
 * @param grant the grant
 * @param version its version in the store
 */
public record KnownGrant(GrantRecord grant, long version) {}
