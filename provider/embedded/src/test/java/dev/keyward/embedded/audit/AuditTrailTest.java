package dev.keyward.embedded.audit;

import static dev.keyward.embedded.audit.Trails.encrypt;
import static dev.keyward.embedded.audit.Trails.event;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyward.embedded.audit.AuditTrail.Durability;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.AuditVerification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path home;
  private Trails trails;

  @BeforeEach
  void openStore() {
    trails = new Trails(home);
  }

  @AfterEach
  void closeStore() {
    trails.close();
  }

  @Test
  void open_withoutEvent_makesNeitherFileNorThread() throws Exception {
    trails.open().close();
    try (AuditTrail trail = trails.open()) {
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("keyward-audit");
      assertThat(trails.settings().directory()).doesNotExist();
      trail.record(encrypt(1), Durability.FORCED);
      assertThat(trails.logs()).hasSize(1);
    }
  }

  @Test
  void record_forced_isInTheFileWhenTheCallReturns() throws Exception {
    try (AuditTrail trail = trails.open()) {
      for (int i = 1; i <= 3; i++) {
        trail.record(event("CreateKey").build(), Durability.FORCED);
        assertThat(trails.events()).hasSize(i);
      }
    }
  }

  @Test
  void record_buffered_isInTheFileSoonAndAtTheLatestWithFlush() throws Exception {
    try (AuditTrail trail = trails.open()) {
      trail.record(encrypt(1), Durability.BUFFERED);
      Trails.await("the event is written", () -> trail.status().written() == 1);
      trail.record(encrypt(2), Durability.BUFFERED);
      trail.flush();
      assertThat(trails.events()).hasSize(2);
    }
  }

  @Test
  void record_strict_isInTheFileWhenTheCallReturns() throws Exception {
    AuditSettings strict =
        new AuditSettings(
            true,
            true,
            home.resolve("strict"),
            AuditSettings.ContextValues.HMAC,
            AuditSettings.DEFAULT_MAX_FILE_BYTES);
    try (AuditTrail trail =
        AuditTrail.open(strict, trails.store(), Trails.CLOCK, JdkRandom.shared())) {
      trail.record(encrypt(1), Durability.BUFFERED);
      assertThat(AuditLog.read(strict, trails.store().storeId(), newest(9))).hasSize(1);
    }
  }

  private static dev.keyward.kms.AuditQuery newest(int limit) {
    return dev.keyward.kms.AuditQuery.newest(limit);
  }

  @Test
  void files_umask_arePrivate() throws Exception {
    try (AuditTrail trail = trails.open()) {
      trail.record(encrypt(1), Durability.FORCED);
    }
    for (Path file : trails.logs()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    for (Path directory : List.of(trails.directory(), trails.directory().getParent())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
    }
    assertThat(trails.directory().resolve("signing-key.pem")).content().startsWith("-----BEGIN");
  }

  @Test
  void line_everythingKnown_isShapedLikeCloudTrail() throws Exception {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("keyId", Trails.KEY);
    parameters.put("numberOfBytes", 32);
    parameters.put("dryRun", true);
    parameters.put("operations", List.of("Encrypt", "Decrypt"));
    AuditIdentity role = AuditIdentity.of("Role", "arn:aws:iam::111122223333:role/Billing", "1");
    AuditIdentity.Session session =
        new AuditIdentity.Session(role, Instant.parse("2026-11-22T09:00:00Z"), false);
    AuditEvent event =
        event("GenerateDataKey")
            .by(
                new AuditIdentity(
                    "AssumedRole", "AROA:batch", "arn:sts", "1", "ASIA", null, session, null))
            .in(
                "eu-west-1",
                new AuditOrigin(
                    "192.0.2.10",
                    "sdk",
                    "vpce-1",
                    new AuditOrigin.Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", "kms", null)))
            .parameters(parameters)
            .additionalData(Map.of("keyMaterialId", "ab"))
            .failed("AccessDenied", "no")
            .readOnly()
            .build();
    JsonNode line = written(event);
    assertThat(line.at("/userIdentity/sessionContext/sessionIssuer/arn").asText())
        .isEqualTo(role.arn());
    assertThat(line.at("/userIdentity/sessionContext/attributes").toString())
        .isEqualTo("{\"creationDate\":\"2026-11-22T09:00:00Z\",\"mfaAuthenticated\":\"false\"}");
    assertThat(line.get("eventTime").asText()).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(line.get("requestParameters").toString())
        .isEqualTo(
            "{\"keyId\":\""
                + Trails.KEY
                + "\",\"numberOfBytes\":32,\"dryRun\":true,\"operations\":[\"Encrypt\",\"Decrypt\"]}");
    assertThat(line.get("responseElements").isNull()).isTrue();
    assertThat(line.get("readOnly").asBoolean()).isTrue();
    assertThat(line.at("/resources/0/ARN").asText()).isEqualTo(Trails.KEY);
    assertThat(line.at("/tlsDetails/tlsVersion").asText()).isEqualTo("TLSv1.3");
    assertThat(line.at("/errorCode").asText()).isEqualTo("AccessDenied");
    assertThat(line.at("/keyward/sequence").asLong()).isEqualTo(1);
    assertThat(line.at("/eventSource").asText()).isEqualTo("kms.amazonaws.com");
  }

  /** B91. */
  @Test
  void line_hostileText_staysOneLineOfAscii() throws Exception {
    String hostile = "a\r\nb\u001b[31m\u2028\u202e{\"x\":1}${jndi:ldap}\ud800\"\\\u0000ä";
    JsonNode line =
        written(
            event("TagResource")
                .parameters(Map.of(hostile, Map.of("tagValue", hostile)))
                .failed("TagException", hostile)
                .build());
    String readable = hostile.replace('\ud800', '\ufffd');
    assertThat(line.at("/errorMessage").asText()).isEqualTo(readable);
    assertThat(line.get("requestParameters").get(readable).get("tagValue").asText())
        .isEqualTo(readable);
    byte[] file = Files.readAllBytes(trails.logs().get(0));
    for (byte b : file) {
      assertThat(b == '\n' || b >= ' ' && b <= '~').isTrue();
    }
    assertThat(new String(file, US_ASCII).lines()).hasSize(3);
  }

  @Test
  void line_contextValues_areSealedByDefaultAndEqualOnesStayEqual() throws Exception {
    Map<String, Object> context = Map.of("tenant", "canary-value");
    JsonNode line =
        written(
            event("ReEncrypt")
                .parameters(
                    Map.of(
                        "sourceEncryptionContext", context,
                        "destinationEncryptionContext", context,
                        "constraints", Map.of("encryptionContextSubset", context)))
                .build());
    String value = line.at("/requestParameters/sourceEncryptionContext/tenant").asText();
    assertThat(value).matches("hmac:[A-Za-z0-9_-]{22}");
    assertThat(line.at("/requestParameters/destinationEncryptionContext/tenant").asText())
        .isEqualTo(value);
    assertThat(line.at("/requestParameters/constraints/encryptionContextSubset/tenant").asText())
        .isEqualTo(value);
    assertThat(trails.lines()).noneMatch(text -> text.contains("canary-value"));
  }

  @Test
  void line_contextClear_isShownAsCloudTrailDoes() throws Exception {
    AuditSettings clear =
        new AuditSettings(
            true,
            false,
            home.resolve("clear"),
            AuditSettings.ContextValues.CLEAR,
            AuditSettings.DEFAULT_MAX_FILE_BYTES);
    try (AuditTrail trail =
        AuditTrail.open(clear, trails.store(), Trails.CLOCK, JdkRandom.shared())) {
      trail.record(encrypt(77), Durability.FORCED);
    }
    assertThat(AuditLog.read(clear, trails.store().storeId(), newest(1)).get(0).json())
        .contains("\"encryptionContext\":{\"row\":\"77\"}");
  }

  @Test
  void event_membersThatHoldSecrets_areLeftOutAndBytesRefused() throws Exception {
    JsonNode line =
        written(
            event("Decrypt")
                .parameters(
                    Map.of(
                        "Plaintext", "canary", "ciphertextBlob", "canary", "grantTokens", "canary"))
                .response(Map.of("importToken", "canary", "keyId", "k"))
                .build());
    assertThat(line.toString()).doesNotContain("canary").contains("\"keyId\":\"k\"");
    AuditEvent.Builder bytes = event("Sign").parameters(Map.of("digest", new byte[3]));
    assertThatThrownBy(bytes::build).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void line_hugeValues_areOmittedNotWritten() throws Exception {
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add("x".repeat(60_000));
    }
    JsonNode line = written(event("CreateKey").parameters(Map.of("tags", many)).build());
    assertThat(line.get("requestParameters").toString()).isEqualTo("{\"omitted\":true}");
    assertThat(trails.verify().isIntact()).isTrue();
  }

  private JsonNode written(AuditEvent event) throws Exception {
    try (AuditTrail trail = trails.open()) {
      trail.record(event, Durability.FORCED);
    }
    return JSON.readTree(trails.events().get(0));
  }

  @Test
  void files_overTheLimit_goOnInTheNextWithoutBreakInTheChain() throws Exception {
    AuditSettings small =
        new AuditSettings(
            true,
            false,
            trails.settings().directory(),
            AuditSettings.ContextValues.HMAC,
            AuditSettings.MIN_FILE_BYTES);
    try (AuditTrail trail =
        AuditTrail.open(small, trails.store(), Trails.CLOCK, JdkRandom.shared())) {
      for (int i = 0; i < 300; i++) {
        trail.record(encrypt(i), i % 20 == 0 ? Durability.FORCED : Durability.BUFFERED);
      }
    }
    AuditVerification found = trails.verify();
    assertThat(found.problems()).isEmpty();
    assertThat(found.records()).isEqualTo(300);
    assertThat(found.trails()).isEqualTo(1);
    assertThat(found.files()).isEqualTo(trails.logs().size()).isGreaterThan(2);
  }

  @Test
  void checkpoint_eachThousandEvents_isSignedAndTheHeadKept() throws Exception {
    try (AuditTrail trail = trails.open()) {
      for (int i = 0; i < 2500; i++) {
        trail.record(encrypt(i), Durability.BUFFERED);
      }
      trail.flush();
      assertThat(trails.lines().stream().filter(line -> line.contains("KeywardCheckpoint")))
          .hasSize(2);
      TrailHeads heads = new TrailHeads(trails.store());
      String id = trail.toString().replaceAll("AuditTrail\\[(.*)]", "$1");
      Trails.await(
          "the head is kept",
          () -> heads.find(id).map(head -> head.sequence() >= 2000).orElse(false));
      AuditVerification found = trails.verify();
      assertThat(found.problems()).isEmpty();
      assertThat(found.openTrails()).isEqualTo(1);
      assertThat(found.signedRecords()).isEqualTo(2000);
      assertThat(found.unprovenTails()).hasSize(1).first().asString().contains("2001 to 2500");
    }
    AuditVerification closed = trails.verify();
    assertThat(closed.signedRecords()).isEqualTo(closed.records()).isEqualTo(2500);
    assertThat(closed.unprovenTails()).isEmpty();
    assertThat(closed.openTrails()).isZero();
  }

  @Test
  void checkpoint_afterItsTime_isMadeWithoutFurtherEvents() throws Exception {
    TrailLimits soon = TrailLimits.DEFAULT.withCheckpointAfter(Duration.ofMillis(20));
    try (AuditTrail trail = trails.open(trails.files(), soon)) {
      trail.record(encrypt(1), Durability.FORCED);
      Trails.await(
          "a checkpoint",
          () -> {
            try {
              return trails.lines().stream().anyMatch(line -> line.contains("KeywardCheckpoint"));
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    }
  }

  @Test
  void record_afterClose_isRefused() {
    AuditTrail trail = trails.open();
    trail.record(encrypt(1), Durability.FORCED);
    trail.close();
    trail.close();
    assertThatThrownBy(() -> trail.record(encrypt(2), Durability.BUFFERED))
        .isInstanceOf(AuditUnavailableException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void record_interruptedThread_recordsAndStaysInterrupted() throws Exception {
    try (AuditTrail trail = trails.open()) {
      Thread.currentThread().interrupt();
      trail.record(encrypt(1), Durability.FORCED);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(trails.events()).hasSize(1);
    }
  }

  @Test
  void trails_ofTwoOpenStores_areSeparateAndBothVerify() {
    try (AuditTrail one = trails.open();
        var otherStore = StoreDirectory.open(StoreSettings.inHome(home));
        AuditTrail two =
            AuditTrail.open(trails.settings(), otherStore, Trails.CLOCK, JdkRandom.shared())) {
      one.record(encrypt(1), Durability.FORCED);
      two.record(encrypt(2), Durability.FORCED);
    }
    AuditVerification found = trails.verify();
    assertThat(found.problems()).isEmpty();
    assertThat(found.trails()).isEqualTo(2);
    assertThat(found.checkpoints()).isEqualTo(2);
  }

  @Test
  void record_manyThreads_everyEventIsThereOnce() throws Exception {
    mixed(4, 1000);
  }

  /** P34, the full figure. */
  @Test
  @Tag("nightly")
  void record_100000MixedEvents_areThereOnceAndVerify() throws Exception {
    mixed(8, 12_500);
  }

  private void mixed(int threads, int each) throws Exception {
    try (AuditTrail trail = trails.open()) {
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * each;
        tasks.add(
            () -> {
              for (int i = first; i < first + each; i++) {
                AuditEvent.Builder event = event(i % 3 == 0 ? "Decrypt" : "Encrypt");
                if (i % 7 == 0) {
                  event.failed("DisabledException", "it is disabled");
                }
                event.requestId("request-" + i);
                boolean forced = i % 100 == 0;
                trail.record(event.build(), forced ? Durability.FORCED : Durability.BUFFERED);
              }
              return null;
            });
      }
      for (Future<Void> task : pool.invokeAll(tasks)) {
        task.get();
      }
      pool.shutdown();
    }
    AuditVerification found = trails.verify();
    assertThat(found.problems()).isEmpty();
    assertThat(found.records()).isEqualTo(threads * each);
    assertThat(trails.events().stream().map(line -> line.replaceAll(".*request-(\\d+).*", "$1")))
        .hasSize(threads * each)
        .doesNotHaveDuplicates();
  }
}
