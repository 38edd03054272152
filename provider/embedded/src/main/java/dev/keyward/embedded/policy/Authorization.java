package dev.keyward.embedded.policy;

import dev.keyward.embedded.policy.Decision.Allowed;
import dev.keyward.embedded.policy.Decision.Denied;
import dev.keyward.embedded.policy.Decision.Ground;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Decides requests, in the order of AWS: a Deny anywhere wins; then every limit must allow; then
 * the key policy alone, or together with a policy of the caller, or a grant must allow. What
 * nothing allows is denied.
 *
 * <p>Source: AWS KMS developer guide, "Troubleshooting key access"; AWS IAM user guide, "Policy
 * evaluation logic".
 */
public final class Authorization {
  /** The operations that work on keys of another account. */
  private static final Set<String> CROSS_ACCOUNT =
      Set.of(
          "kms:creategrant",
          "kms:decapsulate",
          "kms:decrypt",
          "kms:derivesharedsecret",
          "kms:describekey",
          "kms:encapsulate",
          "kms:encrypt",
          "kms:generatedatakey",
          "kms:generatedatakeypair",
          "kms:generatedatakeypairwithoutplaintext",
          "kms:generatedatakeywithoutplaintext",
          "kms:generatemac",
          "kms:getkeyrotationstatus",
          "kms:getpublickey",
          "kms:listgrants",
          "kms:reencryptfrom",
          "kms:reencryptto",
          "kms:retiregrant",
          "kms:revokegrant",
          "kms:sign",
          "kms:verify",
          "kms:verifymac");

  private static final String ALLOW_ROOT = "root";

  private Authorization() {}

  /**
   * Tells whether an action works on keys of another account.
   *
   * @param action for example {@code kms:Decrypt}
   * @return true if it does
   */
  public static boolean worksAcrossAccounts(String action) {
    return CROSS_ACCOUNT.contains(action.toLowerCase(Locale.ROOT));
  }

  /**
   * Decides a request.
   *
   * @param request the request
   * @param keyPolicy the policy of the key; empty for a listing, an alias and whatever else no key
   *     policy is asked for
   * @param identity what the caller brings along
   * @param grant gives the id of a grant that allows it; asked only if nothing else does
   * @return the decision
   */
  public static Decision decide(
      AccessRequest request,
      Optional<PolicyDocument> keyPolicy,
      IdentityPolicies identity,
      Supplier<Optional<String>> grant) {
    Question question = new Question(request);
    PolicyDocument.Finding ofKey =
        keyPolicy.map(policy -> policy.evaluate(question)).orElse(PolicyDocument.Finding.NOTHING);
    if (ofKey.deny().isPresent()) {
      return new Denied(true, PolicyKind.KEY, ofKey.deny().get().sid());
    }
    IdentityFinding ofCaller = IdentityFinding.of(question, identity);
    if (ofCaller.denied().isPresent()) {
      return ofCaller.denied().get();
    }
    if (keyPolicy.isEmpty()) {
      return withoutKey(request, ofCaller);
    }
    if (!request.isFromOwner()
        && request.principal().account().isPresent()
        && !CROSS_ACCOUNT.contains(question.lowerCaseAction())) {
      return Denied.ofForeignKey();
    }
    return withKey(request, ofKey, ofCaller)
        .or(() -> grant.get().map(id -> new Allowed(Ground.GRANT, id)))
        .orElseGet(() -> nothingAllows(ofKey));
  }

  /**
   * Decides whether a grant may be retired. The key policy has no say in it.
   *
   * @param request the request, with action {@code kms:RetireGrant}
   * @param identity what the caller brings along
   * @param claim what it has to do with the grant
   * @param grantId the grant
   * @return the decision
   */
  public static Decision decideRetiring(
      AccessRequest request, IdentityPolicies identity, RetireClaim claim, String grantId) {
    IdentityFinding ofCaller = IdentityFinding.of(new Question(request), identity);
    if (ofCaller.denied().isPresent()) {
      return ofCaller.denied().get();
    }
    return switch (claim) {
      case PARTY -> new Allowed(Ground.GRANT, grantId);
      case ACCOUNT ->
          ofCaller.allowing().isPresent() || request.isFromRoot()
              ? new Allowed(Ground.IDENTITY_POLICY, ofCaller.sid())
              : new Denied(false, PolicyKind.IDENTITY, PolicyDocument.NO_SID);
      case NONE -> Denied.ofForeignKey();
    };
  }

  private static Decision withoutKey(AccessRequest request, IdentityFinding ofCaller) {
    if (!request.isFromOwner()) {
      return new Denied(false, PolicyKind.IDENTITY, PolicyDocument.NO_SID);
    }
    if (request.isFromRoot()) {
      return new Allowed(Ground.ACCOUNT_ROOT, ALLOW_ROOT);
    }
    return ofCaller.allowing().isPresent()
        ? new Allowed(Ground.IDENTITY_POLICY, ofCaller.sid())
        : new Denied(false, PolicyKind.IDENTITY, PolicyDocument.NO_SID);
  }

  private static Optional<Decision> withKey(
      AccessRequest request, PolicyDocument.Finding ofKey, IdentityFinding ofCaller) {
    boolean alone = request.isFromOwner() || request.principal().account().isEmpty();
    if (alone && ofKey.allows()) {
      return Optional.of(new Allowed(Ground.KEY_POLICY, ofKey.allowsCaller().get().sid()));
    }
    boolean leftToAccount = ofKey.allowsAccount().isPresent() || ofKey.allows();
    boolean accountAllows =
        ofCaller.allowing().isPresent() || request.isFromRoot() && !request.isFromOwner();
    return leftToAccount && accountAllows
        ? Optional.of(new Allowed(Ground.DELEGATION, ofCaller.sid()))
        : Optional.empty();
  }

  private static Denied nothingAllows(PolicyDocument.Finding ofKey) {
    boolean leftToAccount = ofKey.allowsAccount().isPresent() || ofKey.allows();
    return new Denied(
        false, leftToAccount ? PolicyKind.IDENTITY : PolicyKind.KEY, PolicyDocument.NO_SID);
  }

  /**
   * What the caller's own policies say.
   *
   * @param denied if one of them denies, or a limit does not allow
   * @param allowing the statement that allows, if one does
   */
  private record IdentityFinding(Optional<Denied> denied, Optional<Statement> allowing) {

    static IdentityFinding of(Question question, IdentityPolicies identity) {
      Look look = new Look(question);
      Optional<Statement> allowing = look.at(PolicyKind.IDENTITY, identity.policies());
      identity.boundary().ifPresent(limit -> look.atLimit(PolicyKind.BOUNDARY, List.of(limit)));
      identity.session().ifPresent(limit -> look.atLimit(PolicyKind.SESSION, List.of(limit)));
      if (!identity.organization().isEmpty()) {
        look.atLimit(PolicyKind.ORGANIZATION, identity.organization());
      }
      return new IdentityFinding(look.deny.or(() -> look.missing), allowing);
    }

    String sid() {
      return allowing.map(Statement::sid).orElse(PolicyDocument.NO_SID);
    }
  }

  /** Looks at one kind of policy after the other; every Deny counts before any missing Allow. */
  private static final class Look {
    private final Question question;
    private Optional<Denied> deny = Optional.empty();
    private Optional<Denied> missing = Optional.empty();

    private Look(Question question) {
      this.question = question;
    }

    private Optional<Statement> at(PolicyKind kind, List<PolicyDocument> policies) {
      Optional<Statement> allowing = Optional.empty();
      for (PolicyDocument policy : policies) {
        PolicyDocument.Finding finding = policy.evaluate(question);
        if (finding.deny().isPresent() && deny.isEmpty()) {
          deny = Optional.of(new Denied(true, kind, finding.deny().get().sid()));
        }
        if (allowing.isEmpty()) {
          allowing = finding.allowsCaller();
        }
      }
      return allowing;
    }

    private void atLimit(PolicyKind kind, List<PolicyDocument> policies) {
      if (at(kind, policies).isEmpty() && missing.isEmpty()) {
        missing = Optional.of(new Denied(false, kind, PolicyDocument.NO_SID));
      }
    }
  }
}
