package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.SCOPE;
import static dev.keyward.embedded.EmbeddedKmsFixture.caller;
import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.identity.Identity;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GetKeyLastUsage;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.KeyManager;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.TrackedOperation;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, seen through the API: section 16 of the contract. */
class PermissionsTest {
  private static final byte[] TEXT = {1, 2, 3};
  private static final Scope PARTNER = new Scope("aws", SCOPE.region(), "444455556666");

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms root;
  private String anna;
  private String key;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    root = fixture.kms();
    anna = Policies.user(root, "anna");
    key = symmetric(root);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void keyPolicy(String... statements) {
    root.putKeyPolicy(PutKeyPolicy.Request.of(key, Policies.key(statements)));
  }

  private void identityPolicy(String effect, String action, String resource) {
    root.identities()
        .putInlinePolicy(
            anna,
            effect + action.replaceAll("\\W", "-"),
            Policies.identity(effect, action, resource, ""));
  }

  private static void encrypt(Kms kms, String key) {
    kms.encrypt(Encrypt.Request.of(key, TEXT));
  }

  private static KmsServiceException denied(ThrowingCallable call) {
    return refused(ErrorCode.ACCESS_DENIED, call);
  }

  // Policies

  @Test
  void keyPolicy_allowsUser_noMoreThanItSays() {
    keyPolicy(Policies.delegation(), Policies.allow(anna, "kms:Encrypt"));
    encrypt(fixture.as(anna), key);
    denied(() -> fixture.as(anna).describeKey(DescribeKey.Request.of(key)));
  }

  @Test
  void delegation_withoutIdentityPolicy_allowsNothing() {
    denied(() -> encrypt(fixture.as(anna), key));
    identityPolicy("Allow", "kms:Encrypt", key);
    encrypt(fixture.as(anna), key);
  }

  @Test
  void identityPolicy_withoutDelegation_hasNoForceButToDeny() {
    identityPolicy("Allow", "kms:*", "*");
    keyPolicy(Policies.allow(Policies.ROOT, "kms:PutKeyPolicy"), Policies.allow(anna, "kms:Sign"));
    denied(() -> encrypt(fixture.as(anna), key));
    keyPolicy(Policies.delegation(), Policies.allow(anna, "kms:Encrypt"));
    encrypt(fixture.as(anna), key);
    identityPolicy("Deny", "kms:Encrypt", "*");
    denied(() -> encrypt(fixture.as(anna), key));
  }

  @Test
  void deny_inKeyPolicy_winsOverEveryAllow() {
    identityPolicy("Allow", "kms:*", "*");
    keyPolicy(
        Policies.delegation(), Policies.allow(anna, "kms:*"), Policies.deny("*", "kms:Encrypt"));
    denied(() -> encrypt(fixture.as(anna), key));
    denied(() -> encrypt(root, key));
  }

  @Test
  void root_withoutItsStatement_isNobodySpecial() {
    root.putKeyPolicy(
        PutKeyPolicy.Request.of(key, Policies.key(Policies.allow(anna, "kms:*")))
            .withBypassPolicyLockoutSafetyCheck(true));
    denied(() -> encrypt(root, key));
    encrypt(fixture.as(anna), key);
  }

  @Test
  void actionsWithoutKey_takeIdentityPolicy() {
    Kms user = fixture.as(anna);
    denied(() -> user.listKeys(ListKeys.Request.of()));
    denied(() -> user.generateRandom(GenerateRandom.Request.of(8)));
    denied(() -> symmetric(user));
    identityPolicy("Allow", "kms:ListKeys", "*");
    identityPolicy("Allow", "kms:GenerateRandom", "*");
    identityPolicy("Allow", "kms:CreateKey", "*");
    assertThat(user.listKeys(ListKeys.Request.of()).keys()).hasSize(1);
    assertThat(user.generateRandom(GenerateRandom.Request.of(8)).plaintext()).hasSize(8);
    assertThat(symmetric(user)).startsWith("arn:aws:kms:");
  }

  @Test
  void createKey_withTags_takesPermissionToTag() {
    CreateKey.Request tagged =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
            .withTags(List.of(new Tag("a", "b")));
    identityPolicy("Allow", "kms:CreateKey", "*");
    denied(() -> fixture.as(anna).createKey(tagged));
    identityPolicy("Allow", "kms:TagResource", "*");
    assertThatCode(() -> fixture.as(anna).createKey(tagged)).doesNotThrowAnyException();
  }

  @Test
  void newPolicy_locksCallerOut_isRefusedUnlessBypassed() {
    String policy = Policies.key(Policies.allow(anna, "kms:*"));
    refused(
        ErrorCode.MALFORMED_POLICY_DOCUMENT,
        () -> root.putKeyPolicy(PutKeyPolicy.Request.of(key, policy)));
    CreateKey.Request request =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
            .withPolicy(policy);
    refused(ErrorCode.MALFORMED_POLICY_DOCUMENT, () -> root.createKey(request));
    String made =
        root.createKey(request.withBypassPolicyLockoutSafetyCheck(true)).keyMetadata().arn();
    encrypt(fixture.as(anna), made);
    assertThat(fixture.as(anna).getKeyPolicy(GetKeyPolicy.Request.of(made)).policy())
        .isEqualTo(policy);
  }

  @Test
  void role_usedInSession_isAllowedAsRoleAndAsSession() {
    String role = root.identities().create(Identity.Kind.ROLE, SCOPE.account(), "batch").arn();
    keyPolicy(Policies.delegation(), Policies.allow(role, "kms:Encrypt"));
    encrypt(fixture.as(role), key);
    encrypt(fixture.as("arn:aws:sts::111122223333:assumed-role/batch/night"), key);
    denied(() -> encrypt(fixture.as("arn:aws:sts::111122223333:assumed-role/other/night"), key));
  }

  // Aliases, and operations with two keys

  @Test
  void alias_takesPermissionOnAliasAndKey() {
    Kms user = fixture.as(anna);
    CreateAlias.Request request = CreateAlias.Request.of("alias/mine", key);
    identityPolicy("Allow", "kms:CreateAlias", key);
    denied(() -> user.createAlias(request));
    root.identities().deleteInlinePolicy(anna, "Allowkms-CreateAlias");
    identityPolicy("Allow", "kms:CreateAlias", "arn:aws:kms:*:*:alias/mine");
    denied(() -> user.createAlias(request));
    keyPolicy(Policies.delegation(), Policies.allow(anna, "kms:*Alias"));
    user.createAlias(request);
    denied(() -> user.deleteAlias(DeleteAlias.Request.of("alias/mine")));
    identityPolicy("Allow", "kms:DeleteAlias", "arn:aws:kms:*:*:alias/mine");
    user.deleteAlias(DeleteAlias.Request.of("alias/mine"));
  }

  @Test
  void updateAlias_takesPermissionOnOldAndNewKey() {
    root.createAlias(CreateAlias.Request.of("alias/mine", key));
    String other = symmetric(root);
    UpdateAlias.Request request = UpdateAlias.Request.of("alias/mine", other);
    identityPolicy("Allow", "kms:UpdateAlias", "arn:aws:kms:*:*:alias/*");
    keyPolicy(Policies.delegation(), Policies.allow(anna, "kms:UpdateAlias"));
    denied(() -> fixture.as(anna).updateAlias(request));
    root.putKeyPolicy(
        PutKeyPolicy.Request.of(
            other, Policies.key(Policies.delegation(), Policies.allow(anna, "kms:UpdateAlias"))));
    fixture.as(anna).updateAlias(request);
    assertThat(root.describeKey(DescribeKey.Request.of("alias/mine")).keyMetadata().arn())
        .isEqualTo(other);
  }

  @Test
  void reEncrypt_takesFromOnSourceAndToOnDestination() {
    String other = symmetric(root);
    byte[] blob = root.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    Kms user = fixture.as(anna);
    identityPolicy("Allow", "kms:ReEncryptFrom", key);
    denied(() -> user.reEncrypt(ReEncrypt.Request.of(blob, other)));
    identityPolicy("Allow", "kms:ReEncryptTo", other);
    byte[] moved = user.reEncrypt(ReEncrypt.Request.of(blob, other)).ciphertextBlob();
    assertThat(root.decrypt(Decrypt.Request.of(moved)).plaintext()).isEqualTo(TEXT);
    denied(() -> user.reEncrypt(ReEncrypt.Request.of(moved, key)));
  }

  // Other accounts

  private EmbeddedKms partner() {
    return root.as(Caller.root(PARTNER));
  }

  @Test
  void otherAccount_isAllowedByKeyPolicyAndItsOwnPolicy() {
    String bob = root.identities().create(Identity.Kind.USER, PARTNER.account(), "bob").arn();
    Kms user = root.as(Caller.of(Principal.parse(bob), PARTNER));
    root.identities().putInlinePolicy(bob, "a", Policies.identity("Allow", "kms:*", key, ""));
    denied(() -> encrypt(user, key));
    keyPolicy(Policies.delegation(), Policies.allow("444455556666", "kms:*"));
    encrypt(user, key);
    byte[] blob = root.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    assertThat(user.decrypt(Decrypt.Request.of(blob).withKeyId(key)).plaintext()).isEqualTo(TEXT);
    root.identities().deleteInlinePolicy(bob, "a");
    denied(() -> encrypt(user, key));
  }

  @Test
  void otherAccount_managesNothing() {
    keyPolicy(Policies.delegation(), Policies.allow("444455556666", "kms:*"));
    assertThatCode(() -> partner().describeKey(DescribeKey.Request.of(key)))
        .doesNotThrowAnyException();
    denied(() -> partner().disableKey(DisableKey.Request.of(key)));
    denied(() -> partner().getKeyPolicy(GetKeyPolicy.Request.of(key)));
    denied(() -> partner().scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key)));
  }

  @Test
  void otherAccount_cannotTellUnknownKeyFromDeniedOne() {
    String unknown = key.substring(0, key.length() - 36) + ErrorTexts.NOBODY;
    for (int i = 0; i < 2; i++) {
      boolean describe = i == 0;
      String ofKnown = denied(() -> ask(describe, key)).getMessage();
      String ofUnknown = denied(() -> ask(describe, unknown)).getMessage();
      assertThat(ofUnknown).isEqualTo(ofKnown.replace(key, unknown));
    }
  }

  private void ask(boolean describe, String arn) {
    if (describe) {
      partner().describeKey(DescribeKey.Request.of(arn));
    } else {
      encrypt(partner(), arn);
    }
  }

  @Test
  void accounts_ofOneStore_seeTheirOwnKeysOnly() {
    String theirs = symmetric(partner());
    assertThat(partner().listKeys(ListKeys.Request.of()).keys())
        .extracting(entry -> entry.keyArn())
        .containsExactly(theirs);
    refused(
        ErrorCode.NOT_FOUND,
        () -> root.describeKey(DescribeKey.Request.of(theirs.substring(theirs.length() - 36))));
  }

  // Keys of services

  private static final String VIA = "s3.eu-west-1.amazonaws.com";

  @Test
  void serviceKey_isMadeWhenDescribed_andReadable() {
    KeyMetadata made = root.describeKey(DescribeKey.Request.of("alias/aws/s3")).keyMetadata();
    assertThat(made.keyManager()).isEqualTo(KeyManager.AWS);
    assertThat(root.describeKey(DescribeKey.Request.of("alias/aws/s3")).keyMetadata().arn())
        .isEqualTo(made.arn());
    assertThat(root.getKeyPolicy(GetKeyPolicy.Request.of(made.arn())).policy()).contains(VIA);
    assertThat(root.listAliases(ListAliases.Request.of().withLimit(100)).aliases())
        .filteredOn(alias -> alias.targetKeyId() != null)
        .extracting(alias -> alias.aliasName())
        .containsExactly("alias/aws/s3");
    refused(
        ErrorCode.NOT_FOUND, () -> root.describeKey(DescribeKey.Request.of("alias/aws/nothing")));
  }

  @Test
  void serviceKey_cannotBeChanged() {
    String arn = root.describeKey(DescribeKey.Request.of("alias/aws/s3")).keyMetadata().arn();
    identityPolicy("Allow", "kms:*", "*");
    denied(() -> root.disableKey(DisableKey.Request.of(arn)));
    denied(() -> root.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(arn)));
    denied(() -> root.enableKeyRotation(EnableKeyRotation.Request.of(arn)));
    denied(() -> root.tagResource(TagResource.Request.of(arn, List.of(new Tag("a", "b")))));
    denied(
        () -> root.putKeyPolicy(PutKeyPolicy.Request.of(arn, Policies.key(Policies.delegation()))));
    refused(
        ErrorCode.NOT_AUTHORIZED,
        () -> root.updateAlias(UpdateAlias.Request.of("alias/aws/s3", key)));
  }

  @Test
  void serviceKey_isUsableThroughItsServiceOnly() {
    root.describeKey(DescribeKey.Request.of("alias/aws/s3"));
    denied(() -> encrypt(root, "alias/aws/s3"));
    Caller through = caller(anna).with("kms:ViaService", VIA);
    encrypt(root.as(through), "alias/aws/s3");
    denied(
        () ->
            encrypt(
                root.as(caller(anna).with("kms:ViaService", "rds.eu-west-1.amazonaws.com")),
                "alias/aws/s3"));
  }

  // Last usage

  @Test
  void lastUsage_tellsTheLastSuccessfulUse_andNothingElse() {
    GetKeyLastUsage.Response before = root.getKeyLastUsage(GetKeyLastUsage.Request.of(key));
    assertThat(before.keyLastUsage().operation()).isNull();
    assertThat(before.trackingStartDate()).isEqualTo(before.keyCreationDate());
    byte[] blob = root.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    fixture.advance(Duration.ofHours(2));
    Instant used = fixture.now();
    root.decrypt(Decrypt.Request.of(blob));
    fixture.advance(Duration.ofHours(2));
    refused(
        ErrorCode.DRY_RUN_OPERATION,
        () -> root.encrypt(Encrypt.Request.of(key, TEXT).withDryRun(true)));
    denied(() -> encrypt(fixture.as(anna), key));
    root.describeKey(DescribeKey.Request.of(key));
    GetKeyLastUsage.Response after = root.getKeyLastUsage(GetKeyLastUsage.Request.of(key));
    assertThat(after.keyLastUsage().operation()).isEqualTo(TrackedOperation.DECRYPT);
    assertThat(after.keyLastUsage().timestamp()).isEqualTo(used);
    denied(() -> fixture.as(anna).getKeyLastUsage(GetKeyLastUsage.Request.of(key)));
  }

  @Test
  void lastUsage_ofReEncrypt_isThatOfBothKeys() {
    String other = symmetric(root);
    byte[] blob = root.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    fixture.advance(Duration.ofSeconds(1));
    root.reEncrypt(ReEncrypt.Request.of(blob, other));
    for (String used : List.of(key, other)) {
      assertThat(root.getKeyLastUsage(GetKeyLastUsage.Request.of(used)).keyLastUsage().operation())
          .isEqualTo(TrackedOperation.RE_ENCRYPT);
    }
  }
}
