package dev.keyward.embedded.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B83: what is not a policy document, and what it costs to find out. */
class PolicyDocumentTest {
  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/blue";
  private static final String ALICE = "arn:aws:iam::111111111111:user/alice";

  private static String statement(String members) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"First\",\"Effect\":\"Allow\","
        + "\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"},{\"Sid\":\"No Batch\","
        + members
        + "}]}";
  }

  private static String key(String members) {
    return statement("\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"*\"," + members);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"Effect\":\"Permit\",\"Principal\":\"*\"|Effect",
        "\"Effect\":\"allow\",\"Principal\":\"*\"|Effect",
        "\"Principal\":\"*\"|Effect",
        "\"Effect\":\"Allow\"|no Principal",
        "\"Effect\":\"Allow\",\"Principal\":{}|names nobody",
        "\"Effect\":\"Allow\",\"Principal\":\"\"|names nobody",
        "\"Effect\":\"Allow\",\"Principal\":\"alice\"|names nobody",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[]}|nothing in Principal",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"\"}|Principal",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":null}|Principal",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"AIDAEXAMPLE\"}|cannot be one",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111111111111:group/g\"}|cannot",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111111111111:user/*\"}|cannot",
        "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::1111:root\"}|cannot",
        "\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"*\"}|cannot",
        "\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"x\"}|unknown kind",
        "\"Effect\":\"Allow\",\"NotPrincipal\":\"*\"|goes with Deny",
        "\"Effect\":\"Deny\",\"Principal\":\"*\",\"NotPrincipal\":\"*\"|both Principal",
        "\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"a:b\",\"NotAction\":\"a:b\"|both Action",
        "\"Effect\":\"Deny\",\"Principal\":\"*\",\"Resource\":\"*\",\"NotResource\":\"*\"|both Res",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Acton\":\"kms:*\"|unknown element \"Acton\"",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"Decrypt\"|kms:Decrypt",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":[]|nothing in Action",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":7|Action",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":[[\"*\"]]|Resource",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":[]|Condition",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"Bool\":\"x\"}|Condition",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"Bol\":{\"a:b\":\"x\"}}|operator",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"NullIfExists\":{\"a:b\":\"true\"}}|o",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"Null\":{\"a:b\":\"yes\"}}|Null",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"Bool\":{\"a:b\":[]}}|nothing in",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"Bool\":{\"a:b\":null}}|condition",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Condition\":{\"Bool\":{\"ab\":\"x\"}}|prefix",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"a${aws:x\"|not closed",
        "\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"a${x}\"|variable",
      })
  void keyPolicy_malformedStatement_isNamed(String members, String reason) {
    assertThatThrownBy(() -> PolicyDocument.keyPolicy(statement(members)))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessageStartingWith("Statement 2 (\"No Batch\") ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"Statement\":[]}",
        "{\"Statement\":[1]}",
        "{\"Statement\":null}",
        "{\"Version\":\"2012-10-18\",\"Statement\":[]}",
        "{\"Version\":2012,\"Statement\":[]}",
        "{\"Id\":1,\"Statement\":[]}",
        "{\"Version\":\"2012-10-17\",\"Version\":\"2012-10-17\",\"Statement\":[]}",
        "{\"Statement\":[],\"Comment\":\"x\"}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}} x",
        "{\"Id\":\"\u2028\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}}",
        "{\"Statement\":[[[[[[[[[[[]]]]]]]]]]]}"
      })
  void keyPolicy_notADocument_isRefused(String text) {
    assertThatThrownBy(() -> PolicyDocument.keyPolicy(text))
        .isInstanceOf(MalformedPolicyException.class);
  }

  @Test
  void keyPolicy_twoStatementsOfOneSid_areRefused() {
    String one = "{\"Sid\":\"a\",\"Effect\":\"Deny\",\"Principal\":\"*\"}";
    assertThatThrownBy(() -> PolicyDocument.keyPolicy("{\"Statement\":[" + one + "," + one + "]}"))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessageContaining("Statement 2 (\"a\")");
  }

  @Test
  void keyPolicy_overTheLimit_isRefusedAndKnownAsTooLong() {
    String text = key("\"Principal\":\"*\"");
    String atLimit = text + " ".repeat(PolicyDocument.MAX_BYTES - text.length());
    assertThat(PolicyDocument.isTooLong(atLimit)).isFalse();
    assertThat(PolicyDocument.keyPolicy(atLimit).principals()).isEmpty();
    assertThat(PolicyDocument.isTooLong(atLimit + " ")).isTrue();
    assertThatThrownBy(() -> PolicyDocument.keyPolicy(atLimit + " "))
        .isInstanceOf(MalformedPolicyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Action", "Resource"})
  void keyPolicy_withoutActionOrResource_isAcceptedAndHasNoEffect(String missing) {
    String text =
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\","
            + "\"Resource\":\"*\"}}";
    assertThat(decide(text, ALICE, Map.of()).isAllowed()).isTrue();
    String without = text.replaceFirst(",\"" + missing + "\":\"[^\"]*\"", "");
    assertThat(without).doesNotContain(missing);
    assertThat(decide(without, ALICE, Map.of()).isAllowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"key/blue\"}}",
        "{\"Statement\":{\"Sid\":\"a b\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"
      })
  void identityPolicy_malformed_isRefused(String text) {
    assertThatThrownBy(() -> PolicyDocument.identityPolicy(text))
        .isInstanceOf(MalformedPolicyException.class);
  }

  @Test
  void requireKnownPrincipals_oneUnknown_isRefusedWithTheTextOfTheKms() {
    PolicyDocument policy =
        PolicyDocument.keyPolicy(
            key("\"Principal\":{\"AWS\":[\"" + ALICE + "\",\"222222222222\"]}"));
    policy.requireKnownPrincipals(principal -> true);
    assertThatThrownBy(
            () -> policy.requireKnownPrincipals(principal -> !principal.arn().equals(ALICE)))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessage("Policy contains a statement with one or more invalid principals.");
  }

  @Test
  void matching_tenThousandWildcards_takesLinearTime() {
    String stars = "a*".repeat(10_000);
    String questions = "*" + "?".repeat(5_000) + "*";
    String nearMiss = "*" + "a".repeat(4_000) + "b*" + "a?".repeat(2_000) + "b*";
    String text = "a".repeat(8_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 100; i++) {
            assertThat(Glob.of(stars + "b").matches(text)).isFalse();
            assertThat(Glob.of(questions).matches(text)).isTrue();
            assertThat(Glob.of(nearMiss).matches(text)).isFalse();
          }
          assertThat(Glob.of("a*".repeat(8_000)).matches(text)).isTrue();
        });
    String policy =
        key(
            "\"Principal\":\"*\",\"Condition\":{\"StringLike\":{\"kms:EncryptionContext:x\":\""
                + stars
                + "\"}}");
    assertThat(decide(policy, ALICE, Map.of("kms:encryptioncontext:x", List.of(text)))).isNotNull();
  }

  @Test
  void glob_randomPatterns_matchAsRegularExpressionsDo() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      String pattern = random(random, "ab*?", 8);
      String text = random(random, "ab", 10);
      String regex = pattern.replace("?", ".").replace("*", ".*");
      assertThat(Glob.of(pattern).matches(text))
          .as("%s %s", pattern, text)
          .isEqualTo(text.matches(regex));
    }
    for (int i = 0; i < 300; i++) {
      String piece = random(random, "ab?", 90) + "a".repeat(70);
      String text = random(random, "ab", 200) + "a".repeat(50);
      assertThat(Glob.of("*" + piece + "*").matches(text))
          .isEqualTo(text.matches(".*" + piece.replace("?", ".") + ".*"));
      String inside = "b" + piece.replace("?", "b") + "b";
      assertThat(Glob.of("*" + piece + "*").matches(text + inside)).isTrue();
    }
  }

  private static String random(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Test
  void parser_randomMutations_throwsOnlyTheDocumentedException() {
    long seed = Long.getLong("keyward.test.seed", 83L);
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    RandomCases cases = new RandomCases(random);
    int refused = 0;
    for (int i = 0; i < 30_000; i++) {
      boolean ofKey = random.nextBoolean();
      String text = mutated(cases.document(ofKey), random);
      try {
        if (ofKey) {
          PolicyDocument.keyPolicy(text);
        } else {
          PolicyDocument.identityPolicy(text);
        }
      } catch (MalformedPolicyException e) {
        refused++;
        assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\n");
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0 && mutated.length() > 1; i--) {
      int at = random.nextInt(mutated.length());
      int other = random.nextInt(mutated.length());
      switch (random.nextInt(5)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, "{}[]\",:\\*$\u00e9\u0001".charAt(random.nextInt(12)));
        case 2 -> mutated.setCharAt(at, mutated.charAt(other));
        case 3 -> mutated.delete(Math.min(at, other), Math.max(at, other));
        default -> mutated.insert(at, mutated.substring(Math.min(at, other), Math.max(at, other)));
      }
    }
    return mutated.toString();
  }

  static Decision decide(String keyPolicy, String caller, Map<String, List<String>> context) {
    return Authorization.decide(
        new AccessRequest(
            Principal.parse(caller),
            "kms:Decrypt",
            KEY,
            "111111111111",
            key -> context.getOrDefault(key, List.of())),
        Optional.of(PolicyDocument.keyPolicy(keyPolicy)),
        IdentityPolicies.none(),
        Optional::empty);
  }
}
