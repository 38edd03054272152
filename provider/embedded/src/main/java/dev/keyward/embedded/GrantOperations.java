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
import dev.keyward.embedded.policy.Principal;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Creates, lists and ends grants: section 15 of the contract. */
final class GrantOperations implements AutoCloseable {
  private static final int PAGE = 50;
  private static final int MAX_PAGE = 100;
  private static final Pattern GRANT_ID = Pattern.compile("[0-9a-f]{64}");

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
    requireOneOf(request.granteePrincipal(), request.granteeServicePrincipal());
    requirePrincipal(request.granteePrincipal());
    requirePrincipal(request.retiringPrincipal());
    check(request.grantTokens());
    KeyRecord key = findById(call, request.keyId());
    GrantRecord candidate = candidate(call, key, request);
    engine.authorizer().permitGrant(call, key, candidate);
    call.permitted(key);
    StateRules.check(key, Kind.GRANT);
    KeyRules.requireCustomerManaged(key);
    GrantRules.check(
        key.keySpec(), key.keyUsage(), candidate.operations(), candidate.constraints());
    Optional<GrantRecord> same = engine.grantTable().sameAs(candidate);
    if (same.isEmpty()) {
      engine
          .resourceQuotas()
          .requireRoomForGrant(key.arn().text(), engine.grantTable().count(candidate.keyRecord()));
    }
    call.stopDryRun();
    GrantRecord grant = same.orElse(candidate);
    if (same.isEmpty()) {
      engine.table().commit(engine.grantTable().put(grant));
    }
    call.answers("keyId", key.arn().text());
    call.answers("grantId", grant.grantId());
    GrantName name = new GrantName(grant.keyRecord(), grant.grantId());
    return new CreateGrant.Response(tokens.issue(name), grant.grantId());
  }

  private static void requireOneOf(String principal, String service) {
    if ((principal == null) == (service == null)) {
      throw KeyRules.invalid("Specify either a GranteePrincipal or a GranteeServicePrincipal.");
    }
  }

  private static void requirePrincipal(String principal) {
    if (principal == null) {
      return;
    }
    try {
      Principal.parse(principal);
    } catch (IllegalArgumentException e) {
      throw new KmsServiceException(
          ErrorCode.INVALID_ARN, "Invalid principal: " + e.getMessage() + ".");
    }
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
                asked.sourceArn()));
  }

  private KeyRecord findById(Call call, String identifier) {
    KeyArn name = call.keyName(identifier);
    return engine
        .resolver()
        .find(name)
        .orElseThrow(() -> call.missing(name, call.rule().action()))
        .value();
  }

  ListGrants.Response list(Call call, ListGrants.Request request) {
    KeyRecord key = call.keyById(request.keyId());
    int limit = Page.limit(request.limit(), PAGE, MAX_PAGE);
    GrantFilter filter =
        new GrantFilter(
            Optional.ofNullable(request.grantId()),
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
    requireOneOf(request.retiringPrincipal(), request.retiringServicePrincipal());
    requirePrincipal(request.retiringPrincipal());
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
    GrantName name = new GrantName(Records.key(key.arn()).id(), checkedId(request.grantId()));
    KeyLifecycle.retrying(
        () -> {
          end(call, require(name));
          return null;
        });
  }

  private static GrantName named(Call call, String keyId, String grantId) {
    return new GrantName(Records.key(call.keyName(keyId)).id(), checkedId(grantId));
  }

  private static String checkedId(String grantId) {
    if (!GRANT_ID.matcher(grantId).matches()) {
      throw new KmsServiceException(ErrorCode.INVALID_GRANT_ID, "The grant id is not valid.");
    }
    return grantId;
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
    engine.table().commit(engine.grantTable().delete(known));
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
