package dev.keyward.embedded.lifecycle;

import java.time.Instant;

/**
 * One generation of key material, as it is recorded with its key.
 *
 * @param number 1 for the first, one more with each rotation; names the record with the material
 * @param keyMaterialId 64 hex digits; random
 * @param creationDate when it was made
 * @param onDemand whether somebody asked for the rotation; null for the first
 */
public record BackingKey(
    Integer number, String keyMaterialId, Instant creationDate, Boolean onDemand) {}
