package dev.keyward.embedded.lifecycle;

import dev.keyward.kms.KeyManager;
import dev.keyward.kms.Tag;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
 * @param backingKeys all generations of its material, oldest first; none before the first import
 * @param rotation its rotation schedule; null if it is off
 * @param onDemandRotations how often it was rotated on demand
 * @param aliases how many aliases point to it
 * @param tags its tags
 * @param policy its key policy; null for the default one, which lets the account decide
 * @param keyOrigin where its material comes from; null for {@link KeyOrigin#AWS_KMS}
 * @param keyManager who manages it; null for {@link KeyManager#CUSTOMER}
 * @param multiRegion the set of a multi-Region key
 * @param customKeyStoreId the custom key store that holds its material
 * @param pendingWindowInDays the waiting period that starts when the last replica is gone
 * @param importTokenId the import token that was issued last
 * @param dueDate when it is to be looked after next
 * @param deletedAtRunningSeconds how long the store had been in use when somebody noticed that the
 *     waiting period is over; the key is destroyed only a day of use later
 * @param policyIds unique ids of the users and roles that its policy names, as they were when it
 *     was written; null for the default policy, and for one of an earlier version
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
    List<Tag> tags,
    String policy,
    KeyOrigin keyOrigin,
    KeyManager keyManager,
    MultiRegionSet multiRegion,
    String customKeyStoreId,
    Integer pendingWindowInDays,
    String importTokenId,
    Instant dueDate,
    Integer deletedAtRunningSeconds,
    List<String> policyIds) {

  /**
   * The key's resource name.
   *
   * @return the ARN
   */
  public KeyArn arn() {
    return new KeyArn(partition, region, account, new KeyId(keyId));
  }

  /**
   * Account and Region of the key.
   *
   * @return the scope
   */
  public Scope scope() {
    return new Scope(partition, region, account);
  }

  /**
   * The same key in another Region.
   *
   * @param otherRegion the Region
   * @return the ARN of the related key
   */
  public KeyArn arnIn(String otherRegion) {
    return new KeyArn(partition, otherRegion, account, new KeyId(keyId));
  }

  /**
   * Where the material comes from.
   *
   * @return never null
   */
  public KeyOrigin origin() {
    return keyOrigin == null ? KeyOrigin.AWS_KMS : keyOrigin;
  }

  /**
   * Who manages the key.
   *
   * @return never null
   */
  public KeyManager manager() {
    return keyManager == null ? KeyManager.CUSTOMER : keyManager;
  }

  /**
   * Tells whether this is the primary key of its set.
   *
   * @return false for a replica and for a single-Region key
   */
  public boolean isPrimary() {
    return multiRegion != null && multiRegion.primaryRegion().equals(region);
  }

  /**
   * Tells whether this is a replica.
   *
   * @return false for a primary key and for a single-Region key
   */
  public boolean isReplica() {
    return multiRegion != null && !isPrimary();
  }

  /**
   * The generation that encrypts.
   *
   * @return the newest that does not wait for its rotation
   * @throws IllegalStateException if nothing was imported yet
   */
  public BackingKey current() {
    return currentIfAny().orElseThrow(() -> new IllegalStateException("no key material"));
  }

  /**
   * The generation that encrypts, if there is one.
   *
   * @return empty before the first import
   */
  public Optional<BackingKey> currentIfAny() {
    for (int i = backingKeys.size() - 1; i >= 0; i--) {
      if (!backingKeys.get(i).isPending()) {
        return Optional.of(backingKeys.get(i));
      }
    }
    return Optional.empty();
  }

  /**
   * The generation that waits for its rotation.
   *
   * @return empty if there is none
   */
  public Optional<BackingKey> pending() {
    return backingKeys.stream().filter(BackingKey::isPending).findFirst();
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

  /**
   * Tells whether every generation that was in use can be used.
   *
   * @param now the time
   * @return false if one is to be imported first, or again
   */
  public boolean hasAllMaterial(Instant now) {
    if (backingKeys.isEmpty()) {
      return false;
    }
    for (BackingKey generation : backingKeys) {
      if (!generation.isPending() && !generation.isHere(now)) {
        return false;
      }
    }
    return true;
  }

  /**
   * When somebody must look after the key next.
   *
   * @return empty if nothing will fall due
   */
  Optional<Instant> nextDueDate() {
    if (deletedAtRunningSeconds != null) {
      return Optional.ofNullable(dueDate);
    }
    Instant next = null;
    if (keyState == KeyState.PENDING_DELETION) {
      next = deletionDate;
    } else if (rotation != null && keyState == KeyState.ENABLED && !isReplica()) {
      next = rotation.nextDate();
    }
    for (BackingKey generation : backingKeys) {
      // What was noticed already is looked at again when whoever noticed it said.
      next =
          earlier(
              next, generation.expiredAtRunningSeconds() == null ? generation.validTo() : dueDate);
    }
    return Optional.ofNullable(next);
  }

  private static Instant earlier(Instant one, Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.isBefore(one) ? other : one;
  }

  /** What a changed copy starts from. */
  public static final class Draft {
    public String description;
    public KeyState keyState;
    public Instant deletionDate;
    public byte[] publicKey;
    public List<BackingKey> backingKeys;
    public RotationSchedule rotation;
    public int onDemandRotations;
    public int aliases;
    public List<Tag> tags;
    public String policy;
    public MultiRegionSet multiRegion;
    public Integer pendingWindowInDays;
    public String importTokenId;
    public Instant dueDate;
    public Integer deletedAtRunningSeconds;
    public List<String> policyIds;

    private Draft(KeyRecord key) {
      description = key.description;
      keyState = key.keyState;
      deletionDate = key.deletionDate;
      publicKey = key.publicKey;
      backingKeys = new ArrayList<>(key.backingKeys);
      rotation = key.rotation;
      onDemandRotations = key.onDemandRotations;
      aliases = key.aliases;
      tags = key.tags;
      policy = key.policy;
      multiRegion = key.multiRegion;
      pendingWindowInDays = key.pendingWindowInDays;
      importTokenId = key.importTokenId;
      dueDate = key.dueDate;
      deletedAtRunningSeconds = key.deletedAtRunningSeconds;
      policyIds = key.policyIds;
    }

    /**
     * Puts a changed generation in the place of the one with its number.
     *
     * @param changed the generation
     */
    public void replace(BackingKey changed) {
      backingKeys.replaceAll(known -> known.number().equals(changed.number()) ? changed : known);
    }
  }

  /**
   * A changed copy.
   *
   * @param change what is different
   * @return a new value
   */
  public KeyRecord with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new KeyRecord(
        partition,
        region,
        account,
        keyId,
        draft.description,
        keySpec,
        keyUsage,
        draft.keyState,
        creationDate,
        draft.deletionDate,
        draft.publicKey,
        List.copyOf(draft.backingKeys),
        draft.rotation,
        draft.onDemandRotations,
        draft.aliases,
        draft.tags,
        draft.policy,
        keyOrigin,
        keyManager,
        draft.multiRegion,
        customKeyStoreId,
        draft.pendingWindowInDays,
        draft.importTokenId,
        draft.dueDate,
        draft.deletedAtRunningSeconds,
        draft.policyIds);
  }

  /**
   * The same key in another state.
   *
   * @param state the state
   * @return a new value
   */
  public KeyRecord withState(KeyState state) {
    return state == keyState ? this : with(draft -> draft.keyState = state);
  }
}
