package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GrantConstraints;
import dev.keyward.kms.GrantListEntry;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListRetirableGrants;
import dev.keyward.kms.RetireGrant;
import dev.keyward.kms.RevokeGrant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants through the API: section 15 of the contract. */
class GrantsTest {
  private static final byte[] TEXT = {1, 2, 3};
  private static final Map<String, String> ORDERS = Map.of("app", "orders");
  private static final Map<String, String> MORE = Map.of("app", "orders", "row", "7");

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms root;
  private String anna;
  private String bert;
  private String key;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    root = fixture.kms();
    anna = Policies.user(root, "anna");
    bert = Policies.user(root, "bert");
    key = symmetric(root);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CreateGrant.Request to(String grantee, GrantOperation... operations) {
    return CreateGrant.Request.of(key, grantee, List.of(operations));
  }

  private void encrypt(String user, Map<String, String> context) {
    fixture.as(user).encrypt(Encrypt.Request.of(key, TEXT).withEncryptionContext(context));
  }

  private void deniedToEncrypt(String user, Map<String, String> context) {
    refused(ErrorCode.ACCESS_DENIED, () -> encrypt(user, context));
  }

  @Test
  void grant_allowsItsOperationsToItsGranteeAtOnce() {
    deniedToEncrypt(anna, Map.of());
    CreateGrant.Response made = root.createGrant(to(anna, GrantOperation.ENCRYPT));
    encrypt(anna, Map.of());
    deniedToEncrypt(bert, Map.of());
    byte[] blob = root.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    refused(ErrorCode.ACCESS_DENIED, () -> fixture.as(anna).decrypt(Decrypt.Request.of(blob)));
    fixture
        .as(anna)
        .encrypt(Encrypt.Request.of(key, TEXT).withGrantTokens(List.of(made.grantToken())));
    // A token is no bearer ticket: it only speeds up what its grantee may do anyway.
    refused(
        ErrorCode.ACCESS_DENIED,
        () ->
            fixture
                .as(bert)
                .encrypt(
                    Encrypt.Request.of(key, TEXT).withGrantTokens(List.of(made.grantToken()))));
  }

  @Test
  void constraintEquals_fitsThatContextOnly() {
    root.createGrant(
        to(anna, GrantOperation.ENCRYPT, GrantOperation.DESCRIBE_KEY)
            .withConstraints(new GrantConstraints(null, ORDERS, null)));
    encrypt(anna, ORDERS);
    deniedToEncrypt(anna, MORE);
    deniedToEncrypt(anna, Map.of());
    fixture.as(anna).describeKey(DescribeKey.Request.of(key));
  }

  @Test
  void constraintSubset_fitsEveryContextThatContainsIt() {
    root.createGrant(
        to(anna, GrantOperation.ENCRYPT).withConstraints(new GrantConstraints(ORDERS, null, null)));
    encrypt(anna, ORDERS);
    encrypt(anna, MORE);
    deniedToEncrypt(anna, Map.of("app", "else"));
  }

  @Test
  void grantee_givesAwayNoMoreThanItHas() {
    root.createGrant(
        to(anna, GrantOperation.ENCRYPT, GrantOperation.CREATE_GRANT)
            .withConstraints(new GrantConstraints(ORDERS, null, null)));
    Kms grantee = fixture.as(anna);
    refused(
        ErrorCode.ACCESS_DENIED,
        () -> grantee.createGrant(to(bert, GrantOperation.ENCRYPT, GrantOperation.DECRYPT)));
    refused(ErrorCode.ACCESS_DENIED, () -> grantee.createGrant(to(bert, GrantOperation.ENCRYPT)));
    grantee.createGrant(
        to(bert, GrantOperation.ENCRYPT).withConstraints(new GrantConstraints(null, MORE, null)));
    encrypt(bert, MORE);
    deniedToEncrypt(bert, ORDERS);
  }

  @Test
  void createGrant_withName_isIdempotentWhileNothingDiffers() {
    CreateGrant.Request named = to(anna, GrantOperation.ENCRYPT).withName("batch");
    CreateGrant.Response first = root.createGrant(named);
    assertThat(root.createGrant(named).grantId()).isEqualTo(first.grantId());
    assertThat(root.createGrant(to(bert, GrantOperation.ENCRYPT).withName("batch")).grantId())
        .isNotEqualTo(first.grantId());
    CreateGrant.Request unnamed = to(anna, GrantOperation.ENCRYPT);
    assertThat(root.createGrant(unnamed).grantId())
        .isNotEqualTo(root.createGrant(unnamed).grantId());
    assertThat(root.listGrants(ListGrants.Request.of(key)).grants()).hasSize(4);
  }

  @Test
  void createGrant_ofWhatTheKeyCannotDo_isRefused() {
    refused(ErrorCode.VALIDATION, () -> root.createGrant(to(anna, GrantOperation.SIGN)));
    refused(
        ErrorCode.VALIDATION,
        () ->
            root.createGrant(
                to(anna, GrantOperation.ENCRYPT)
                    .withConstraints(
                        new GrantConstraints(null, Map.of("a", "x".repeat(385)), null))));
    refused(ErrorCode.INVALID_ARN, () -> root.createGrant(to("anna", GrantOperation.ENCRYPT)));
  }

  @Test
  void retire_isForRetiringPrincipalAndGranteeWhoMay() {
    CreateGrant.Response made =
        root.createGrant(to(anna, GrantOperation.ENCRYPT).withRetiringPrincipal(bert));
    refused(
        ErrorCode.ACCESS_DENIED,
        () -> fixture.as(anna).retireGrant(RetireGrant.Request.of(made.grantToken())));
    fixture.as(bert).retireGrant(RetireGrant.Request.of(made.grantToken()));
    deniedToEncrypt(anna, Map.of());
    CreateGrant.Response own =
        root.createGrant(to(anna, GrantOperation.ENCRYPT, GrantOperation.RETIRE_GRANT));
    fixture
        .as(anna)
        .retireGrant(RetireGrant.Request.of(null).withKeyId(key).withGrantId(own.grantId()));
    assertThat(root.listGrants(ListGrants.Request.of(key)).grants()).isEmpty();
    refused(ErrorCode.NOT_FOUND, () -> root.retireGrant(RetireGrant.Request.of(own.grantToken())));
  }

  @Test
  void retire_deniedByWhatTheGrantSays_isRefused() {
    CreateGrant.Response limited =
        root.createGrant(
            to(anna, GrantOperation.ENCRYPT)
                .withRetiringPrincipal(bert)
                .withConstraints(new GrantConstraints(ORDERS, null, null)));
    CreateGrant.Response free =
        root.createGrant(to(anna, GrantOperation.ENCRYPT).withRetiringPrincipal(bert));
    for (String condition :
        List.of(
            "\"StringEquals\":{\"kms:GrantConstraintType\":\"EncryptionContextSubset\"}",
            "\"StringEquals\":{\"kms:EncryptionContext:app\":\"orders\"}",
            "\"ForAnyValue:StringEquals\":{\"kms:EncryptionContextKeys\":\"app\"}")) {
      root.identities()
          .putInlinePolicy(
              bert, "guard", Policies.identity("Deny", "kms:RetireGrant", "*", condition));
      refused(
          ErrorCode.ACCESS_DENIED,
          () -> fixture.as(bert).retireGrant(RetireGrant.Request.of(limited.grantToken())));
    }
    fixture.as(bert).retireGrant(RetireGrant.Request.of(free.grantToken()));
    root.identities().deleteInlinePolicy(bert, "guard");
    fixture.as(bert).retireGrant(RetireGrant.Request.of(limited.grantToken()));
  }

  @Test
  void revoke_takesPermissionOnTheKey() {
    CreateGrant.Response made = root.createGrant(to(anna, GrantOperation.ENCRYPT));
    RevokeGrant.Request revoke = RevokeGrant.Request.of(key, made.grantId());
    refused(ErrorCode.ACCESS_DENIED, () -> fixture.as(anna).revokeGrant(revoke));
    refused(ErrorCode.DRY_RUN_OPERATION, () -> root.revokeGrant(revoke.withDryRun(true)));
    encrypt(anna, Map.of());
    root.revokeGrant(revoke);
    deniedToEncrypt(anna, Map.of());
  }

  @Test
  void listGrants_filtersByGranteeAndId() {
    CreateGrant.Response one = root.createGrant(to(anna, GrantOperation.ENCRYPT));
    root.createGrant(to(bert, GrantOperation.DECRYPT).withRetiringPrincipal(anna).withName("b"));
    assertThat(root.listGrants(ListGrants.Request.of(key).withGrantId(one.grantId())).grants())
        .singleElement()
        .extracting(GrantListEntry::granteePrincipal)
        .isEqualTo(anna);
    GrantListEntry second =
        root.listGrants(ListGrants.Request.of(key).withGranteePrincipal(bert)).grants().get(0);
    assertThat(second.name()).isEqualTo("b");
    assertThat(second.operations()).containsExactly(GrantOperation.DECRYPT);
    assertThat(second.issuingAccount()).isEqualTo(Policies.ROOT);
    assertThat(root.listRetirableGrants(ListRetirableGrants.Request.of(anna)).grants())
        .extracting(GrantListEntry::grantId)
        .containsExactly(second.grantId());
  }

  @Test
  void dryRun_ofGrants_changesNothing() {
    refused(
        ErrorCode.DRY_RUN_OPERATION,
        () -> root.createGrant(to(anna, GrantOperation.ENCRYPT).withDryRun(true)));
    assertThat(root.listGrants(ListGrants.Request.of(key)).grants()).isEmpty();
    CreateGrant.Response made = root.createGrant(to(anna, GrantOperation.ENCRYPT));
    refused(
        ErrorCode.DRY_RUN_OPERATION,
        () -> root.retireGrant(RetireGrant.Request.of(made.grantToken()).withDryRun(true)));
    encrypt(anna, Map.of());
  }
}
