package dev.keyward.embedded;

import dev.keyward.embedded.RequestConditions.Side;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyResolver;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.policy.Authorization;
import dev.keyward.identity.ServedCaller;
import dev.keyward.kms.Constraints;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.RecipientInfo;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One call from its arrival to its answer: who calls what, what is permitted, and what the audit
 * trail will say of it. Used by one thread.
 *
 * <p>Operations check in one order (section 4.4 of the contract): limits of the members,
 * identifier, permission, request quota, key state, usage and algorithm, resource quotas, dry run;
 * then they execute.
 */
final class Call {
  private final Engine engine;
  private final Caller caller;
  private final OperationRule rule;
  private final Record request;
  private final Instant time;
  private final UUID eventId = CallIds.next();
  private final String requestId;

  private final Map<KeyArn, KeyRecord> keys = new LinkedHashMap<>(2);

  /**
   * How the caller named keys whose ARN is not to be told: those of other accounts, and those that
   * are not made yet.
   */
  private final Map<KeyArn, String> namesToTell = new HashMap<>(0);

  private final Set<String> otherResources = new LinkedHashSet<>(0);
  private final Map<String, Object> answered = new LinkedHashMap<>(0);
  private final Map<String, Object> additional = new LinkedHashMap<>(2);
  private String requestAlias;
  private Boolean sameKey;
  private KeyRecord unmade;
  private boolean charged;

  Call(Engine engine, Caller caller, OperationRule rule, Record request) {
    this.engine = engine;
    this.caller = caller;
    this.rule = rule;
    this.request = request;
    this.time = engine.clock().instant();
    String given = caller.contextValue(ServedCaller.REQUEST_ID);
    this.requestId = given == null ? CallIds.next().toString() : given;
  }

  String account() {
    return caller.account();
  }

  Caller caller() {
    return caller;
  }

  Scope scope() {
    return caller.scope();
  }

  OperationRule rule() {
    return rule;
  }

  Record request() {
    return request;
  }

  Instant time() {
    return time;
  }

  String eventId() {
    return eventId.toString();
  }

  String requestId() {
    return requestId;
  }

  /** The keys that the caller was permitted to use, in the order of their use. */
  List<KeyRecord> keys() {
    return List.copyOf(keys.values());
  }

  /** ARN of the first of them; null if there is none. */
  String firstKey() {
    return keys.isEmpty() ? null : keys.keySet().iterator().next().text();
  }

  /** ARNs of what else the call is about. */
  Set<String> otherResources() {
    return otherResources;
  }

  Map<String, Object> answered() {
    return answered;
  }

  Map<String, Object> additional() {
    return additional;
  }

  /** The same call where it reaches into another Region; permissions are those of that Region. */
  Call in(String region) {
    return new Call(engine, caller.in(region), rule, request);
  }

  // Finding keys

  /** The key that any of the four forms of identifier means, if the caller may do this with it. */
  KeyRecord key(String identifier) {
    return key(identifier, rule.action(), Side.ONLY);
  }

  KeyRecord key(String identifier, String action, Side side) {
    KeyRecord found = find(identifier, action);
    permit(found, action, side);
    return kept(found);
  }

  /** As {@link #key(String)}; aliases are not accepted. */
  KeyRecord keyById(String identifier) {
    KeyArn name = keyName(identifier);
    KeyRecord found = require(name);
    permit(found, rule.action(), Side.ONLY);
    return found;
  }

  /**
   * The key that an identifier means; the caller's permission is still to be checked. It may be a
   * service key as it would be made: whoever goes on with it calls {@link #kept} when the caller is
   * permitted.
   */
  KeyRecord find(String identifier, String action) {
    KeyReference name = KeyResolver.name(identifier, scope());
    requireReach(name, action);
    Optional<KeyRecord> found = engine.resolver().find(name).map(Versioned::value);
    if (name instanceof AliasArn alias) {
      requestAlias = alias.alias().text();
      found = found.or(() -> engine.serviceKeys().unmade(this, alias, action).map(this::toBeMade));
    }
    KeyRecord key = found.orElseThrow(() -> missing(name, action));
    if (name instanceof AliasArn && (isForeign(name) || isUnmade(key))) {
      namesToTell.put(key.arn(), name.text());
    }
    return key;
  }

  private KeyRecord toBeMade(KeyRecord key) {
    unmade = key;
    return key;
  }

  private boolean isUnmade(KeyRecord key) {
    return key == unmade;
  }

  /**
   * A permitted key as it is in the store: a service key is made now, and not before its caller is
   * known to be allowed to use it. A dry run makes none. Until it is made the call is about no key:
   * another caller may make another one, or nobody any.
   */
  KeyRecord kept(KeyRecord key) {
    if (!isUnmade(key) || isDryRun()) {
      return key;
    }
    KeyRecord made = engine.serviceKeys().make(scope().arn(new AliasName(requestAlias)), key);
    keys.put(made.arn(), made);
    unmade = null;
    return made;
  }

  /**
   * The name of a key that is about to be changed, if the caller's account can do that at all; the
   * permission is checked when the key was read, see {@link #permit(KeyRecord)}.
   */
  KeyArn keyName(String identifier) {
    KeyArn name = KeyResolver.keyName(identifier, scope());
    requireReach(name, rule.action());
    return name;
  }

  private KeyRecord require(KeyArn name) {
    return engine.resolver().find(name).orElseThrow(() -> missing(name, rule.action())).value();
  }

  /** That a key of another account exists is told to nobody who may not use it. */
  KmsServiceException missing(KeyReference name, String action) {
    if (!isForeign(name)) {
      return KeyResolver.notFound(name);
    }
    // In the order in which it is done for a key that is there.
    checkGrantTokens();
    return engine.authorizer().refusal(caller, action, name.text());
  }

  private void requireReach(KeyReference name, String action) {
    Scope at = scopeOf(name);
    if (!at.region().equals(scope().region()) || !at.partition().equals(scope().partition())) {
      throw KeyResolver.notFound(name);
    }
    if (isForeign(name) && !Authorization.worksAcrossAccounts(action)) {
      throw engine.authorizer().refusal(caller, action, name.text());
    }
  }

  private boolean isForeign(KeyReference name) {
    return !scopeOf(name).account().equals(caller.account());
  }

  private static Scope scopeOf(KeyReference name) {
    return name instanceof AliasArn alias
        ? new Scope(alias.partition(), alias.region(), alias.account())
        : scopeOf((KeyArn) name);
  }

  private static Scope scopeOf(KeyArn key) {
    return new Scope(key.partition(), key.region(), key.account());
  }

  // Permission

  /** Refuses a caller who may not carry out the operation on a key; charges the request quota. */
  void permit(KeyRecord key) {
    permit(key, rule.action(), Side.ONLY);
  }

  void permit(KeyRecord key, String action, Side side) {
    if (!isUnmade(key)) {
      keys.put(key.arn(), key);
    }
    checkGrantTokens();
    decide(key, action, side).ifPresent(grant -> additional.put("grantId", grant));
    charge(key);
  }

  private Optional<String> decide(KeyRecord key, String action, Side side) {
    try {
      return engine.authorizer().permit(this, key, action, side);
    } catch (KmsServiceException e) {
      // Which key another account's alias means is told to nobody who may not use it.
      String named = namesToTell.get(key.arn());
      throw named == null ? e : engine.authorizer().refusal(caller, action, named);
    }
  }

  /** A key that the caller was permitted to use by rules of its own. */
  void permitted(KeyRecord key) {
    keys.put(key.arn(), key);
    charge(key);
  }

  /** Refuses a request with a grant token that was not made here. */
  void checkGrantTokens() {
    engine.grants().check(grantTokens());
  }

  @SuppressWarnings("unchecked")
  private List<String> grantTokens() {
    return (List<String>) RequestMembers.value(request, "grantTokens");
  }

  /** Refuses a caller who may not carry out an operation that is about no key. */
  void permit() {
    engine.authorizer().permit(this, rule.action(), "*", null);
    charge(null);
  }

  /** Refuses a caller who may not do something that is about no key yet, such as creating one. */
  void permit(String action, KeyRecord described) {
    engine.authorizer().permit(this, action, "*", described);
  }

  /** Refuses a caller who may not carry out the operation on an alias. */
  void permit(AliasArn alias) {
    otherResources.add(alias.text());
    engine.authorizer().permit(this, rule.action(), alias.text(), null);
  }

  private void charge(KeyRecord key) {
    if (!charged) {
      charged = true;
      engine.requestQuotas().charge(this, key);
    }
  }

  // Members that many operations have

  /** Ends a dry run that got this far: the call would have succeeded. */
  void stopDryRun() {
    if (isDryRun()) {
      throw new KmsServiceException(
          ErrorCode.DRY_RUN_OPERATION,
          "The request would have succeeded, but the DryRun option is set.");
    }
  }

  boolean isDryRun() {
    return Boolean.TRUE.equals(RequestMembers.value(request, "dryRun"));
  }

  static void requireMember(Object value, String field) {
    if (value == null) {
      throw Constraints.failure(List.of(Constraints.violation(null, field, "not be null")));
    }
  }

  static void refuseRecipient(RecipientInfo recipient) {
    if (recipient != null) {
      throw new KmsServiceException(
          ErrorCode.UNSUPPORTED_OPERATION, "Recipient is not supported by this key service.");
    }
  }

  // What conditions ask for

  String requestAlias() {
    return requestAlias;
  }

  List<String> aliasesOf(KeyRecord key) {
    return isUnmade(key) ? List.of(requestAlias) : engine.aliasNames(key);
  }

  long idleDays(KeyRecord key) {
    return engine.idleDays(key, time);
  }

  Map<String, String> principalTags() {
    return engine.authorizer().tags(caller.principal());
  }

  boolean createsKey() {
    return rule.name().equals("CreateKey");
  }

  boolean usesEncryption() {
    return rule.is(OperationRule.Trait.CRYPTOGRAPHIC)
        && (RequestMembers.has(request, "encryptionContext")
            || RequestMembers.has(request, "sourceEncryptionContext"));
  }

  void reEncrypts(KeyRecord source, KeyRecord destination) {
    sameKey = source.arn().equals(destination.arn());
  }

  Boolean reEncryptsOnSameKey() {
    return sameKey;
  }

  // What the audit trail gets to know

  void about(String resource) {
    otherResources.add(resource);
  }

  /** A member of {@code responseElements}. */
  void answers(String name, Object value) {
    answered.put(name, value);
  }

  /** A member of {@code additionalEventData}. */
  void notes(String name, Object value) {
    additional.put(name, value);
  }
}
