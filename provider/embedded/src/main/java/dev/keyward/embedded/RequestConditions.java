package dev.keyward.embedded;

import dev.keyward.embedded.grant.GrantRecord;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.policy.Conditions;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.kms.GrantConstraints;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.Tag;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The condition keys of one call: what the request says, what the key is, who calls. Nothing is
 * computed before a policy asks for it.
 */
final class RequestConditions implements Conditions {
  private static final String KMS_CONTEXT = "kms:encryptioncontext:";
  private static final String PRINCIPAL_TAG = "aws:principaltag/";
  private static final String REQUEST_TAG = "aws:requesttag/";
  private static final String RESOURCE_TAG = "aws:resourcetag/";

  /** Condition keys that repeat a member of the request, where the operation has that member. */
  private static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("kms:bypasspolicylockoutsafetycheck", "bypassPolicyLockoutSafetyCheck"),
          Map.entry("kms:datakeypairspec", "keyPairSpec"),
          Map.entry("kms:expirationmodel", "expirationModel"),
          Map.entry("kms:granteeprincipal", "granteePrincipal"),
          Map.entry("kms:granteeserviceprincipal", "granteeServicePrincipal"),
          Map.entry("kms:keyagreementalgorithm", "keyAgreementAlgorithm"),
          Map.entry("kms:macalgorithm", "macAlgorithm"),
          Map.entry("kms:primaryregion", "primaryRegion"),
          Map.entry("kms:replicaregion", "replicaRegion"),
          Map.entry("kms:retiringprincipal", "retiringPrincipal"),
          Map.entry("kms:retiringserviceprincipal", "retiringServicePrincipal"),
          Map.entry("kms:rotationperiodindays", "rotationPeriodInDays"),
          Map.entry("kms:schedulekeydeletionpendingwindowindays", "pendingWindowInDays"),
          Map.entry("kms:signingalgorithm", "signingAlgorithm"),
          Map.entry("kms:validto", "validTo"),
          Map.entry("kms:wrappingalgorithm", "wrappingAlgorithm"),
          Map.entry("kms:wrappingkeyspec", "wrappingKeySpec"));

  private static final Map<String, Function<RequestConditions, Object>> COMPUTED = computed();

  private final Call call;
  private final KeyRecord key;
  private final Side side;

  /** The grant that the call retires: what it says stands for members of the request. */
  private final GrantRecord retired;

  /** Which half of the request a key belongs to; they have contexts and algorithms of their own. */
  enum Side {
    ONLY("encryptionContext", "encryptionAlgorithm"),
    SOURCE("sourceEncryptionContext", "sourceEncryptionAlgorithm"),
    DESTINATION("destinationEncryptionContext", "destinationEncryptionAlgorithm");

    private final String context;
    private final String algorithm;

    Side(String context, String algorithm) {
      this.context = context;
      this.algorithm = algorithm;
    }
  }

  /**
   * Makes them.
   *
   * @param key the key that is asked for; null for a call that is about none
   */
  RequestConditions(Call call, KeyRecord key, Side side) {
    this(call, key, side, null);
  }

  private RequestConditions(Call call, KeyRecord key, Side side, GrantRecord retired) {
    this.call = call;
    this.key = key;
    this.side = side;
    this.retired = retired;
  }

  /** Those of a call that retires a grant. */
  static RequestConditions ofRetiring(Call call, KeyRecord key, GrantRecord grant) {
    return new RequestConditions(call, key, Side.ONLY, grant);
  }

  @Override
  public List<String> values(String name) {
    Function<RequestConditions, Object> computed = COMPUTED.get(name);
    if (computed != null) {
      return texts(computed.apply(this));
    }
    String member = MEMBERS.get(name);
    if (member != null) {
      return texts(member(member));
    }
    List<String> given = call.caller().context().get(name);
    return given != null ? given : named(name);
  }

  private List<String> named(String name) {
    if (name.startsWith(KMS_CONTEXT)) {
      return entry(encryptionContext(), name.substring(KMS_CONTEXT.length()));
    }
    if (name.startsWith(RESOURCE_TAG)) {
      return key == null ? List.of() : tag(key.tags(), name.substring(RESOURCE_TAG.length()));
    }
    if (name.startsWith(REQUEST_TAG)) {
      return tag(requestTags(), name.substring(REQUEST_TAG.length()));
    }
    if (name.startsWith(PRINCIPAL_TAG)) {
      return entry(call.principalTags(), name.substring(PRINCIPAL_TAG.length()));
    }
    return List.of();
  }

  /** The encryption context that is bound to what the key encrypts or decrypts. */
  Map<String, String> encryptionContext() {
    if (RequestMembers.has(call.request(), side.context)) {
      return RequestMembers.pairs(call.request(), side.context);
    }
    GrantConstraints constraints = constraints();
    return constraints == null ? Map.of() : pairs(constraints);
  }

  /** What limits the grant that the call is about; null if it is about none, or nothing does. */
  private GrantConstraints constraints() {
    if (retired == null) {
      return (GrantConstraints) member("constraints");
    }
    GrantRecord.Constraints limits = retired.constraints();
    return limits == null
        ? null
        : new GrantConstraints(
            limits.encryptionContextSubset(), limits.encryptionContextEquals(), limits.sourceArn());
  }

  private static Map<String, String> pairs(GrantConstraints constraints) {
    Map<String, String> pairs = new HashMap<>();
    if (constraints.encryptionContextSubset() != null) {
      pairs.putAll(constraints.encryptionContextSubset());
    }
    if (constraints.encryptionContextEquals() != null) {
      pairs.putAll(constraints.encryptionContextEquals());
    }
    return pairs;
  }

  private static List<String> entry(Map<String, String> pairs, String lowerCaseName) {
    return pairs.entrySet().stream()
        .filter(pair -> pair.getKey().toLowerCase(Locale.ROOT).equals(lowerCaseName))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static List<String> tag(List<Tag> tags, String lowerCaseName) {
    return tags == null
        ? List.of()
        : tags.stream()
            .filter(tag -> tag.tagKey().toLowerCase(Locale.ROOT).equals(lowerCaseName))
            .map(Tag::tagValue)
            .toList();
  }

  @SuppressWarnings("unchecked")
  private List<Tag> requestTags() {
    return (List<Tag>) member("tags");
  }

  private Object member(String fieldName) {
    return RequestMembers.value(call.request(), fieldName);
  }

  private static Map<String, Function<RequestConditions, Object>> computed() {
    Map<String, Function<RequestConditions, Object>> all = new HashMap<>();
    ofTheKey(all);
    ofTheRequest(all);
    ofTheCaller(all);
    return Map.copyOf(all);
  }

  private static void ofTheKey(Map<String, Function<RequestConditions, Object>> all) {
    all.put("kms:keyspec", RequestConditions::keySpec);
    all.put("kms:customermasterkeyspec", RequestConditions::keySpec);
    all.put("kms:keyusage", RequestConditions::keyUsage);
    all.put("kms:customermasterkeyusage", RequestConditions::keyUsage);
    all.put("kms:keyorigin", RequestConditions::keyOrigin);
    all.put("kms:multiregion", RequestConditions::multiRegion);
    all.put("kms:multiregionkeytype", RequestConditions::multiRegionKeyType);
    all.put("kms:resourcealiases", c -> c.key == null ? null : c.call.aliasesOf(c.key));
    all.put("kms:trailingdayswithoutkeyusage", c -> c.key == null ? null : c.call.idleDays(c.key));
    all.put("aws:resourceaccount", c -> c.key == null ? null : c.key.account());
  }

  private static void ofTheRequest(Map<String, Function<RequestConditions, Object>> all) {
    all.put("kms:encryptionalgorithm", RequestConditions::encryptionAlgorithm);
    all.put("kms:encryptioncontextkeys", c -> c.encryptionContext().keySet());
    all.put("kms:messagetype", RequestConditions::messageType);
    all.put("kms:requestalias", c -> c.call.requestAlias());
    all.put("kms:grantoperations", c -> c.operationsOfGrant());
    all.put("kms:grantconstrainttype", RequestConditions::grantConstraintType);
    all.put("kms:grantconstraintsourcearn", RequestConditions::grantConstraintSourceArn);
    all.put("kms:grantisforawsresource", RequestConditions::grantIsForResource);
    all.put("kms:reencryptonsamekey", c -> c.call.reEncryptsOnSameKey());
    all.put("aws:tagkeys", RequestConditions::tagKeys);
    all.put("aws:requestedregion", c -> c.call.caller().scope().region());
    all.put("aws:currenttime", c -> c.call.time());
    all.put("aws:epochtime", c -> c.call.time());
  }

  private static void ofTheCaller(Map<String, Function<RequestConditions, Object>> all) {
    all.put("kms:calleraccount", c -> c.call.caller().account());
    all.put("aws:principalarn", c -> c.isService() ? null : c.principal().arn());
    all.put("aws:principalaccount", c -> c.principal().account().orElse(null));
    all.put("aws:principaltype", c -> Identity.type(c.principal()));
    all.put("aws:principalisawsservice", RequestConditions::isService);
    all.put("aws:principalservicename", c -> c.isService() ? c.principal().arn() : null);
    all.put("aws:userid", c -> Identity.id(c.principal()));
    all.put("aws:username", c -> Identity.userName(c.principal()));
    all.put("aws:viaawsservice", c -> c.call.caller().context().containsKey("kms:viaservice"));
    // A caller in this JVM is as safe as TLS; the endpoint says what its connection is.
    all.put(
        "aws:securetransport",
        c -> {
          String said = c.call.caller().contextValue("aws:securetransport");
          return said == null ? "true" : said;
        });
  }

  private Principal principal() {
    return call.caller().principal();
  }

  private boolean isService() {
    return principal() instanceof Principal.Service;
  }

  private Object keySpec() {
    if (key != null) {
      return key.keySpec();
    }
    if (!call.createsKey()) {
      return null;
    }
    Object spec = member("keySpec") != null ? member("keySpec") : member("customerMasterKeySpec");
    return spec == null ? KeySpec.SYMMETRIC_DEFAULT : spec;
  }

  private Object keyUsage() {
    if (key != null) {
      return key.keyUsage();
    }
    Object usage = member("keyUsage");
    return !call.createsKey() || usage != null ? usage : KeyUsage.ENCRYPT_DECRYPT;
  }

  private Object keyOrigin() {
    if (key != null) {
      return key.origin();
    }
    Object origin = member("origin");
    return !call.createsKey() || origin != null ? origin : KeyOrigin.AWS_KMS;
  }

  private Object multiRegion() {
    if (key != null) {
      return key.multiRegion() != null;
    }
    return call.createsKey() ? Boolean.TRUE.equals(member("multiRegion")) : null;
  }

  private Object multiRegionKeyType() {
    if (key == null) {
      return call.createsKey() && Boolean.TRUE.equals(member("multiRegion")) ? "PRIMARY" : null;
    }
    if (key.multiRegion() == null) {
      return null;
    }
    return key.isPrimary() ? "PRIMARY" : "REPLICA";
  }

  private Object encryptionAlgorithm() {
    Object given = member(side.algorithm);
    return given == null && call.usesEncryption() ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : given;
  }

  private Object messageType() {
    Object given = member("messageType");
    return given == null && RequestMembers.has(call.request(), "messageType")
        ? MessageType.RAW
        : given;
  }

  private Object operationsOfGrant() {
    Object operations = member("operations");
    return operations == null
        ? null
        : ((Collection<?>) operations)
            .stream().map(operation -> ((GrantOperation) operation).wireName()).toList();
  }

  private Object grantConstraintType() {
    GrantConstraints constraints = constraints();
    if (constraints == null) {
      return null;
    }
    if (constraints.encryptionContextEquals() != null) {
      return "EncryptionContextEquals";
    }
    return constraints.encryptionContextSubset() == null ? null : "EncryptionContextSubset";
  }

  private Object grantConstraintSourceArn() {
    GrantConstraints constraints = (GrantConstraints) member("constraints");
    return constraints == null ? null : constraints.sourceArn();
  }

  /** Only a service makes grants for its resources. */
  private Object grantIsForResource() {
    return isService() || call.caller().context().containsKey("kms:viaservice");
  }

  private Object tagKeys() {
    List<Tag> tags = requestTags();
    return tags == null ? member("tagKeys") : tags.stream().map(Tag::tagKey).toList();
  }

  private static List<String> texts(Object value) {
    if (value == null) {
      return List.of();
    }
    if (value instanceof Collection<?> many) {
      return many.stream().map(RequestConditions::text).toList();
    }
    return List.of(text(value));
  }

  private static String text(Object value) {
    return value instanceof Instant time ? Long.toString(time.getEpochSecond()) : value.toString();
  }
}
