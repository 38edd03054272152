package dev.keyward.embedded.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.grant.GrantRecord.Constraints;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.policy.RetireClaim;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantRecordTest {
  private static final String KEY = "111111111111/eu-west-1/blue";
  private static final String ALICE = "arn:aws:iam::111111111111:user/alice";
  private static final String BOB = "arn:aws:iam::333333333333:user/bob";

  private static GrantRecord grant(Constraints constraints, String... operations) {
    return new GrantRecord(
        KEY,
        "arn:aws:kms:eu-west-1:111111111111:key/blue",
        "g",
        null,
        Instant.EPOCH,
        ALICE,
        BOB,
        null,
        null,
        "arn:aws:iam::111111111111:root",
        List.of(operations),
        constraints,
        null,
        null);
  }

  private static Constraints equal(Map<String, String> pairs) {
    return new Constraints(pairs, null, null);
  }

  private static Constraints subset(Map<String, String> pairs) {
    return new Constraints(null, pairs, null);
  }

  private static boolean allows(GrantRecord grant, String operation, Map<String, String> context) {
    return grant.allows(
        new GrantRequest(
            Principal.parse(ALICE), operation, context, Optional.empty(), Optional.empty()));
  }

  @Test
  void allows_contextEquals_needsJustThesePairs() {
    GrantRecord grant = grant(equal(Map.of("Tenant", "a")), "Decrypt", "DescribeKey");
    assertThat(allows(grant, "Decrypt", Map.of("tenant", "a"))).isTrue();
    assertThat(allows(grant, "Decrypt", Map.of("tenant", "a", "x", "y"))).isFalse();
    assertThat(allows(grant, "Decrypt", Map.of("tenant", "a", "Tenant", "a"))).isFalse();
    assertThat(allows(grant, "Decrypt", Map.of("tenant", "A"))).isFalse();
    assertThat(allows(grant, "Decrypt", Map.of())).isFalse();
    assertThat(allows(grant, "Encrypt", Map.of("tenant", "a"))).isFalse();
    assertThat(allows(grant, "DescribeKey", Map.of())).isTrue();
  }

  @Test
  void allows_sourceArn_isNeededExceptToLook() {
    GrantRecord grant = grant(new Constraints(null, null, "arn:aws:s3:::b"), "Sign", "DescribeKey");
    Principal alice = Principal.parse(ALICE);
    assertThat(
            grant.allows(
                new GrantRequest(
                    alice, "Sign", Map.of(), Optional.of("arn:aws:s3:::b"), Optional.empty())))
        .isTrue();
    assertThat(
            grant.allows(
                new GrantRequest(
                    alice, "Sign", Map.of(), Optional.of("arn:aws:s3:::c"), Optional.empty())))
        .isFalse();
    assertThat(allows(grant, "Sign", Map.of())).isFalse();
    assertThat(allows(grant, "DescribeKey", Map.of())).isTrue();
  }

  @Test
  void mayGive_child_mustBeWithinItsParent() {
    Map<String, String> one = Map.of("Tenant", "a");
    Map<String, String> two = Map.of("tenant", "a", "Row", "7");
    GrantRecord free = grant(null, "CreateGrant", "Decrypt");
    GrantRecord within = grant(subset(one), "CreateGrant", "Decrypt");
    GrantRecord exact = grant(equal(one), "CreateGrant", "Decrypt");
    assertThat(free.mayGive(grant(null, "Decrypt"))).isTrue();
    assertThat(free.mayGive(grant(null, "Encrypt"))).isFalse();
    assertThat(grant(null, "Decrypt").mayGive(grant(null, "Decrypt"))).isFalse();
    assertThat(within.mayGive(grant(null, "Decrypt"))).isFalse();
    assertThat(within.mayGive(grant(subset(two), "Decrypt"))).isTrue();
    assertThat(within.mayGive(grant(equal(one), "Decrypt"))).isTrue();
    assertThat(within.mayGive(grant(subset(Map.of("Tenant", "b")), "Decrypt"))).isFalse();
    assertThat(exact.mayGive(grant(equal(Map.of("TENANT", "a")), "Decrypt"))).isTrue();
    assertThat(exact.mayGive(grant(equal(two), "Decrypt"))).isFalse();
    assertThat(exact.mayGive(grant(subset(one), "Decrypt"))).isFalse();
    GrantRecord forSource = grant(new Constraints(null, null, "arn:x"), "CreateGrant", "Decrypt");
    assertThat(forSource.mayGive(grant(null, "Decrypt"))).isFalse();
    assertThat(forSource.mayGive(grant(new Constraints(null, null, "arn:x"), "Decrypt"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::333333333333:user/bob, PARTY",
    "arn:aws:iam::333333333333:root, NONE",
    "arn:aws:iam::111111111111:root, PARTY",
    "arn:aws:iam::111111111111:user/else, ACCOUNT",
    "arn:aws:iam::222222222222:user/else, NONE",
    "s3.amazonaws.com, NONE"
  })
  void claimOf_caller_isAsTheGrantNamesIt(String caller, RetireClaim expected) {
    assertThat(grant(null, "Decrypt").claimOf(Principal.parse(caller), Optional.empty()))
        .isEqualTo(expected);
  }

  @Test
  void claimOf_grantee_needsRetireGrant() {
    Principal alice = Principal.parse(ALICE);
    assertThat(grant(null, "Decrypt").claimOf(alice, Optional.empty()))
        .isEqualTo(RetireClaim.ACCOUNT);
    assertThat(grant(null, "RetireGrant").claimOf(alice, Optional.empty()))
        .isEqualTo(RetireClaim.PARTY);
  }

  @Test
  void check_operationOfAnotherKindOfKey_isRefused() {
    GrantRules.check(
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        List.of("GenerateDataKeyPair", "ReEncryptTo"),
        subset(Map.of("a", "b")));
    GrantRules.check(
        KeySpec.ML_KEM_768,
        KeyUsage.ENCAPSULATE_DECAPSULATE,
        List.of("Encapsulate", "Decapsulate", "GetPublicKey"),
        null);
    refused(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, "GetPublicKey", null);
    refused(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, "GenerateDataKey", null);
    refused(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY, "Decrypt", null);
    refused(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC, "GetPublicKey", null);
    refused(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY, "Sign", equal(Map.of("a", "b")));
    Map<String, String> nine = new java.util.HashMap<>();
    for (int i = 0; i < 9; i++) {
      nine.put("k" + i, "v");
    }
    refused(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, "Decrypt", equal(nine));
    refused(
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        "Decrypt",
        equal(Map.of("a", "b".repeat(385))));
  }

  private static void refused(
      KeySpec spec, KeyUsage usage, String operation, Constraints constraints) {
    assertThatThrownBy(() -> GrantRules.check(spec, usage, List.of(operation), constraints))
        .isInstanceOfSatisfying(
            KmsServiceException.class, e -> assertThat(e.code()).isEqualTo("ValidationException"));
  }

  @Test
  void token_sameGrant_isTheSameAndOnlyOursIsRead() {
    GrantName name = new GrantName(KEY, "f".repeat(64));
    try (GrantTokens tokens = new GrantTokens(SecretBytes.owning(new byte[32]));
        GrantTokens others = new GrantTokens(SecretBytes.copyOf(new byte[] {1}))) {
      String token = tokens.issue(name);
      assertThat(tokens.issue(name)).isEqualTo(token);
      assertThat(tokens.read(token)).contains(name);
      assertThat(others.read(token)).isEmpty();
      for (int i = 0; i < token.length(); i++) {
        char other = token.charAt(i) == 'A' ? 'B' : 'A';
        String forged = token.substring(0, i) + other + token.substring(i + 1);
        assertThat(tokens.read(forged).filter(found -> !found.equals(name))).isEmpty();
        assertThat(tokens.read(token.substring(0, i))).isEmpty();
      }
      assertThat(tokens.read("")).isEmpty();
      assertThat(tokens.read("not base64 !")).isEmpty();
      assertThat(tokens.read(String.join("", Collections.nCopies(9_000, "A")))).isEmpty();
    }
  }
}
