package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.quota.QuotaSettings;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.Sign;
import dev.keyward.model.SigningAlgorithm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When service keys are made: by an operation that may, for a caller who may. */
class ServiceKeysTest {
  private static final byte[] TEXT = {1, 2, 3};
  private static final String S3 = "alias/aws/s3";
  private static final String VIA = "s3.eu-west-1.amazonaws.com";

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms root;
  private String anna;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home, plain -> plain.withAudit(audit()));
    root = fixture.kms();
    anna = Policies.user(root, "anna");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private AuditSettings audit() {
    return AuditSettings.in(home.resolve("audit"));
  }

  /** What the audit trail says of the last call. */
  private static AuditEntry lastCall(EmbeddedKms kms) {
    return kms.readAudit(AuditQuery.newest(1)).get(0);
  }

  private EmbeddedKms throughS3() {
    return root.as(EmbeddedKmsFixture.caller(anna).with("kms:ViaService", VIA));
  }

  private long keys() {
    return fixture.store().count(RecordKind.KEY, "");
  }

  private void refusedAndMakesNone(ErrorCode code, ThrowingCallable call) {
    long before = keys();
    refused(code, call);
    assertThat(keys()).isEqualTo(before);
    assertThat(fixture.store().count(RecordKind.ALIAS, "")).isZero();
  }

  @Test
  void callerWithoutPermission_isDeniedByTheNameItGaveAndMakesNone() {
    refusedAndMakesNone(ErrorCode.ACCESS_DENIED, () -> root.encrypt(Encrypt.Request.of(S3, TEXT)));
    refusedAndMakesNone(
        ErrorCode.ACCESS_DENIED, () -> fixture.as(anna).describeKey(DescribeKey.Request.of(S3)));
    KmsServiceException denied =
        refused(
            ErrorCode.ACCESS_DENIED,
            () -> fixture.as(anna).describeKey(DescribeKey.Request.of(S3)));
    assertThat(denied).hasMessageContaining("alias/aws/s3").hasMessageNotContaining(":key/");
  }

  @Test
  void operationThatMakesNone_findsNothing() {
    byte[] blob = root.encrypt(Encrypt.Request.of(symmetric(root), TEXT)).ciphertextBlob();
    refusedAndMakesNone(
        ErrorCode.NOT_FOUND, () -> throughS3().decrypt(Decrypt.Request.of(blob).withKeyId(S3)));
    refusedAndMakesNone(
        ErrorCode.NOT_FOUND,
        () -> throughS3().sign(Sign.Request.of(S3, TEXT, SigningAlgorithm.ECDSA_SHA_256)));
    refusedAndMakesNone(
        ErrorCode.NOT_FOUND, () -> root.listAliases(ListAliases.Request.of().withKeyId(S3)));
  }

  @Test
  void listAliases_ofAnAlias_isRefused() {
    String key = symmetric(root);
    root.createAlias(CreateAlias.Request.of("alias/mine", key));
    for (String id : List.of("alias/mine", key.replaceAll("key/.*", "alias/mine"))) {
      KmsServiceException refusal =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              KmsServiceException.class,
              () -> root.listAliases(ListAliases.Request.of().withKeyId(id)));
      assertThat(refusal).as(id).isNotNull();
      assertThat(refusal.code()).isIn("NotFoundException", "InvalidArnException");
    }
    assertThat(root.listAliases(ListAliases.Request.of().withKeyId(key)).aliases()).hasSize(1);
  }

  @Test
  void firstUseThroughItsService_makesTheKeyAndUsesIt() {
    byte[] blob = throughS3().encrypt(Encrypt.Request.of(S3, TEXT)).ciphertextBlob();

    assertThat(keys()).isEqualTo(1);
    assertThat(lastCall(root).json()).contains(":key/");
    assertThat(throughS3().decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
    String made = root.describeKey(DescribeKey.Request.of(S3)).keyMetadata().arn();
    assertThat(throughS3().encrypt(Encrypt.Request.of(S3, TEXT)).keyId()).isEqualTo(made);
  }

  @Test
  void dryRun_ofTheFirstUse_wouldSucceedAndMakesNone() {
    refusedAndMakesNone(
        ErrorCode.DRY_RUN_OPERATION,
        () -> throughS3().encrypt(Encrypt.Request.of(S3, TEXT).withDryRun(true)));
    assertThat(lastCall(root).error()).isNotNull();
    assertThat(lastCall(root).json()).contains(S3).doesNotContain(":key/");
  }

  @Test
  void reEncrypt_underAServiceKeyForTheFirstTime_makesItForWhoMay() {
    String source = symmetric(root);
    byte[] blob = root.encrypt(Encrypt.Request.of(source, TEXT)).ciphertextBlob();
    refusedAndMakesNone(
        ErrorCode.ACCESS_DENIED, () -> root.reEncrypt(ReEncrypt.Request.of(blob, S3)));
    root.identities()
        .putInlinePolicy(anna, "from", Policies.identity("Allow", "kms:ReEncryptFrom", source, ""));

    byte[] moved = throughS3().reEncrypt(ReEncrypt.Request.of(blob, S3)).ciphertextBlob();

    assertThat(throughS3().decrypt(Decrypt.Request.of(moved)).plaintext()).isEqualTo(TEXT);
  }

  @Test
  void throttledCaller_makesNone() {
    QuotaSettings one = new QuotaSettings(0, Map.of("describe-key", 1.0));
    try (EmbeddedKmsFixture limited =
        new EmbeddedKmsFixture(
            home.resolve("limited"),
            plain ->
                new EngineSettings(
                    plain.clock(),
                    plain.random(),
                    Optional.of(audit()),
                    plain.resources(),
                    one,
                    plain.nanos(),
                    plain.tokens()))) {
      limited.kms().describeKey(DescribeKey.Request.of(S3));
      refused(
          ErrorCode.THROTTLING,
          () -> limited.kms().describeKey(DescribeKey.Request.of("alias/aws/ebs")));
      assertThat(limited.store().count(RecordKind.KEY, "")).isEqualTo(1);
      assertThat(lastCall(limited.kms()).json()).contains("alias/aws/ebs").doesNotContain(":key/");
    }
  }
}
