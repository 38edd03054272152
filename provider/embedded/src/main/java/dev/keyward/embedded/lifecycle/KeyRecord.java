package dev.keyward.embedded.lifecycle;

import dev.keyward.kms.Tag;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything about a key but its material, as the store keeps it (in JSON). Members that do not
 * apply are null.
 *
 * @param partition partition of the key
 * @param region Region of the key
 * @param account account of the key
 * @param keyId id of the key
 * @param description free text
 * @param keySpec its spec
 * @param keyUsage its usage
 * @param keyState its state
 * @param creationDate when it was created
 * @param deletionDate when its waiting period ends
 * @param publicKey DER SubjectPublicKeyInfo of a key pair
 * @param backingKeys all generations of its material, oldest first; the last one is current
 * @param rotation its rotation schedule; null if it is off
 * @param onDemandRotations how often it was rotated on demand
 * @param aliases how many aliases point to it
 * @param tags its tags
 */
public record KeyRecord(
    String partition,
    String region,
    String account,
    String keyId,
    String description,
    KeySpec keySpec,
    KeyUsage keyUsage,
    KeyState keyState,
    Instant creationDate,
    Instant deletionDate,
    byte[] publicKey,
    List<BackingKey> backingKeys,
    RotationSchedule rotation,
    Integer onDemandRotations,
    Integer aliases,
    List<Tag> tags) {

  /**
   * The key's resource name.
   *
   * @return the ARN
   */
  public KeyArn arn() {
    return new KeyArn(partition, region, account, new KeyId(keyId));
  }

  /**
   * The generation that encrypts.
   *
   * @return the newest
   */
  public BackingKey current() {
    return backingKeys.get(backingKeys.size() - 1);
  }

  /**
   * A generation of the key's material.
   *
   * @param keyMaterialId its id
   * @return empty if the key never had it
   */
  public Optional<BackingKey> generation(String keyMaterialId) {
    return backingKeys.stream()
        .filter(candidate -> candidate.keyMaterialId().equals(keyMaterialId))
        .findFirst();
  }

  /**
   * Tells whether the waiting period before deletion is over.
   *
   * @param now the time
   * @return true if the key must answer as deleted
   */
  public boolean isDeleted(Instant now) {
    return keyState == KeyState.PENDING_DELETION && !now.isBefore(deletionDate);
  }

  KeyRecord withState(KeyState state, Instant deletionDate) {
    return copy(state, deletionDate, backingKeys, rotation, onDemandRotations, aliases);
  }

  KeyRecord withRotation(RotationSchedule rotation) {
    return copy(keyState, deletionDate, backingKeys, rotation, onDemandRotations, aliases);
  }

  KeyRecord withAliases(int aliases) {
    return copy(keyState, deletionDate, backingKeys, rotation, onDemandRotations, aliases);
  }

  KeyRecord withBackingKey(BackingKey added, RotationSchedule rotation) {
    List<BackingKey> more = new ArrayList<>(backingKeys);
    more.add(added);
    int onDemand = onDemandRotations + (Boolean.TRUE.equals(added.onDemand()) ? 1 : 0);
    return copy(keyState, deletionDate, List.copyOf(more), rotation, onDemand, aliases);
  }

  private KeyRecord copy(
      KeyState state,
      Instant deletionDate,
      List<BackingKey> backingKeys,
      RotationSchedule rotation,
      int onDemandRotations,
      int aliases) {
    return new KeyRecord(
        partition,
        region,
        account,
        keyId,
        description,
        keySpec,
        keyUsage,
        state,
        creationDate,
        deletionDate,
        publicKey,
        backingKeys,
        rotation,
        onDemandRotations,
        aliases,
        tags);
  }
}
