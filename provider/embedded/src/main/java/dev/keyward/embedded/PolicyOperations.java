package dev.keyward.embedded;

import dev.keyward.embedded.RequestConditions.Side;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.policy.AccessRequest;
import dev.keyward.embedded.policy.LockoutCheck;
import dev.keyward.embedded.policy.MalformedPolicyException;
import dev.keyward.embedded.policy.PolicyDocument;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListKeyPolicies;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.model.KeyReference.KeyArn;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads and replaces key policies. */
final class PolicyOperations {
  private static final String THE_NAME = "default";

  private final Engine engine;

  PolicyOperations(Engine engine) {
    this.engine = engine;
  }

  void put(Call call, PutKeyPolicy.Request request) {
    requireTheName(request.policyName());
    KeyArn name = call.keyName(request.keyId());
    engine
        .lifecycle()
        .change(
            name,
            key -> {
              call.permit(key);
              KeyRules.requireCustomerManaged(key);
              Accepted policy =
                  checked(
                      call,
                      request.policy(),
                      request.bypassPolicyLockoutSafetyCheck(),
                      key.arn().text(),
                      key);
              return key.with(
                  draft -> {
                    draft.policy = policy.text();
                    draft.policyIds = policy.ids();
                  });
            });
    call.answers("keyId", name.text());
  }

  GetKeyPolicy.Response get(Call call, GetKeyPolicy.Request request) {
    KeyRecord key = call.keyById(request.keyId());
    requireTheName(request.policyName());
    return new GetKeyPolicy.Response(text(key), THE_NAME);
  }

  ListKeyPolicies.Response list(Call call, ListKeyPolicies.Request request) {
    call.keyById(request.keyId());
    engine.markers().read("ListKeyPolicies", request.marker());
    return new ListKeyPolicies.Response(List.of(THE_NAME), null, false);
  }

  /** The text of a key's policy. */
  String text(KeyRecord key) {
    return Authorizer.text(key);
  }

  /**
   * A policy as it is stored.
   *
   * @param text the document; null for the default one
   * @param ids unique ids of the users and roles that it names; null for the default one
   */
  record Accepted(String text, List<String> ids) {
    private static final Accepted DEFAULT = new Accepted(null, null);
  }

  /** Checks the policy that a request gives to a new key. */
  Accepted forNewKey(Call call, String policy, Boolean bypassLockoutCheck) {
    return policy == null
        ? Accepted.DEFAULT
        : checked(call, policy, bypassLockoutCheck, call.scope().arn(UNKNOWN).text(), null);
  }

  /** A key that is not made yet: its policy can only name it as {@code *}. */
  private static final dev.keyward.model.KeyReference.KeyId UNKNOWN =
      new dev.keyward.model.KeyReference.KeyId("00000000-0000-0000-0000-000000000000");

  private Accepted checked(
      Call call, String text, Boolean bypassLockoutCheck, String keyArn, KeyRecord key) {
    engine.resourceQuotas().requireFits(text.getBytes(StandardCharsets.UTF_8).length);
    PolicyDocument document = parsed(text);
    if (!Boolean.TRUE.equals(bypassLockoutCheck)) {
      AccessRequest request =
          new AccessRequest(
              call.caller().principal(),
              LockoutCheck.ACTION,
              keyArn,
              key == null ? call.account() : key.account(),
              new RequestConditions(call, key, Side.ONLY));
      if (!LockoutCheck.passes(request, document, engine.authorizer().policies(call.caller()))) {
        throw malformed(LockoutCheck.MESSAGE);
      }
    }
    return new Accepted(text, ids(document));
  }

  /** A name may be given anew one day; the policy is about who bears it now. */
  private List<String> ids(PolicyDocument document) {
    return document.principals().stream()
        .flatMap(principal -> engine.identities().uniqueId(principal).stream())
        .distinct()
        .toList();
  }

  private PolicyDocument parsed(String text) {
    try {
      PolicyDocument document = PolicyDocument.keyPolicy(text);
      document.requireKnownPrincipals(engine.identities());
      return document;
    } catch (MalformedPolicyException e) {
      throw malformed(e.getMessage());
    }
  }

  private static KmsServiceException malformed(String text) {
    return new KmsServiceException(ErrorCode.MALFORMED_POLICY_DOCUMENT, text);
  }

  private static void requireTheName(String policyName) {
    if (policyName != null && !policyName.equals(THE_NAME)) {
      throw new KmsServiceException(ErrorCode.NOT_FOUND, "No such policy exists");
    }
  }
}
