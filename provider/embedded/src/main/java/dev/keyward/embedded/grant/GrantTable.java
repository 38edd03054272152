package dev.keyward.embedded.grant;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The grants in the store. Those of a key are kept in memory once it was asked for them, also that
 * there are none; a change makes the table forget them when it is told. Thread-safe.
 *
 * <p>Beside each grant with a retiring principal stands a pointer to it, whose parent is that
 * principal, so that the grants somebody may retire are found without reading all others.
 */
public final class GrantTable {
  private static final int PAGE = 1_000;
  private static final int MAX_KEYS_IN_MEMORY = 20_000;
  private static final String RETIRING = "retiring:";

  private final RecordStore store;
  private final Map<String, KeyGrants> ofKeys = new ConcurrentHashMap<>();

  /** Counts what was forgotten, so that a read that began before a change is not kept after it. */
  private final AtomicLong epoch = new AtomicLong();

  /**
   * Makes the table.
   *
   * @param store where grants are
   */
  public GrantTable(RecordStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /** Where a retiring principal's grants are found. */
  private record Pointer(String keyRecord, String grantId) {}

  /**
   * Finds a grant that allows a request. Reads the store only if nobody asked for this key before.
   *
   * @param keyRecord record id of the key
   * @param request the request
   * @return a grant, or empty if none allows it
   */
  public Optional<GrantRecord> allowing(String keyRecord, GrantRequest request) {
    KeyGrants grants = ofKey(keyRecord);
    return grants.isEmpty()
        ? Optional.empty()
        : grants.first(request.caller(), grant -> grant.allows(request));
  }

  /**
   * Finds a grant that allows its grantee to create another one.
   *
   * @param request the request to create it, with operation {@code CreateGrant}
   * @param child the grant to be created
   * @return a grant, or empty if none allows it
   */
  public Optional<GrantRecord> allowingToCreate(GrantRequest request, GrantRecord child) {
    Predicate<GrantRecord> fits = grant -> grant.allows(request) && grant.mayGive(child);
    return ofKey(child.keyRecord()).first(request.caller(), fits);
  }

  /**
   * Reads a grant from the store.
   *
   * @param name which
   * @return empty if it does not exist, or has ended
   */
  public Optional<KnownGrant> find(GrantName name) {
    if (name.recordId().length() > RecordId.MAX_LENGTH) {
      return Optional.empty();
    }
    return store.read(id(name)).map(GrantTable::known);
  }

  /**
   * Reads from the store a grant of the same name that says the same.
   *
   * @param candidate a grant that is to be created
   * @return empty if there is none, or the candidate has no name
   */
  public Optional<GrantRecord> sameAs(GrantRecord candidate) {
    if (candidate.name() == null) {
      return Optional.empty();
    }
    return matching(candidate.keyRecord(), Optional.empty(), 1, candidate::saysTheSameAs).stream()
        .findFirst();
  }

  /**
   * Reads grants of a key in the order of their ids.
   *
   * @param keyRecord record id of the key
   * @param filter which of them
   * @param after id of the grant to go on after
   * @param limit most grants wanted
   * @return at most that many
   */
  public List<GrantRecord> page(
      String keyRecord, GrantFilter filter, Optional<String> after, int limit) {
    return matching(keyRecord, after, limit, filter::shows);
  }

  /**
   * Reads the grants that a principal may retire because they name it, in a stable order.
   *
   * @param principal ARN of the principal, or name of the service
   * @param region only grants on keys of this Region
   * @param after position to go on after: {@link #position} of a grant
   * @param limit most grants wanted
   * @return at most that many
   */
  public List<GrantRecord> retirable(
      String principal, String region, Optional<String> after, int limit) {
    List<GrantRecord> found = new ArrayList<>();
    Optional<String> from = after.map(position -> pointerId(principal, position));
    List<StoredRecord> pointers;
    do {
      pointers = store.children(RecordKind.GRANT, RETIRING + principal, from, PAGE);
      for (StoredRecord record : pointers) {
        from = Optional.of(record.id().id());
        Pointer pointer = parse(record, Pointer.class);
        if (pointer.keyRecord().split("/", 3)[1].equals(region)) {
          find(new GrantName(pointer.keyRecord(), pointer.grantId()))
              .ifPresent(known -> found.add(known.grant()));
          if (found.size() == limit) {
            return found;
          }
        }
      }
    } while (pointers.size() == PAGE);
    return found;
  }

  /**
   * Where a grant stands in the order of {@link #retirable}.
   *
   * @param grant the grant
   * @return its position
   */
  public static String position(GrantRecord grant) {
    return new GrantName(grant.keyRecord(), grant.grantId()).recordId();
  }

  /**
   * Counts the grants of a key.
   *
   * @param keyRecord record id of the key
   * @return the number
   */
  public long count(String keyRecord) {
    return store.count(RecordKind.GRANT, keyRecord + "/");
  }

  /**
   * What creates a grant.
   *
   * @param grant the grant
   * @return changes to commit together
   */
  public List<Change> put(GrantRecord grant) {
    List<Change> changes = new ArrayList<>();
    GrantName name = new GrantName(grant.keyRecord(), grant.grantId());
    changes.add(
        new Change.Put(id(name), Optional.of(grant.keyRecord()), 0, JsonCodec.write(grant)));
    for (String principal : retiring(grant)) {
      byte[] pointer = JsonCodec.write(new Pointer(grant.keyRecord(), grant.grantId()));
      changes.add(
          new Change.Put(
              pointerRecord(principal, name), Optional.of(RETIRING + principal), 0, pointer));
    }
    return changes;
  }

  /**
   * What ends a grant.
   *
   * @param known the grant as it was read
   * @return changes to commit together
   */
  public List<Change> delete(KnownGrant known) {
    List<Change> changes = new ArrayList<>();
    GrantName name = new GrantName(known.grant().keyRecord(), known.grant().grantId());
    changes.add(new Change.Delete(id(name), known.version()));
    for (String principal : retiring(known.grant())) {
      // A pointer is made once and never changed.
      changes.add(new Change.Delete(pointerRecord(principal, name), 1));
    }
    return changes;
  }

  /**
   * What ends grants of a key that is deleted. To be committed and asked for again until nothing is
   * left.
   *
   * @param keyRecord record id of the key
   * @param limit most grants to end at once
   * @return changes to commit together; empty if the key has no grants
   */
  public List<Change> deleteSome(String keyRecord, int limit) {
    return store.children(RecordKind.GRANT, keyRecord, Optional.empty(), limit).stream()
        .flatMap(record -> delete(known(record)).stream())
        .toList();
  }

  /**
   * Forgets what was kept of the key whose grant has changed.
   *
   * @param changed any record
   */
  public void forget(RecordId changed) {
    if (changed.kind() == RecordKind.GRANT && !changed.id().startsWith(RETIRING)) {
      epoch.incrementAndGet();
      ofKeys.remove(changed.id().substring(0, changed.id().lastIndexOf('/')));
    }
  }

  /** Forgets everything that was kept, because any grant may have changed. */
  public void forgetAll() {
    epoch.incrementAndGet();
    ofKeys.clear();
  }

  private KeyGrants ofKey(String keyRecord) {
    KeyGrants known = ofKeys.get(keyRecord);
    return known != null ? known : read(keyRecord);
  }

  private KeyGrants read(String keyRecord) {
    long before = epoch.get();
    List<GrantRecord> all = matching(keyRecord, Optional.empty(), Integer.MAX_VALUE, grant -> true);
    KeyGrants grants = KeyGrants.of(all);
    if (ofKeys.size() >= MAX_KEYS_IN_MEMORY) {
      ofKeys.clear();
    }
    ofKeys.put(keyRecord, grants);
    if (epoch.get() != before) {
      ofKeys.remove(keyRecord);
    }
    return grants;
  }

  private List<GrantRecord> matching(
      String keyRecord, Optional<String> after, int limit, Predicate<GrantRecord> wanted) {
    List<GrantRecord> found = new ArrayList<>();
    Optional<String> from = after.map(id -> new GrantName(keyRecord, id).recordId());
    List<StoredRecord> page;
    do {
      page = store.children(RecordKind.GRANT, keyRecord, from, PAGE);
      for (StoredRecord record : page) {
        from = Optional.of(record.id().id());
        GrantRecord grant = parse(record, GrantRecord.class);
        if (wanted.test(grant)) {
          found.add(grant);
          if (found.size() == limit) {
            return found;
          }
        }
      }
    } while (page.size() == PAGE);
    return found;
  }

  private static List<String> retiring(GrantRecord grant) {
    List<String> principals = new ArrayList<>();
    if (grant.retiringPrincipal() != null) {
      principals.add(grant.retiringPrincipal());
    }
    if (grant.retiringServicePrincipal() != null) {
      principals.add(grant.retiringServicePrincipal());
    }
    return principals;
  }

  private static RecordId id(GrantName name) {
    return new RecordId(RecordKind.GRANT, name.recordId());
  }

  private static RecordId pointerRecord(String principal, GrantName name) {
    return new RecordId(RecordKind.GRANT, pointerId(principal, name.recordId()));
  }

  private static String pointerId(String principal, String position) {
    return RETIRING + principal + "/" + position;
  }

  private static KnownGrant known(StoredRecord record) {
    return new KnownGrant(parse(record, GrantRecord.class), record.version());
  }

  private static <T extends Record> T parse(StoredRecord record, Class<T> type) {
    return JsonCodec.read(record.content(), type, JsonCodec.Reading.REQUEST);
  }
}
