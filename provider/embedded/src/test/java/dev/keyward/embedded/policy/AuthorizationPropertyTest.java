package dev.keyward.embedded.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyward.embedded.grant.GrantRecord;
import dev.keyward.embedded.grant.GrantRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** P36: policy errs to deny. */
class AuthorizationPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DENY_ALL =
      "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}";

  @Test
  void decide_randomCases_agreesWithBruteForce() {
    agree(100_000, seed());
  }

  @Test
  @Tag("nightly")
  void decide_randomCasesOfOtherSeeds_agreesWithBruteForce() {
    for (int round = 0; round < 5; round++) {
      agree(100_000, new Random().nextLong());
    }
  }

  private static long seed() {
    return Long.getLong("keyward.test.seed", 36L);
  }

  private static void agree(int count, long seed) {
    RandomCases cases = new RandomCases(random(seed));
    int allowed = 0;
    for (int i = 0; i < count; i++) {
      Case one = cases.next();
      boolean expected = BruteForce.allows(one);
      Decision decision = decide(one);
      if (decision.isAllowed() != expected) {
        fail("case %d of seed %d: %s, got %s", i, seed, one, decision);
      }
      allowed += expected ? 1 : 0;
    }
    // Cases that are all denied would prove nothing.
    assertThat(allowed).isBetween(count / 12, count / 2);
  }

  private static Random random(long seed) {
    System.out.println("seed " + seed);
    return new Random(seed);
  }

  static Decision decide(Case one) {
    Principal caller = Principal.parse(one.caller());
    AccessRequest request =
        new AccessRequest(
            caller,
            one.action(),
            one.resource(),
            one.resourceAccount(),
            key -> one.context().getOrDefault(key, List.of()));
    IdentityPolicies identity =
        new IdentityPolicies(
            one.identity().stream().map(PolicyDocument::identityPolicy).toList(),
            Optional.ofNullable(one.boundary()).map(PolicyDocument::identityPolicy),
            Optional.ofNullable(one.session()).map(PolicyDocument::identityPolicy),
            one.organization().stream().map(PolicyDocument::identityPolicy).toList());
    return Authorization.decide(
        request,
        Optional.ofNullable(one.keyPolicy()).map(PolicyDocument::keyPolicy),
        identity,
        () -> grant(one, caller));
  }

  private static Optional<String> grant(Case one, Principal caller) {
    Map<String, String> context = new HashMap<>();
    one.context()
        .forEach(
            (key, values) -> {
              if (key.startsWith("kms:encryptioncontext:")) {
                context.put(key.substring("kms:encryptioncontext:".length()), values.get(0));
              }
            });
    GrantRequest request =
        new GrantRequest(
            caller,
            one.action().substring("kms:".length()),
            context,
            Optional.empty(),
            Optional.empty());
    return one.grants().stream()
        .map(AuthorizationPropertyTest::grantRecord)
        .filter(grant -> grant.allows(request))
        .map(GrantRecord::grantId)
        .findFirst();
  }

  private static GrantRecord grantRecord(Case.SomeGrant grant) {
    return new GrantRecord(
        "111111111111/eu-west-1/blue",
        "arn:aws:kms:eu-west-1:111111111111:key/blue",
        "g",
        null,
        Instant.EPOCH,
        grant.grantee(),
        null,
        null,
        null,
        "arn:aws:iam::111111111111:root",
        grant.operations(),
        new GrantRecord.Constraints(grant.equal(), grant.subset(), null),
        null,
        null);
  }

  @Test
  void decide_statementsInAnotherOrder_decidesTheSame() {
    Random random = random(seed() + 1);
    RandomCases cases = new RandomCases(random);
    for (int i = 0; i < 3_000; i++) {
      Case one = cases.next();
      List<String> identity = new ArrayList<>(one.identity());
      Collections.shuffle(identity, random);
      Case other =
          with(
              one,
              one.keyPolicy() == null ? null : shuffled(one.keyPolicy(), random),
              identity.stream().map(document -> shuffled(document, random)).toList());
      assertThat(decide(other).isAllowed()).as("case %s", one).isEqualTo(decide(one).isAllowed());
    }
  }

  @Test
  void decide_denyAddedAnywhere_alwaysWins() {
    Random random = random(seed() + 2);
    RandomCases cases = new RandomCases(random);
    int allowedBefore = 0;
    for (int i = 0; i < 3_000; i++) {
      Case one = cases.next();
      allowedBefore += decide(one).isAllowed() ? 1 : 0;
      boolean inKeyPolicy = one.keyPolicy() != null && random.nextBoolean();
      String deny = inKeyPolicy ? DENY_ALL : DENY_ALL.replace("\"Principal\":\"*\",", "");
      Case other;
      if (inKeyPolicy) {
        other = with(one, added(one.keyPolicy(), deny, random), one.identity());
      } else {
        List<String> identity = new ArrayList<>(one.identity());
        identity.add("{\"Statement\":" + deny + "}");
        other = with(one, one.keyPolicy(), identity);
      }
      assertThat(decide(other)).as("case %s", other).isInstanceOf(Decision.Denied.class);
    }
    assertThat(allowedBefore).isGreaterThan(300);
  }

  @Test
  void decide_unreadableDocumentAnywhere_denies() {
    RandomCases cases = new RandomCases(random(seed() + 3));
    for (int i = 0; i < 1_000; i++) {
      Case one = cases.next();
      AccessRequest request =
          new AccessRequest(
              Principal.parse(one.caller()),
              one.action(),
              one.resource(),
              one.resourceAccount(),
              key -> one.context().getOrDefault(key, List.of()));
      PolicyDocument unreadable = PolicyDocument.denyingEverything();
      IdentityPolicies identity =
          new IdentityPolicies(List.of(unreadable), Optional.empty(), Optional.empty(), List.of());
      Optional<String> grant = Optional.of("g");
      assertThat(
              Authorization.decide(
                      request, Optional.of(unreadable), IdentityPolicies.none(), () -> grant)
                  .isAllowed())
          .isFalse();
      assertThat(
              Authorization.decide(
                      request,
                      Optional.of(PolicyDocument.keyPolicy(cases.document(true))),
                      identity,
                      () -> grant)
                  .isAllowed())
          .isFalse();
    }
  }

  private static Case with(Case one, String keyPolicy, List<String> identity) {
    return new Case(
        one.caller(),
        one.callerAccount(),
        one.action(),
        one.resource(),
        one.resourceAccount(),
        one.context(),
        keyPolicy,
        identity,
        one.boundary(),
        one.session(),
        one.organization(),
        one.grants());
  }

  private static String shuffled(String document, Random random) {
    return changed(document, statements -> Collections.shuffle(statements, random));
  }

  private static String added(String document, String statement, Random random) {
    return changed(
        document,
        statements -> statements.add(random.nextInt(statements.size() + 1), parse(statement)));
  }

  private static String changed(String text, java.util.function.Consumer<List<JsonNode>> change) {
    ObjectNode document = (ObjectNode) parse(text);
    JsonNode element = document.get("Statement");
    List<JsonNode> statements = new ArrayList<>();
    if (element instanceof ArrayNode several) {
      several.forEach(statements::add);
    } else {
      statements.add(element);
    }
    change.accept(statements);
    document.putArray("Statement").addAll(statements);
    return document.toString();
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
