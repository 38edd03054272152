package dev.keyward.embedded;

import dev.keyward.embedded.grant.GrantFilter;
import dev.keyward.embedded.grant.GrantName;
import dev.keyward.embedded.grant.GrantRecord;
import dev.keyward.embedded.grant.GrantRules;
import dev.keyward.embedded.grant.GrantTable;
import dev.keyward.embedded.grant.GrantTokens;
import dev.keyward.embedded.grant.KnownGrant;
import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyResolver;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.store.Change;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GrantConstraints;
import dev.keyward.kms.GrantListEntry;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListRetirableGrants;
import dev.keyward.kms.RetireGrant;
import dev.keyward.kms.RevokeGrant;
import dev.keyward.model.KeyReference.KeyArn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Creates, lists and ends grants: section 15 of the contract. */
final class GrantOperations implements AutoCloseable {
  private static final int PAGE = 50;
  private static final int MAX_PAGE = 100;

  private final Engine engine;
  private final GrantTokens tokens;

  GrantOperations(Engine engine) {
    this.engine = engine;
    this.tokens = new GrantTokens(engine.store().secretFor("grant-token"));
  }

  /** Refuses tokens that were not made here; grants are effective at once, so they add nothing. */
  void check(List<String> grantTokens) {
    if (grantTokens != null) {
      grantTokens.forEach(this::read);
    }
  }

  private GrantName read(String token) {
    return tokens
        .read(token)
        .orElseThrow(
            () ->
                new KmsServiceException(
                    ErrorCode.INVALID_GRANT_TOKEN, "The grant token does not belong to a grant."));
  }

  CreateGrant.Response create(Call call, CreateGrant.Request request) {
    GrantForms.check(request);
    check(request.grantTokens());
    GrantRecord grant = KeyLifecycle.retrying(() -> given(call, request));
    call.answers("keyId", grant.keyArn());
    call.answers("grantId", grant.grantId());
    GrantName name = new GrantName(grant.keyRecord(), grant.grantId());
    return new CreateGrant.Response(tokens.issue(name), grant.grantId());
  }

  /** The grant that the same request made before, or else a new one. */
  private GrantRecord given(Call call, CreateGrant.Request request) {
    Versioned<KeyRecord> found = fresh(call, call.keyName(request.keyId()));
    KeyRecord key = engine.resolver().seen(found.value());
    GrantRecord candidate = candidate(call, key, request);
    engine.authorizer().permitGrant(call, key, candidate);
    call.permitted(key);
    StateRules.check(key, Kind.GRANT);
    KeyRules.requireCustomerManaged(key);
    GrantRules.check(
        key.keySpec(), key.keyUsage(), candidate.operations(), candidate.constraints());
    Optional<NamedGrant> named = NamedGrant.of(engine.store(), candidate);
    Optional<GrantRecord> same = named.flatMap(this::madeBefore);
    if (same.isPresent()) {
      call.stopDryRun();
      return same.get();
    }
    List<Change> changes =
        new ArrayList<>(
            engine
                .resourceQuotas()
                .roomForGrant(key, () -> engine.grantTable().count(candidate.keyRecord())));
    call.stopDryRun();
    // A grant lands only on the key as it was judged: its deletion may be scheduled meanwhile.
    changes.add(new Change.Require(Records.key(key.arn()), found.version()));
    changes.addAll(engine.grantTable().put(candidate));
    named.map(NamedGrant::made).ifPresent(changes::add);
    engine.table().commit(changes);
    return candidate;
  }

  /** Grants of earlier versions are found by what they say: nothing was written down for them. */
  private Optional<GrantRecord> madeBefore(NamedGrant named) {
    return named
        .grantId()
        .flatMap(id -> engine.grantTable().find(new GrantName(named.keyRecord(), id)))
        .map(KnownGrant::grant)
        .or(() -> engine.grantTable().sameAs(named.candidate()));
  }

  private Versioned<KeyRecord> fresh(Call call, KeyArn name) {
    return engine
        .resolver()
        .findFresh(name)
        .orElseThrow(() -> call.missing(name, call.rule().action()));
  }

  private GrantRecord candidate(Call call, KeyRecord key, CreateGrant.Request request) {
    GrantConstraints asked = request.constraints();
    return new GrantRecord(
        Records.key(key.arn()).id(),
        key.arn().text(),
        engine.lifecycle().newMaterialId(),
        request.name(),
        engine.lifecycle().now(),
        request.granteePrincipal(),
        request.retiringPrincipal(),
        request.granteeServicePrincipal(),
        request.retiringServicePrincipal(),
        new Principal.Root(call.scope().partition(), call.account()).arn(),
        request.operations().stream().map(GrantOperation::wireName).distinct().toList(),
        asked == null
            ? null
            : new GrantRecord.Constraints(
                asked.encryptionContextEquals(),
                asked.encryptionContextSubset(),
                asked.sourceArn()),
        uniqueId(request.granteePrincipal()),
        uniqueId(request.retiringPrincipal()));
  }

  /** Null for what is no user or role of this store. */
  private String uniqueId(String principal) {
    return Principal.read(principal).flatMap(engine.identities()::uniqueId).orElse(null);
  }

  ListGrants.Response list(Call call, ListGrants.Request request) {
    GrantForms.check(request);
    KeyRecord key = call.keyById(request.keyId());
    int limit = Page.limit(request.limit(), PAGE, MAX_PAGE);
    GrantFilter filter =
        new GrantFilter(
            Optional.ofNullable(request.grantId()).map(GrantForms::checkedId),
            Optional.ofNullable(request.granteePrincipal()),
            Optional.ofNullable(request.granteeServicePrincipal()));
    String listing = "ListGrants " + key.arn() + " " + filter;
    Optional<String> after = engine.markers().read(listing, request.marker());
    Page<GrantRecord> page =
        Page.of(
            engine.grantTable().page(Records.key(key.arn()).id(), filter, after, limit + 1), limit);
    return new ListGrants.Response(
        page.items().stream().map(GrantOperations::entry).toList(),
        page.marker(engine.markers(), listing, GrantRecord::grantId),
        page.truncated());
  }

  ListRetirableGrants.Response listRetirable(Call call, ListRetirableGrants.Request request) {
    GrantForms.check(request);
    call.permit();
    requireOwnAccount(call, request.retiringPrincipal());
    String principal =
        request.retiringPrincipal() != null
            ? request.retiringPrincipal()
            : request.retiringServicePrincipal();
    int limit = Page.limit(request.limit(), PAGE, MAX_PAGE);
    String listing = "ListRetirableGrants " + call.scope().prefix() + " " + principal;
    Optional<String> after = engine.markers().read(listing, request.marker());
    Page<GrantRecord> page =
        Page.of(
            engine.grantTable().retirable(principal, call.scope().region(), after, limit + 1),
            limit);
    return new ListRetirableGrants.Response(
        page.items().stream()
            .filter(grant -> mayKnow(call, request.retiringServicePrincipal(), grant))
            .filter(this::isOnAKey)
            .map(GrantOperations::entry)
            .toList(),
        page.marker(engine.markers(), listing, GrantTable::position),
        page.truncated());
  }

  /** Grants may be on keys of other accounts, but who may retire them is one's own principal. */
  private void requireOwnAccount(Call call, String retiringPrincipal) {
    if (retiringPrincipal != null
        && !Principal.parse(retiringPrincipal).account().equals(Optional.of(call.account()))) {
      throw engine.authorizer().refusal(call.caller(), call.rule().action(), retiringPrincipal);
    }
  }

  /** A service retires grants in many accounts; each of them gets to know its own. */
  private static boolean mayKnow(Call call, String service, GrantRecord grant) {
    return service == null
        || call.caller().principal().arn().equals(service)
        || KeyArn.parse(grant.keyArn()).account().equals(call.account());
  }

  /** Grants vanish with their key, when its waiting period is over. */
  private boolean isOnAKey(GrantRecord grant) {
    return engine.resolver().find(KeyArn.parse(grant.keyArn())).isPresent();
  }

  void retire(Call call, RetireGrant.Request request) {
    boolean byName = request.keyId() != null && request.grantId() != null;
    if (byName == (request.grantToken() != null)) {
      throw KeyRules.invalid("Specify either a GrantToken, or a KeyId and a GrantId.");
    }
    GrantName name =
        byName ? named(call, request.keyId(), request.grantId()) : read(request.grantToken());
    KeyLifecycle.retrying(
        () -> {
          KnownGrant known = require(name);
          // A token names a key in any Region; it is good for its own only.
          call.keyName(known.grant().keyArn());
          KeyRecord key =
              engine
                  .resolver()
                  .find(KeyArn.parse(known.grant().keyArn()))
                  .orElseThrow(() -> KeyResolver.notFound(KeyArn.parse(known.grant().keyArn())))
                  .value();
          engine.authorizer().permitRetiring(call, key, known.grant());
          call.permitted(key);
          end(call, known);
          return null;
        });
  }

  void revoke(Call call, RevokeGrant.Request request) {
    KeyRecord key = call.keyById(request.keyId());
    GrantName name =
        new GrantName(Records.key(key.arn()).id(), GrantForms.checkedId(request.grantId()));
    KeyLifecycle.retrying(
        () -> {
          end(call, require(name));
          return null;
        });
  }

  private static GrantName named(Call call, String keyId, String grantId) {
    return new GrantName(Records.key(call.keyName(keyId)).id(), GrantForms.checkedId(grantId));
  }

  private KnownGrant require(GrantName name) {
    return engine
        .grantTable()
        .find(name)
        .orElseThrow(
            () ->
                new KmsServiceException(
                    ErrorCode.NOT_FOUND, "Grant ID " + name.grantId() + " not found"));
  }

  private void end(Call call, KnownGrant known) {
    call.stopDryRun();
    List<Change> changes = new ArrayList<>(engine.grantTable().delete(known));
    NamedGrant.of(engine.store(), known.grant())
        .flatMap(named -> named.forgetting(known.grant()))
        .ifPresent(changes::add);
    engine.table().commit(changes);
    call.answers("keyId", known.grant().keyArn());
    call.answers("grantId", known.grant().grantId());
  }

  private static GrantListEntry entry(GrantRecord grant) {
    GrantRecord.Constraints limits = grant.constraints();
    return new GrantListEntry(
        grant.keyArn(),
        grant.grantId(),
        grant.name(),
        grant.creationDate(),
        grant.granteePrincipal(),
        grant.retiringPrincipal(),
        grant.issuingAccount(),
        operations(grant),
        limits == null
            ? null
            : new GrantConstraints(
                limits.encryptionContextSubset(),
                limits.encryptionContextEquals(),
                limits.sourceArn()),
        grant.granteeServicePrincipal(),
        grant.retiringServicePrincipal());
  }

  private static List<GrantOperation> operations(GrantRecord grant) {
    return Arrays.stream(GrantOperation.values())
        .filter(operation -> grant.operations().contains(operation.wireName()))
        .toList();
  }

  @Override
  public void close() {
    tokens.close();
  }
}
