package dev.keyward.embedded;

import dev.keyward.embedded.RequestConditions.Side;
import dev.keyward.embedded.grant.GrantRecord;
import dev.keyward.embedded.grant.GrantRequest;
import dev.keyward.embedded.grant.GrantTable;
import dev.keyward.embedded.identity.IdentityDirectory;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.policy.AccessRequest;
import dev.keyward.embedded.policy.Authorization;
import dev.keyward.embedded.policy.Conditions;
import dev.keyward.embedded.policy.Decision;
import dev.keyward.embedded.policy.IdentityPolicies;
import dev.keyward.embedded.policy.MalformedPolicyException;
import dev.keyward.embedded.policy.PolicyDocument;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.policy.ReadyPolicies;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks policies and grants whether a caller may do something. Documents are read once and kept by
 * their text, so a changed policy is another document.
 */
final class Authorizer {
  private static final int MAX_DOCUMENTS = 2_000;

  /** The policy of keys that have none of their own, by account. */
  private static final Map<Principal.Root, String> STANDARD = new ConcurrentHashMap<>();

  private final IdentityDirectory identities;
  private final GrantTable grants;
  private final Map<String, PolicyDocument> documents = new ConcurrentHashMap<>();

  Authorizer(IdentityDirectory identities, GrantTable grants) {
    this.identities = identities;
    this.grants = grants;
  }

  /**
   * Refuses a caller who may not do something with a key; the grant that allows it, if one does.
   */
  Optional<String> permit(Call call, KeyRecord key, String action, Side side) {
    RequestConditions conditions = new RequestConditions(call, key, side);
    AccessRequest request = request(call, key, action, conditions);
    Decision decision =
        Authorization.decide(
            request,
            Optional.of(policy(key)),
            policies(call.caller()),
            () -> granted(call, key, action, conditions));
    require(decision, request);
    Decision.Allowed allowed = (Decision.Allowed) decision;
    return allowed.ground() == Decision.Ground.GRANT
        ? Optional.of(allowed.name())
        : Optional.empty();
  }

  private Optional<String> granted(
      Call call, KeyRecord key, String action, RequestConditions conditions) {
    return grants
        .allowing(Records.key(key.arn()).id(), grantRequest(call, action, conditions))
        .map(GrantRecord::grantId);
  }

  private GrantRequest grantRequest(Call call, String action, RequestConditions conditions) {
    return new GrantRequest(
        call.caller().principal(),
        action.substring(action.indexOf(':') + 1),
        conditions.encryptionContext(),
        Optional.ofNullable(call.caller().contextValue("aws:sourcearn")),
        uniqueId(call));
  }

  /**
   * Refuses a caller who may not create a grant. Whoever may only because of another grant can give
   * away no more than that one gives.
   */
  void permitGrant(Call call, KeyRecord key, GrantRecord child) {
    RequestConditions conditions = new RequestConditions(call, key, Side.ONLY);
    AccessRequest request = request(call, key, call.rule().action(), conditions);
    Decision decision =
        Authorization.decide(
            request,
            Optional.of(policy(key)),
            policies(call.caller()),
            () ->
                grants
                    .allowingToCreate(grantRequest(call, call.rule().action(), conditions), child)
                    .map(GrantRecord::grantId));
    require(decision, request);
  }

  /** Refuses a caller who may not retire a grant. */
  void permitRetiring(Call call, KeyRecord key, GrantRecord grant) {
    AccessRequest request =
        request(call, key, call.rule().action(), RequestConditions.ofRetiring(call, key, grant));
    require(
        Authorization.decideRetiring(
            request,
            policies(call.caller()),
            grant.claimOf(call.caller().principal(), uniqueId(call)),
            grant.grantId()),
        request);
  }

  private AccessRequest request(Call call, KeyRecord key, String action, Conditions conditions) {
    return new AccessRequest(
        call.caller().principal(),
        action,
        key.arn().text(),
        key.account(),
        conditions,
        isNamesake(call, key));
  }

  /** Whether a key policy that names the caller means somebody who bore the name before. */
  private boolean isNamesake(Call call, KeyRecord key) {
    Principal caller = call.caller().principal();
    boolean isNamed =
        caller instanceof Principal.User
            || caller instanceof Principal.Role
            || caller instanceof Principal.AssumedRole;
    return isNamed
        && key.policyIds() != null
        && uniqueId(call).filter(key.policyIds()::contains).isEmpty();
  }

  private Optional<String> uniqueId(Call call) {
    return identities.look(call.caller().principal()).uniqueId();
  }

  private static void require(Decision decision, AccessRequest request) {
    if (decision instanceof Decision.Denied denied) {
      throw denied(denied.message(request));
    }
  }

  /**
   * Refuses a caller who may not do something that no key policy has a say in.
   *
   * @param described the key that conditions are about; null if there is none
   */
  void permit(Call call, String action, String resource, KeyRecord described) {
    AccessRequest request =
        new AccessRequest(
            call.caller().principal(),
            action,
            resource,
            call.account(),
            new RequestConditions(call, described, Side.ONLY));
    require(
        Authorization.decide(request, Optional.empty(), policies(call.caller()), Optional::empty),
        request);
  }

  /** The error of a caller who gets to know nothing of a key, be it there or not. */
  KmsServiceException refusal(Caller caller, String action, String resource) {
    AccessRequest request =
        new AccessRequest(
            caller.principal(), action, resource, caller.account(), Conditions.none());
    return denied(Decision.Denied.ofForeignKey().message(request));
  }

  static KmsServiceException denied(String message) {
    return new KmsServiceException(ErrorCode.ACCESS_DENIED, message);
  }

  /** The policy of a key. One that cannot be read denies everything. */
  PolicyDocument policy(KeyRecord key) {
    String text = text(key);
    PolicyDocument known = documents.get(text);
    return known != null ? known : read(text);
  }

  /** The text of a key's policy. */
  static String text(KeyRecord key) {
    return key.policy() != null
        ? key.policy()
        : STANDARD.computeIfAbsent(
            new Principal.Root(key.partition(), key.account()), ReadyPolicies::accountDecides);
  }

  private PolicyDocument read(String text) {
    if (documents.size() >= MAX_DOCUMENTS) {
      documents.clear();
    }
    return documents.computeIfAbsent(text, Authorizer::parsed);
  }

  private static PolicyDocument parsed(String text) {
    try {
      return PolicyDocument.keyPolicy(text);
    } catch (MalformedPolicyException e) {
      return PolicyDocument.denyingEverything();
    }
  }

  /** What a caller's account says about it. */
  IdentityPolicies policies(Caller caller) {
    return identities.look(caller.principal()).policies();
  }

  Map<String, String> tags(Principal principal) {
    return identities.look(principal).tags();
  }
}
