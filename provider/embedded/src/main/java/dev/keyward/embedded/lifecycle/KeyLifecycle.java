package dev.keyward.embedded.lifecycle;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyReference.KeyArn;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Creates and changes keys. Every change is a compare-and-set: it is thought through again on what
 * another writer left, until nobody was faster.
 */
public final class KeyLifecycle {
  private static final int MAX_ATTEMPTS = 100;
  private static final int MATERIAL_ID_BYTES = 32;

  private final KeyTable table;
  private final KeyResolver resolver;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * How a key is to be, and what changes together with it.
   *
   * @param next the key; the same object if it stays as it is
   * @param more changes of other records in the same commit; key material in them is zeroed after
   *     it
   */
  public record Edit(KeyRecord next, List<Change> more) {

    /**
     * An edit of the key alone.
     *
     * @param next the key
     * @return the edit
     */
    public static Edit of(KeyRecord next) {
      return new Edit(next, List.of());
    }
  }

  /**
   * Makes it.
   *
   * @param table keys and aliases
   * @param resolver finds keys
   * @param clock the time
   * @param random makes ids
   */
  public KeyLifecycle(
      KeyTable table, KeyResolver resolver, InstantSource clock, SecureRandom random) {
    this.table = table;
    this.resolver = resolver;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Stores a new key.
   *
   * @param key the key
   * @param more what is stored with it
   */
  public void create(KeyRecord key, List<Change> more) {
    List<Change> changes = new ArrayList<>(table.creating(key));
    changes.addAll(more);
    table.commit(changes);
  }

  /**
   * Changes a key.
   *
   * @param key its name
   * @param change from the key as it is stored, to the key as it is to be; may be called several
   *     times
   * @return the key as it is then
   * @throws KmsServiceException NotFoundException if there is no such key
   */
  public KeyRecord change(KeyArn key, Function<KeyRecord, KeyRecord> change) {
    return edit(key, stored -> Edit.of(change.apply(stored)));
  }

  /**
   * Changes a key and other records in one commit.
   *
   * @param key its name
   * @param change what is to be; may be called several times
   * @return the key as it is then
   * @throws KmsServiceException NotFoundException if there is no such key
   */
  public KeyRecord edit(KeyArn key, Function<KeyRecord, Edit> change) {
    return retrying(
        () -> {
          Versioned<KeyRecord> found =
              resolver.findFresh(key).orElseThrow(() -> KeyResolver.notFound(key));
          Edit edit = change.apply(found.value());
          List<Change> changes = new ArrayList<>();
          if (edit.next() != found.value()) {
            changes.addAll(table.changing(found, edit.next()));
          }
          changes.addAll(edit.more());
          try {
            if (!changes.isEmpty()) {
              table.commit(changes);
            }
          } finally {
            changes.forEach(KeyLifecycle::wipeMaterial);
          }
          return edit.next();
        });
  }

  private static void wipeMaterial(Change change) {
    if (change instanceof Change.Put put && put.id().kind() == RecordKind.MATERIAL) {
      Arrays.fill(put.content(), (byte) 0);
    }
  }

  /**
   * Repeats a change that another writer got ahead of, on what that writer left.
   *
   * @param change reads, thinks and commits
   * @param <T> what comes of it
   * @return its result
   */
  public static <T> T retrying(Supplier<T> change) {
    StoreConflictException last = null;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        return change.get();
      } catch (StoreConflictException e) {
        last = e;
      }
    }
    throw new KmsServiceException(
        ErrorCode.KMS_INTERNAL.wireName(), "Too many changes at the same time.", null, last);
  }

  /**
   * An id for generated key material.
   *
   * @return 64 hex digits
   */
  public String newMaterialId() {
    byte[] id = new byte[MATERIAL_ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /**
   * An id for a key: RFC 9562, section 5.4, 122 random bits; made here so that the source of
   * randomness is ours.
   *
   * @return a random UUID
   */
  public UUID newUuid() {
    long high = random.nextLong() & 0xffffffffffff0fffL | 0x4000L;
    long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /**
   * The time as the store keeps it.
   *
   * @return whole milliseconds
   */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
