package dev.keyward.kms;

import java.time.Instant;

/**
 * One generation of key material in a listing.
 *
 * @param keyId the key
 * @param keyMaterialId backing key that was used
 * @param keyMaterialDescription free text about the key material
 * @param importState whether the key material is here
 * @param keyMaterialState what the key material is used for
 * @param expirationModel whether imported material expires
 * @param validTo when imported material expires
 * @param rotationDate when it became current
 * @param rotationType whether somebody asked for the rotation
 */
public record RotationsListEntry(
    @Member(min = 1, max = 2048) String keyId,
    @Member(min = 64, max = 64, pattern = "^[a-f0-9]+$") String keyMaterialId,
    @Member(max = 256, pattern = "^[a-zA-Z0-9:/_\\s.-]+$") String keyMaterialDescription,
    ImportState importState,
    KeyMaterialState keyMaterialState,
    ExpirationModel expirationModel,
    Instant validTo,
    Instant rotationDate,
    RotationType rotationType) {}
