package dev.keyward.embedded.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.policy.Decision.Allowed;
import dev.keyward.embedded.policy.Decision.Denied;
import dev.keyward.embedded.policy.Decision.Ground;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationTest {
  private static final String OWNER = "111111111111";
  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/blue";
  private static final Principal ROOT = new Principal.Root("aws", OWNER);
  private static final Principal ALICE = Principal.parse("arn:aws:iam::111111111111:user/alice");
  private static final Principal CAROL = Principal.parse("arn:aws:iam::222222222222:user/carol");
  private static final Principal SERVICE = Principal.parse("s3.amazonaws.com");
  private static final String DELEGATING =
      ReadyPolicies.accountDecides(new Principal.Root("aws", OWNER));
  private static final IdentityPolicies ALLOWING = identity(allow("kms:*", "*"));

  private static String allow(String action, String resource) {
    return "{\"Statement\":{\"Sid\":\"Mine\",\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + resource
        + "\"}}";
  }

  private static String keyPolicy(String principal) {
    return "{\"Statement\":{\"Sid\":\"Theirs\",\"Effect\":\"Allow\",\"Principal\":"
        + principal
        + ",\"Action\":\"kms:*\",\"Resource\":\"*\"}}";
  }

  private static IdentityPolicies identity(String... documents) {
    List<PolicyDocument> policies = new ArrayList<>();
    for (String document : documents) {
      policies.add(PolicyDocument.identityPolicy(document));
    }
    return new IdentityPolicies(policies, Optional.empty(), Optional.empty(), List.of());
  }

  private static AccessRequest request(Principal caller, String action, String resource) {
    return new AccessRequest(caller, action, resource, OWNER, Conditions.none());
  }

  private static Decision onKey(
      Principal caller, String action, String keyPolicy, IdentityPolicies identity) {
    return Authorization.decide(
        request(caller, action, KEY),
        Optional.of(PolicyDocument.keyPolicy(keyPolicy)),
        identity,
        Optional::empty);
  }

  private static String denial(
      Principal caller, String action, String keyPolicy, IdentityPolicies identity) {
    return ((Denied) onKey(caller, action, keyPolicy, identity))
        .message(request(caller, action, KEY));
  }

  @Test
  void decide_keyPolicyDelegates_takesAPolicyOfTheCaller() {
    assertThat(onKey(ALICE, "kms:Decrypt", DELEGATING, ALLOWING))
        .isEqualTo(new Allowed(Ground.DELEGATION, "Mine"));
    assertThat(denial(ALICE, "kms:Decrypt", DELEGATING, IdentityPolicies.none()))
        .isEqualTo(
            "User: arn:aws:iam::111111111111:user/alice is not authorized to perform: kms:Decrypt"
                + " on resource: "
                + KEY
                + " because no identity-based policy allows the kms:Decrypt action");
  }

  @Test
  void decide_keyPolicyDoesNotDelegate_identityPolicyHasNoForce() {
    String onlyBob = keyPolicy("{\"AWS\":\"arn:aws:iam::111111111111:user/bob\"}");
    assertThat(denial(ALICE, "kms:Decrypt", onlyBob, ALLOWING))
        .endsWith(" because no resource-based policy allows the kms:Decrypt action");
    assertThat(onKey(ROOT, "kms:Decrypt", onlyBob, IdentityPolicies.none()).isAllowed()).isFalse();
  }

  @Test
  void decide_explicitDeny_saysWhere() {
    String deny = allow("kms:Decrypt", "*").replace("Allow", "Deny");
    String denyInKey = keyPolicy("\"*\"").replace("Allow", "Deny");
    PolicyDocument limit = PolicyDocument.identityPolicy(deny);
    String suffix = " with an explicit deny in ";
    assertThat(denial(ALICE, "kms:Decrypt", denyInKey, ALLOWING))
        .endsWith(suffix + "a resource-based policy");
    assertThat(denial(ALICE, "kms:Decrypt", keyPolicy("\"*\""), identity(deny)))
        .endsWith(suffix + "an identity-based policy");
    assertThat(
            denial(
                ALICE,
                "kms:Decrypt",
                DELEGATING,
                new IdentityPolicies(
                    ALLOWING.policies(), Optional.empty(), Optional.empty(), List.of(limit))))
        .endsWith(suffix + "a service control policy");
    assertThat(denial(ALICE, "kms:Decrypt", DELEGATING, ALLOWING.withSession(limit)))
        .endsWith(suffix + "a session policy");
  }

  @Test
  void decide_limitDoesNotAllow_denies() {
    PolicyDocument onlyEncrypt = PolicyDocument.identityPolicy(allow("kms:Encrypt", "*"));
    IdentityPolicies limited =
        new IdentityPolicies(
            ALLOWING.policies(), Optional.of(onlyEncrypt), Optional.empty(), List.of());
    assertThat(onKey(ALICE, "kms:Encrypt", DELEGATING, limited).isAllowed()).isTrue();
    assertThat(denial(ALICE, "kms:Decrypt", DELEGATING, limited))
        .endsWith(" because no permissions boundary allows the kms:Decrypt action");
  }

  @Test
  void decide_otherAccount_takesBothAccounts() {
    String theirs = keyPolicy("{\"AWS\":\"222222222222\"}");
    assertThat(onKey(CAROL, "kms:Decrypt", theirs, ALLOWING).isAllowed()).isTrue();
    assertThat(onKey(CAROL, "kms:Decrypt", theirs, IdentityPolicies.none()).isAllowed()).isFalse();
    assertThat(onKey(CAROL, "kms:Decrypt", keyPolicy("\"*\""), IdentityPolicies.none()).isAllowed())
        .isFalse();
    assertThat(onKey(CAROL, "kms:Decrypt", DELEGATING, ALLOWING).isAllowed()).isFalse();
    assertThat(onKey(CAROL, "kms:PutKeyPolicy", theirs, ALLOWING).isAllowed()).isFalse();
  }

  @Test
  void denied_callerOfAnotherAccount_isToldTheSameWhateverTheReason() {
    String unknown = Denied.ofForeignKey().message(request(CAROL, "kms:Decrypt", KEY));
    assertThat(denial(CAROL, "kms:Decrypt", DELEGATING, ALLOWING)).isEqualTo(unknown);
    assertThat(denial(CAROL, "kms:Decrypt", keyPolicy("\"*\"").replace("Allow", "Deny"), ALLOWING))
        .isEqualTo(unknown);
    assertThat(
            denial(
                CAROL,
                "kms:Decrypt",
                keyPolicy("{\"AWS\":\"222222222222\"}"),
                IdentityPolicies.none()))
        .isEqualTo(unknown);
  }

  @Test
  void decide_service_needsKeyPolicyOrGrant() {
    String forService = keyPolicy("{\"Service\":\"s3.amazonaws.com\"}");
    assertThat(onKey(SERVICE, "kms:Decrypt", forService, IdentityPolicies.none()).isAllowed())
        .isTrue();
    assertThat(onKey(SERVICE, "kms:Decrypt", DELEGATING, ALLOWING).isAllowed()).isFalse();
    assertThat(
            Authorization.decide(
                request(SERVICE, "kms:Decrypt", KEY),
                Optional.of(PolicyDocument.keyPolicy(DELEGATING)),
                IdentityPolicies.none(),
                () -> Optional.of("g1")))
        .isEqualTo(new Allowed(Ground.GRANT, "g1"));
  }

  @Test
  void decide_grant_isNotAskedForIfAPolicyAllows() {
    Decision decision =
        Authorization.decide(
            request(ALICE, "kms:Decrypt", KEY),
            Optional.of(PolicyDocument.keyPolicy(keyPolicy("{\"AWS\":\"" + ALICE.arn() + "\"}"))),
            IdentityPolicies.none(),
            () -> {
              throw new AssertionError("asked");
            });
    assertThat(decision).isEqualTo(new Allowed(Ground.KEY_POLICY, "Theirs"));
  }

  @ParameterizedTest
  @CsvSource({
    "kms:CreateKey, *, *, true",
    "kms:CreateKey, *, arn:aws:kms:*:*:key/*, false",
    "kms:CreateAlias, arn:aws:kms:eu-west-1:111111111111:alias/x, arn:aws:kms:*:*:alias/*, true",
    "kms:CreateAlias, arn:aws:kms:eu-west-1:111111111111:alias/x, arn:aws:kms:*:*:key/*, false"
  })
  void decide_withoutKeyPolicy_takesAnIdentityPolicyOnThatResource(
      String action, String resource, String allowed, boolean expected) {
    Decision decision =
        Authorization.decide(
            request(ALICE, action, resource),
            Optional.empty(),
            identity(allow(action, allowed)),
            Optional::empty);
    assertThat(decision.isAllowed()).isEqualTo(expected);
    Decision ofRoot =
        Authorization.decide(
            request(ROOT, action, resource),
            Optional.empty(),
            IdentityPolicies.none(),
            Optional::empty);
    assertThat(ofRoot).isEqualTo(new Allowed(Ground.ACCOUNT_ROOT, "root"));
  }

  @Test
  void decideRetiring_eachClaim_isHonouredUnlessDenied() {
    AccessRequest request = request(ALICE, "kms:RetireGrant", KEY);
    IdentityPolicies denying = identity(allow("kms:RetireGrant", "*").replace("Allow", "Deny"));
    Map<RetireClaim, List<Boolean>> expected =
        Map.of(
            RetireClaim.PARTY, List.of(true, true, false),
            RetireClaim.ACCOUNT, List.of(false, true, false),
            RetireClaim.NONE, List.of(false, false, false));
    expected.forEach(
        (claim, allowed) -> {
          List<IdentityPolicies> policies = List.of(IdentityPolicies.none(), ALLOWING, denying);
          for (int i = 0; i < policies.size(); i++) {
            assertThat(
                    Authorization.decideRetiring(request, policies.get(i), claim, "g").isAllowed())
                .as("%s %d", claim, i)
                .isEqualTo(allowed.get(i));
          }
        });
  }

  @Test
  void lockoutCheck_author_mustBeAbleToChangeThePolicyAgain() {
    AccessRequest request = request(ALICE, "kms:CreateKey", KEY);
    PolicyDocument delegating = PolicyDocument.keyPolicy(DELEGATING);
    PolicyDocument onlyBob =
        PolicyDocument.keyPolicy(keyPolicy("{\"AWS\":\"arn:aws:iam::111111111111:user/bob\"}"));
    PolicyDocument onlyAlice =
        PolicyDocument.keyPolicy(keyPolicy("{\"AWS\":\"" + ALICE.arn() + "\"}"));
    assertThat(LockoutCheck.passes(request, delegating, ALLOWING)).isTrue();
    assertThat(LockoutCheck.passes(request, delegating, IdentityPolicies.none())).isFalse();
    assertThat(LockoutCheck.passes(request, onlyBob, ALLOWING)).isFalse();
    assertThat(LockoutCheck.passes(request, onlyAlice, IdentityPolicies.none())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:user/a/b/alice",
    "arn:aws:iam::111111111111:role/app",
    "arn:aws:sts::111111111111:assumed-role/app/s",
    "arn:aws-cn:sts::111111111111:federated-user/fred",
    "s3.amazonaws.com"
  })
  void principal_everyKind_isReadAsItIsWritten(String text) {
    assertThat(Principal.parse(text).arn()).isEqualTo(text);
  }

  @Test
  void principal_session_answersToItsRoleWhateverItsPath() {
    Principal session = Principal.parse("arn:aws:sts::111111111111:assumed-role/app/s");
    Principal role = Principal.parse("arn:aws:iam::111111111111:role/deep/app");
    assertThat(session.answersTo(role)).isTrue();
    assertThat(role.answersTo(session)).isFalse();
    assertThat(session.family()).isEqualTo(role.family());
    assertThat(session.answersTo(Principal.parse("arn:aws:iam::222222222222:role/app"))).isFalse();
  }

  @Test
  void conditions_ipv6AndMappedAddresses_areCompared() {
    assertThat(matches("2001:db8::/32", "2001:db8:1::1")).isTrue();
    assertThat(matches("2001:db8::/32", "2001:db9::1")).isFalse();
    assertThat(matches("10.0.0.0/8", "::ffff:10.1.2.3")).isTrue();
    assertThat(matches("::/0", "10.1.2.3")).isFalse();
    for (String none :
        List.of(
            "host.example",
            "",
            "1.2.3",
            "1.2.3.",
            "1..2.3",
            "1.2.3.256",
            "1.2.3.4.5",
            "0001.2.3.4",
            "1.2.3.4/",
            "1.2.3.4/33",
            "1.2.3.-4")) {
      assertThat(AddressRange.parse(none)).as(none).isEmpty();
    }
    assertThat(AddressRange.parse("2001:db8::/129")).isEmpty();
    assertThat(AddressRange.address(".::1")).isEmpty();
  }

  private static boolean matches(String range, String address) {
    return AddressRange.parse(range)
        .orElseThrow()
        .contains(AddressRange.address(address).orElseThrow());
  }
}
