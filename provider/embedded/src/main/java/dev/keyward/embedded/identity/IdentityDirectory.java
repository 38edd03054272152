package dev.keyward.embedded.identity;

import dev.keyward.embedded.policy.IdentityPolicies;
import dev.keyward.embedded.policy.MalformedPolicyException;
import dev.keyward.embedded.policy.PolicyDocument;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.policy.PrincipalDirectory;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.json.JsonCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The engine's view of principals: their policies, read once and made ready for evaluation. A
 * change makes the directory forget them when it is told. Thread-safe.
 *
 * <p>A document in the store that cannot be read denies everything to whom it belongs.
 */
public final class IdentityDirectory implements PrincipalDirectory {
  private static final int MAX_ENTRIES = 20_000;
  private static final int MAX_LIMITS = 1_000;

  private final RecordStore store;
  private final Names names;
  private final Map<Principal, KnownPrincipal> known = new ConcurrentHashMap<>();

  /** Counts what was forgotten, so that a read that began before a change is not kept after it. */
  private final AtomicLong epoch = new AtomicLong();

  /**
   * Makes the directory.
   *
   * @param store where users, roles and policies are
   * @param partition for example {@code aws}
   */
  public IdentityDirectory(RecordStore store, String partition) {
    this.store = Objects.requireNonNull(store, "store");
    this.names = new Names(partition);
  }

  /**
   * What a decision needs of a principal. Reads the store only if nobody asked for it before.
   *
   * @param principal who; need not exist, and has no policies then
   * @return policies, limits and tags
   */
  public KnownPrincipal look(Principal principal) {
    Principal family = principal.family();
    KnownPrincipal found = known.get(family);
    return found != null ? found : read(family);
  }

  /**
   * Tells whether a principal exists: the root of any account and any service does, a user or role
   * if it is in the store, a session if its role is. Federated users exist while somebody uses
   * them; nobody keeps them, so any may be named.
   */
  @Override
  public boolean exists(Principal principal) {
    if (principal instanceof Principal.Root
        || principal instanceof Principal.Service
        || principal instanceof Principal.FederatedUser) {
      return true;
    }
    boolean plain =
        principal instanceof Principal.User user && user.path().equals("/")
            || principal instanceof Principal.Role role && role.path().equals("/")
            || principal instanceof Principal.AssumedRole;
    return plain && identity(principal.family()).isPresent();
  }

  /**
   * Reads which user or role bears a name now, past the memory.
   *
   * @param principal a user, role or session
   * @return its unique id; empty if there is none, and for all other principals
   */
  public Optional<String> uniqueId(Principal principal) {
    return identity(principal.family()).map(IdentityRecord::uniqueId);
  }

  /**
   * Forgets what was kept of a principal that has changed, or of all if a policy has.
   *
   * @param changed any record
   */
  public void forget(RecordId changed) {
    if (changed.kind() == RecordKind.PRINCIPAL || changed.kind() == RecordKind.POLICY) {
      epoch.incrementAndGet();
      if (changed.kind() == RecordKind.POLICY) {
        known.clear();
      } else {
        known.keySet().removeIf(family -> family.arn().equals(changed.id()));
      }
    }
  }

  /** Forgets everything that was kept, because any principal or policy may have changed. */
  public void forgetAll() {
    epoch.incrementAndGet();
    known.clear();
  }

  private KnownPrincipal read(Principal family) {
    long before = epoch.get();
    KnownPrincipal read = readFromStore(family);
    if (known.size() >= MAX_ENTRIES) {
      known.clear();
    }
    known.put(family, read);
    if (epoch.get() != before) {
      known.remove(family);
    }
    return read;
  }

  private KnownPrincipal readFromStore(Principal family) {
    List<PolicyDocument> limits = family.account().map(this::limits).orElse(List.of());
    Optional<IdentityRecord> identity = identity(family);
    List<PolicyDocument> policies = new ArrayList<>();
    identity.ifPresent(
        record -> {
          record.inlinePolicies().values().forEach(text -> policies.add(document(text)));
          record.attachedPolicies().forEach(arn -> policies.add(policy(arn)));
        });
    Optional<PolicyDocument> boundary =
        identity.flatMap(record -> Optional.ofNullable(record.boundary())).map(this::policy);
    return new KnownPrincipal(
        new IdentityPolicies(policies, boundary, Optional.empty(), limits),
        identity.map(IdentityDirectory::lowerCaseTags).orElse(Map.of()),
        identity.map(IdentityRecord::uniqueId));
  }

  private static Map<String, String> lowerCaseTags(IdentityRecord record) {
    Map<String, String> tags = new HashMap<>();
    record.tags().forEach((name, value) -> tags.put(name.toLowerCase(Locale.ROOT), value));
    return tags;
  }

  private Optional<IdentityRecord> identity(Principal family) {
    if (!(family instanceof Principal.User || family instanceof Principal.Role)) {
      return Optional.empty();
    }
    return store
        .read(new RecordId(RecordKind.PRINCIPAL, family.arn()))
        .map(record -> parse(record, IdentityRecord.class));
  }

  private List<PolicyDocument> limits(String account) {
    String prefix = names.limits(account);
    return store.scan(RecordKind.POLICY, prefix, Optional.empty(), MAX_LIMITS).stream()
        .map(record -> document(parse(record, PolicyRecord.class).document()))
        .toList();
  }

  /** An attached policy cannot be deleted. Should one be missing, what it denied is not known. */
  private PolicyDocument policy(String arn) {
    return store
        .read(Names.policyRecord(arn))
        .map(record -> document(parse(record, PolicyRecord.class).document()))
        .orElse(PolicyDocument.denyingEverything());
  }

  private static PolicyDocument document(String text) {
    try {
      return PolicyDocument.identityPolicy(text);
    } catch (MalformedPolicyException e) {
      return PolicyDocument.denyingEverything();
    }
  }

  private static <T extends Record> T parse(StoredRecord record, Class<T> type) {
    return JsonCodec.read(record.content(), type, JsonCodec.Reading.REQUEST);
  }
}
