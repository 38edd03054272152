package dev.keyward.embedded.lifecycle;

import java.time.Instant;

/**
 * One generation of key material, as it is recorded with its key. Members that do not apply are
 * null.
 *
 * @param number 1 for the first, one more with each rotation; names the record with the material
 * @param keyMaterialId 64 hex digits; random, or computed from imported material
 * @param creationDate when it became current, or when it was imported while it is not yet
 * @param onDemand whether somebody asked for the rotation; null for the first and for material that
 *     waits for its rotation
 * @param description what the importer said about it
 * @param pending true while imported material waits for its rotation
 * @param missing true while imported material is not here: never imported here, deleted or expired
 * @param validTo when imported material expires
 * @param expiredAtRunningSeconds how long the store had been in use when somebody noticed that the
 *     material has expired; it is destroyed only a day of use later
 */
public record BackingKey(
    Integer number,
    String keyMaterialId,
    Instant creationDate,
    Boolean onDemand,
    String description,
    Boolean pending,
    Boolean missing,
    Instant validTo,
    Integer expiredAtRunningSeconds) {

  /**
   * The first generation of a key whose material is made here.
   *
   * @param keyMaterialId its id
   * @param creationDate when it was made
   * @return the generation
   */
  public static BackingKey first(String keyMaterialId, Instant creationDate) {
    return generated(1, keyMaterialId, creationDate, null);
  }

  /**
   * A generation that is made here.
   *
   * @param number which one
   * @param keyMaterialId its id
   * @param creationDate when it was made
   * @param onDemand whether somebody asked for the rotation; null for the first
   * @return the generation
   */
  public static BackingKey generated(
      int number, String keyMaterialId, Instant creationDate, Boolean onDemand) {
    return new BackingKey(
        number, keyMaterialId, creationDate, onDemand, null, null, null, null, null);
  }

  /**
   * Tells whether this material waits for its rotation.
   *
   * @return false for what encrypts or decrypts
   */
  public boolean isPending() {
    return Boolean.TRUE.equals(pending);
  }

  /**
   * Tells whether the material can be used.
   *
   * @param now the time
   * @return false if it was never imported here, was deleted, or has expired
   */
  public boolean isHere(Instant now) {
    return !Boolean.TRUE.equals(missing) && (validTo == null || now.isBefore(validTo));
  }

  /**
   * Tells whether the material may not be used any more, and is still to be destroyed.
   *
   * @param now the time
   * @return false for what does not expire, and for what is not here
   */
  public boolean hasExpired(Instant now) {
    return validTo != null && !now.isBefore(validTo);
  }

  /**
   * The same generation after somebody noticed that it has expired, or that it has not.
   *
   * @param runningSeconds how long the store had been in use; null if it has not expired
   * @return a new value
   */
  public BackingKey noticedExpired(Integer runningSeconds) {
    return new BackingKey(
        number,
        keyMaterialId,
        creationDate,
        onDemand,
        description,
        pending,
        missing,
        validTo,
        runningSeconds);
  }

  /**
   * The same generation after its material came or came again.
   *
   * @param text what the importer says about it; null to keep what was said
   * @param expires when it expires; null for never
   * @return a new value
   */
  public BackingKey imported(String text, Instant expires) {
    String kept = text == null ? description : text;
    return new BackingKey(
        number, keyMaterialId, creationDate, onDemand, kept, pending, null, expires, null);
  }

  /**
   * The same generation after its material was deleted or expired.
   *
   * @return a new value
   */
  public BackingKey withoutMaterial() {
    return new BackingKey(
        number, keyMaterialId, creationDate, onDemand, description, pending, true, null, null);
  }

  /**
   * The same generation after its rotation.
   *
   * @param now when it became current
   * @return a new value
   */
  public BackingKey rotatedTo(Instant now) {
    return new BackingKey(
        number,
        keyMaterialId,
        now,
        true,
        description,
        null,
        missing,
        validTo,
        expiredAtRunningSeconds);
  }
}
