package dev.keyward.embedded.identity;

import dev.keyward.embedded.policy.MalformedPolicyException;
import dev.keyward.embedded.policy.PolicyDocument;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.identity.Identities;
import dev.keyward.identity.Identity;
import dev.keyward.identity.ManagedPolicy;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.json.JsonCodec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The administrator's view of users, roles and policies, on the store. */
public final class IdentityTable implements Identities {
  /** Most policies attached to one user or role. */
  static final int MAX_ATTACHED = 20;

  /** Most characters of all policies of one user or role. */
  static final int MAX_INLINE_CHARACTERS = 131_072;

  private static final int MAX_TAGS = 50;
  private static final int PAGE = 1_000;
  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final RecordStore store;
  private final Names names;
  private final InstantSource clock;

  /**
   * Makes the table.
   *
   * @param store where everything is
   * @param partition for example {@code aws}
   * @param clock gives dates of creation
   */
  public IdentityTable(RecordStore store, String partition, InstantSource clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.names = new Names(partition);
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public Identity create(Identity.Kind kind, String account, String name) {
    String arn = names.identity(kind, account, name);
    IdentityRecord created =
        IdentityRecord.created(arn, kind, account, name, uniqueId(kind), clock.instant());
    make(Names.principalRecord(arn), created);
    return created.identity();
  }

  @Override
  public Optional<Identity> find(String arn) {
    return store
        .read(Names.principalRecord(arn))
        .map(record -> parse(record, IdentityRecord.class).identity());
  }

  @Override
  public void delete(String arn) {
    StoredRecord stored = existing(Names.principalRecord(arn));
    List<Change> changes = new ArrayList<>(AccessKeyTable.deletingAllOf(store, arn));
    changes.add(new Change.Delete(stored.id(), stored.version()));
    commit(changes.toArray(Change[]::new));
  }

  @Override
  public List<Identity> list(
      Identity.Kind kind, String account, Optional<String> after, int limit) {
    String prefix = names.identities(kind, account);
    return store.scan(RecordKind.PRINCIPAL, prefix, after.map(prefix::concat), limit).stream()
        .map(record -> parse(record, IdentityRecord.class).identity())
        .toList();
  }

  @Override
  public void putInlinePolicy(String arn, String policyName, String document) {
    Names.checkPolicyName(policyName);
    checkDocument(document);
    change(
        arn,
        old -> {
          IdentityRecord changed = old.withInlinePolicy(policyName, document);
          int size = changed.inlinePolicies().values().stream().mapToInt(String::length).sum();
          if (size > MAX_INLINE_CHARACTERS) {
            throw limit("All policies of " + arn + " together are too long.");
          }
          return changed;
        });
  }

  @Override
  public void deleteInlinePolicy(String arn, String policyName) {
    change(
        arn,
        old -> {
          if (!old.inlinePolicies().containsKey(policyName)) {
            throw notFound(arn + " has no such policy.");
          }
          return old.withoutInlinePolicy(policyName);
        });
  }

  @Override
  public void tag(String arn, Map<String, String> tags) {
    tags.forEach(IdentityTable::checkTag);
    change(
        arn,
        old -> {
          IdentityRecord changed = old.withTags(tags, Set.of());
          if (changed.tags().size() > MAX_TAGS) {
            throw limit(arn + " would have more than " + MAX_TAGS + " tags.");
          }
          return changed;
        });
  }

  @Override
  public void untag(String arn, Set<String> tagNames) {
    change(arn, old -> old.withTags(Map.of(), tagNames));
  }

  @Override
  public void setBoundary(String arn, Optional<String> policyArn) {
    if (policyArn.isPresent()) {
      use(policyArn.get(), arn, old -> old.withBoundary(policyArn));
    } else {
      change(arn, old -> old.withBoundary(policyArn));
    }
  }

  @Override
  public ManagedPolicy createPolicy(String account, String name, String document) {
    String arn = names.policy(account, name);
    checkDocument(document);
    PolicyRecord created = new PolicyRecord(arn, account, name, document, clock.instant());
    make(Names.policyRecord(arn), created);
    return created.policy();
  }

  @Override
  public Optional<ManagedPolicy> findPolicy(String arn) {
    return store
        .read(Names.policyRecord(arn))
        .map(record -> parse(record, PolicyRecord.class).policy());
  }

  @Override
  public void deletePolicy(String arn) {
    StoredRecord stored = existing(Names.policyRecord(arn));
    String account = parse(stored, PolicyRecord.class).account();
    for (Identity.Kind kind : Identity.Kind.values()) {
      requireUnused(arn, names.identities(kind, account));
    }
    commit(new Change.Delete(stored.id(), stored.version()));
  }

  @Override
  public List<ManagedPolicy> listPolicies(String account, Optional<String> after, int limit) {
    return policies(names.policies(account), after, limit);
  }

  @Override
  public void attachPolicy(String arn, String policyArn) {
    use(
        policyArn,
        arn,
        old -> {
          IdentityRecord changed = old.withAttached(policyArn);
          if (changed.attachedPolicies().size() > MAX_ATTACHED) {
            throw limit(arn + " would have more than " + MAX_ATTACHED + " policies attached.");
          }
          return changed;
        });
  }

  @Override
  public void detachPolicy(String arn, String policyArn) {
    change(
        arn,
        old -> {
          if (!old.attachedPolicies().contains(policyArn)) {
            throw notFound(policyArn + " is not attached to " + arn + ".");
          }
          return old.withoutAttached(policyArn);
        });
  }

  @Override
  public void putAccountLimit(String account, String name, String document) {
    RecordId id = Names.policyRecord(names.limit(account, name));
    checkDocument(document);
    long version = store.read(id).map(StoredRecord::version).orElse(0L);
    put(id, version, new PolicyRecord(id.id(), account, name, document, clock.instant()));
  }

  @Override
  public void removeAccountLimit(String account, String name) {
    StoredRecord stored = existing(Names.policyRecord(names.limit(account, name)));
    commit(new Change.Delete(stored.id(), stored.version()));
  }

  @Override
  public List<ManagedPolicy> accountLimits(String account) {
    return policies(names.limits(account), Optional.empty(), PAGE);
  }

  private List<ManagedPolicy> policies(String prefix, Optional<String> after, int limit) {
    return store.scan(RecordKind.POLICY, prefix, after.map(prefix::concat), limit).stream()
        .map(record -> parse(record, PolicyRecord.class).policy())
        .toList();
  }

  private void requireUnused(String policyArn, String prefix) {
    Optional<String> after = Optional.empty();
    List<StoredRecord> page;
    do {
      page = store.scan(RecordKind.PRINCIPAL, prefix, after, PAGE);
      for (StoredRecord record : page) {
        if (parse(record, IdentityRecord.class).uses(policyArn)) {
          throw new KmsServiceException(
              ErrorCode.CONFLICT, policyArn + " is in use by " + record.id().id() + ".");
        }
        after = Optional.of(record.id().id());
      }
    } while (page.size() == PAGE);
  }

  private void change(String arn, UnaryOperator<IdentityRecord> change) {
    StoredRecord stored = existing(Names.principalRecord(arn));
    put(stored.id(), stored.version(), change.apply(parse(stored, IdentityRecord.class)));
  }

  /**
   * Changes somebody who is to use a policy. The policy's record is written again, so that it
   * cannot be deleted at the same time.
   */
  private void use(String policyArn, String arn, UnaryOperator<IdentityRecord> change) {
    StoredRecord policy = existing(Names.policyRecord(policyArn));
    StoredRecord stored = existing(Names.principalRecord(arn));
    IdentityRecord old = parse(stored, IdentityRecord.class);
    if (!parse(policy, PolicyRecord.class).account().equals(old.account())) {
      throw notFound(policyArn + " belongs to another account than " + arn + ".");
    }
    commit(put(stored, JsonCodec.write(change.apply(old))), put(policy, policy.content()));
  }

  private static Change put(StoredRecord over, byte[] content) {
    return new Change.Put(over.id(), over.parent(), over.version(), content);
  }

  private StoredRecord existing(RecordId id) {
    return store.read(id).orElseThrow(() -> notFound(id.id() + " does not exist."));
  }

  private void make(RecordId id, Record content) {
    if (store.read(id).isPresent()) {
      throw new KmsServiceException(ErrorCode.ALREADY_EXISTS, id.id() + " already exists.");
    }
    put(id, 0, content);
  }

  private void put(RecordId id, long version, Record content) {
    commit(new Change.Put(id, Optional.empty(), version, JsonCodec.write(content)));
  }

  private void commit(Change... changes) {
    try {
      store.commit(List.of(changes));
    } catch (StoreConflictException e) {
      throw new KmsServiceException(
          ErrorCode.CONFLICT, e.record().id() + " was changed at the same time. Try again.");
    }
  }

  private static void checkDocument(String document) {
    if (PolicyDocument.isTooLong(document)) {
      throw limit("A policy has at most " + PolicyDocument.MAX_BYTES + " bytes.");
    }
    try {
      PolicyDocument.identityPolicy(document);
    } catch (MalformedPolicyException e) {
      throw new KmsServiceException(ErrorCode.MALFORMED_POLICY_DOCUMENT, e.getMessage());
    }
  }

  private static void checkTag(String name, String value) {
    if (name.isEmpty() || name.length() > 128 || value.length() > 256) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION,
          "A tag has a name of 1 to 128 characters and a value of up to 256.");
    }
  }

  private static String uniqueId(Identity.Kind kind) {
    byte[] random = new byte[17];
    JdkRandom.shared().nextBytes(random);
    StringBuilder id = new StringBuilder(kind == Identity.Kind.USER ? "AIDA" : "AROA");
    for (byte b : random) {
      id.append(ID_ALPHABET.charAt(b & 31));
    }
    return id.toString();
  }

  private static KmsServiceException notFound(String message) {
    return new KmsServiceException(ErrorCode.NOT_FOUND, message);
  }

  private static KmsServiceException limit(String message) {
    return new KmsServiceException(ErrorCode.LIMIT_EXCEEDED, message);
  }

  private static <T extends Record> T parse(StoredRecord record, Class<T> type) {
    return JsonCodec.read(record.content(), type, JsonCodec.Reading.REQUEST);
  }
}
