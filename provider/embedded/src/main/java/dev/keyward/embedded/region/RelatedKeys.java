package dev.keyward.embedded.region;

import dev.keyward.embedded.lifecycle.BackingKey;
import dev.keyward.embedded.lifecycle.KeyLifecycle.Edit;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyResolver;
import dev.keyward.embedded.lifecycle.KeyTable;
import dev.keyward.embedded.lifecycle.MultiRegionSet;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.store.Change;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.secret.SecretBytes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The members of a set of multi-Region keys, changed together in one commit. A single-Region key is
 * a set of one.
 *
 * <p>Members share key id, material, rotation and the set itself; each has its own policy, aliases,
 * grants, tags, description and state. Source: section 18 of the contract.
 */
public final class RelatedKeys {
  private final KeyTable table;
  private final KeyResolver resolver;
  private final InstantSource clock;

  /**
   * Makes it.
   *
   * @param table keys
   * @param resolver finds keys
   * @param clock the time
   */
  public RelatedKeys(KeyTable table, KeyResolver resolver, InstantSource clock) {
    this.table = table;
    this.resolver = resolver;
    this.clock = clock;
  }

  /**
   * Changes a key and all keys related to it in the same way.
   *
   * @param key one of them, as it is stored
   * @param change what is different
   * @return the edit of the key, with those of the others
   */
  public Edit editAll(KeyRecord key, UnaryOperator<KeyRecord> change) {
    List<Change> more = new ArrayList<>();
    for (Versioned<KeyRecord> other : others(key)) {
      more.addAll(table.changing(other, change.apply(other.value())));
    }
    return new Edit(change.apply(key), more);
  }

  /**
   * As {@link #editAll}, and stores new material for each of them.
   *
   * @param key one of them, as it is stored
   * @param number which generation the material is
   * @param material the material; not closed
   * @param change what is different
   * @return the edit; the copies of the material in it are zeroed after the commit
   */
  public Edit editAllWithMaterial(
      KeyRecord key, int number, SecretBytes material, UnaryOperator<KeyRecord> change) {
    Edit edit = editAll(key, change);
    List<Change> more = new ArrayList<>(edit.more());
    List<KeyArn> members = new ArrayList<>();
    members.add(key.arn());
    others(key).forEach(other -> members.add(other.value().arn()));
    for (KeyArn member : members) {
      more.add(table.putMaterial(member, number, material.read(byte[]::clone)));
    }
    return new Edit(edit.next(), more);
  }

  /**
   * The other members of a key's set.
   *
   * @param key a key
   * @return those that exist, as they are stored now
   */
  public List<Versioned<KeyRecord>> others(KeyRecord key) {
    if (key.multiRegion() == null) {
      return List.of();
    }
    TreeSet<String> regions = new TreeSet<>(key.multiRegion().replicaRegions());
    regions.add(key.multiRegion().primaryRegion());
    regions.remove(key.region());
    return regions.stream()
        .map(region -> resolver.findFresh(key.arnIn(region)))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Tells whether imported material reached every replica of a primary key.
   *
   * @param key the primary key, or a single-Region key
   * @param keyMaterialId the material
   * @return true if none lacks it
   */
  public boolean everyReplicaHas(KeyRecord key, String keyMaterialId) {
    return others(key).stream()
        .allMatch(
            other ->
                other
                    .value()
                    .generation(keyMaterialId)
                    .map(generation -> generation.isHere(clock.instant()))
                    .orElse(false));
  }

  /**
   * A change of the set itself, on every member.
   *
   * @param change from the set as it is, to the set as it is to be
   * @return for {@link #editAll}
   */
  public static UnaryOperator<KeyRecord> set(Function<MultiRegionSet, MultiRegionSet> change) {
    return member -> member.with(draft -> draft.multiRegion = change.apply(member.multiRegion()));
  }

  /**
   * The generations of a primary key as a new replica begins with them.
   *
   * @param primary the primary key
   * @param imported whether material is imported, and so must be imported in each Region
   * @return the generations
   */
  public static List<BackingKey> generationsOfReplica(KeyRecord primary, boolean imported) {
    return imported
        ? primary.backingKeys().stream().map(BackingKey::withoutMaterial).toList()
        : primary.backingKeys();
  }
}
