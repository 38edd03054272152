package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.AuditVerification;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.Sign;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises P34 and P35: every call is recorded once, and what cannot be recorded is not answered.
 */
class AuditedCallsTest {
  private static final byte[] TEXT = "canary plaintext".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path home;

  private EmbeddedKms open(AuditSettings audit) {
    return new EmbeddedKms(
        StoreDirectory.open(StoreSettings.inHome(home)),
        Caller.root(EmbeddedKmsFixture.SCOPE),
        EngineSettings.plain(InstantSource.system(), JdkRandom.shared()).withAudit(audit));
  }

  private EmbeddedKms open() {
    return open(AuditSettings.in(home.resolve("audit")));
  }

  @Test
  void calls_mixedInManyThreads_areRecordedOnceEach() throws Exception {
    recordsEachOnce(2_000);
  }

  @Test
  @Tag("nightly")
  void calls_hundredThousandMixed_areRecordedOnceEach() throws Exception {
    recordsEachOnce(100_000);
  }

  private void recordsEachOnce(int calls) throws Exception {
    int threads = 4;
    long failures;
    try (EmbeddedKms kms = open()) {
      String key = EmbeddedKmsFixture.symmetric(kms);
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Future<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        long seed = 20261122L + thread;
        tasks.add(pool.submit(() -> mixedCalls(kms, key, calls / threads, new Random(seed))));
      }
      failures = 0;
      for (Future<Integer> task : tasks) {
        failures += task.get();
      }
      pool.shutdown();
    }
    try (EmbeddedKms kms = open()) {
      AuditVerification found = kms.verifyAudit();
      assertThat(found.problems()).isEmpty();
      assertThat(found.records()).isEqualTo(calls + 1L);
      List<AuditEntry> entries = kms.readAudit(AuditQuery.newest(AuditQuery.MAX_LIMIT));
      int read = Math.min(calls + 1, AuditQuery.MAX_LIMIT);
      assertThat(entries.stream().map(AuditEntry::requestId).distinct()).hasSize(read);
      assertThat(failures).isPositive();
      if (read > calls) {
        assertThat(entries.stream().filter(entry -> entry.error() != null)).hasSize((int) failures);
      }
    }
  }

  /** How many of the calls failed. */
  private static int mixedCalls(EmbeddedKms kms, String key, int calls, Random random) {
    byte[] blob = kms.as(kms.caller()).encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    int failed = 0;
    for (int i = 1; i < calls; i++) {
      try {
        switch (random.nextInt(100) < 2 ? 6 : random.nextInt(6)) {
          case 0 -> kms.encrypt(Encrypt.Request.of(key, TEXT));
          case 1 -> kms.decrypt(Decrypt.Request.of(blob));
          case 2 -> kms.generateDataKey(GenerateDataKey.Request.of(key).withNumberOfBytes(32));
          case 3 -> kms.describeKey(DescribeKey.Request.of(key));
          case 4 -> kms.describeKey(DescribeKey.Request.of("alias/nobody"));
          case 5 -> kms.decrypt(Decrypt.Request.of(new byte[] {1}));
          default ->
              kms.tagResource(
                  TagResource.Request.of(
                      key, List.of(new dev.keyward.kms.Tag("n", Integer.toString(i)))));
        }
      } catch (KmsServiceException e) {
        failed++;
      }
    }
    return failed;
  }

  @Test
  void call_recorded_tellsWhoDidWhatAndNothingSecret() throws Exception {
    String blob;
    try (EmbeddedKms kms = open()) {
      String key = EmbeddedKmsFixture.symmetric(kms);
      byte[] made =
          kms.encrypt(
                  Encrypt.Request.of(key, TEXT)
                      .withEncryptionContext(Map.of("tenant", "canary tenant")))
              .ciphertextBlob();
      blob = java.util.Base64.getEncoder().encodeToString(made);
      List<AuditEntry> entries = kms.readAudit(AuditQuery.newest(10));
      assertThat(entries).extracting(AuditEntry::event).containsExactly("CreateKey", "Encrypt");
      assertThat(entries.get(1).json())
          .contains("\"arn\":\"arn:aws:iam::111122223333:root\"")
          .contains("\"keyId\":\"" + key + "\"")
          .contains("\"tenant\":")
          .contains("\"keyMaterialId\":")
          .contains("\"readOnly\":true");
    }
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(home.resolve("audit"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    assertThat(all.toString())
        .doesNotContain("canary plaintext")
        .doesNotContain("canary tenant")
        .doesNotContain(java.util.Base64.getEncoder().encodeToString(TEXT))
        .doesNotContain(blob.substring(0, 40));
  }

  @Test
  void cryptographicCall_recorded_showsWhatItLeftToTheService() {
    try (EmbeddedKms kms = open()) {
      String key = EmbeddedKmsFixture.symmetric(kms);
      byte[] blob = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
      kms.reEncrypt(ReEncrypt.Request.of(blob, key));
      String pair = EmbeddedKmsFixture.create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
      kms.sign(Sign.Request.of(pair, TEXT, SigningAlgorithm.ECDSA_SHA_256));
      assertThat(newest(kms, "Encrypt")).contains("\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"");
      assertThat(newest(kms, "ReEncrypt"))
          .contains("\"sourceEncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"")
          .contains("\"destinationEncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"");
      assertThat(newest(kms, "Sign"))
          .contains("\"messageType\":\"RAW\"")
          .contains("\"signingAlgorithm\":\"ECDSA_SHA_256\"");
    }
  }

  private static String newest(EmbeddedKms kms, String event) {
    return kms.readAudit(AuditQuery.newest(20)).stream()
        .filter(entry -> entry.event().equals(event))
        .reduce((first, second) -> second)
        .orElseThrow()
        .json();
  }

  @Test
  void cryptographicCall_onAKeyInAKeyStore_namesTheKeyStore() {
    KeyStores tokens = new KeyStores();
    AuditSettings audit = AuditSettings.in(home.resolve("audit"));
    try (EmbeddedKmsFixture fixture =
        new EmbeddedKmsFixture(home, plain -> tokens.over(plain.withAudit(audit)))) {
      String id = KeyStores.connected(fixture.kms());
      String held = KeyStores.key(fixture.kms(), id);
      fixture.kms().encrypt(Encrypt.Request.of(held, TEXT));
      assertThat(newest(fixture.kms(), "Encrypt"))
          .contains("\"additionalEventData\":{\"customKeyStoreId\":\"" + id + "\"}");
    }
  }

  @Test
  void deniedCall_recorded_keepsItsParameters() {
    try (EmbeddedKms kms = open()) {
      String key = EmbeddedKmsFixture.symmetric(kms);
      String anna = Policies.user(kms, "anna");
      refused(
          ErrorCode.ACCESS_DENIED,
          () -> kms.as(EmbeddedKmsFixture.caller(anna)).encrypt(Encrypt.Request.of(key, TEXT)));
      assertThat(newest(kms, "Encrypt"))
          .contains("\"errorCode\":\"AccessDenied\"")
          .contains("\"requestParameters\":{\"keyId\":\"" + key + "\"");
    }
  }

  @Test
  void audit_directoryCannotBeMade_nothingIsAnswered() throws Exception {
    String key;
    byte[] blob;
    try (EmbeddedKms kms = open()) {
      key = EmbeddedKmsFixture.symmetric(kms);
      blob = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    }
    Path file = Files.createFile(home.resolve("in-the-way"));
    int answered = 0;
    try (EmbeddedKms kms = open(AuditSettings.in(file.resolve("audit")))) {
      assertThat(
              refused(
                  ErrorCode.KMS_INTERNAL,
                  () -> kms.updateKeyDescription(UpdateKeyDescription.Request.of(key, "another"))))
          .hasMessageStartingWith("The call cannot be recorded in the audit trail");
      refused(
          ErrorCode.KMS_INTERNAL,
          () ->
              kms.createKey(
                  CreateKey.Request.of(
                      dev.keyward.model.KeySpec.SYMMETRIC_DEFAULT,
                      dev.keyward.model.KeyUsage.ENCRYPT_DECRYPT)));
      for (int i = 0; i < 2_000; i++) {
        try {
          kms.decrypt(Decrypt.Request.of(blob));
          answered++;
        } catch (KmsServiceException e) {
          assertThat(e.is(ErrorCode.KMS_INTERNAL)).isTrue();
        }
      }
      refused(ErrorCode.KMS_INTERNAL, () -> kms.listKeys(ListKeys.Request.of()));
    }
    assertThat(answered).isLessThanOrEqualTo(1_000);
  }

  @Test
  void call_listWithNull_isRefusedAndRecorded() {
    try (EmbeddedKms kms = open()) {
      String key = EmbeddedKmsFixture.symmetric(kms);
      refused(
          ErrorCode.VALIDATION,
          () -> kms.untagResource(UntagResource.Request.of(key, Arrays.asList((String) null))));
      assertThat(kms.verifyAudit().records()).isEqualTo(2);
    }
  }
}
