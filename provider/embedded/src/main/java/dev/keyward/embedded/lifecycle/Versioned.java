package dev.keyward.embedded.lifecycle;

/**
 * A value together with the version of the record it was read from.
 *
 * @param value the value
 * @param version the version in the store
 * @param <T> the value
 */
public record Versioned<T>(T value, long version) {}
