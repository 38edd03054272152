package dev.keyward.embedded.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.audit.AuditEvent;
import dev.keyward.embedded.audit.AuditIdentity;
import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.audit.AuditTrail;
import dev.keyward.embedded.audit.AuditTrail.Durability;
import dev.keyward.embedded.clock.ObservedClock;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.Finding;
import dev.keyward.kms.Finding.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check in a good state and in a bad one. */
class HealthTest {
  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void findHome() throws Exception {
    home = folder.toRealPath().resolve("home");
  }

  private SqlRecordStore open() {
    return StoreDirectory.open(StoreSettings.inHome(home));
  }

  private static Finding of(String subject, List<Finding> findings) {
    return findings.stream()
        .filter(it -> it.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError(findings));
  }

  @Test
  void files_newStore_areInOrder() {
    try (SqlRecordStore store = open()) {
      assertThat(FilesCheck.run(store.files()))
          .extracting(Finding::subject, Finding::level)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("file modes", Level.OK),
              org.assertj.core.groups.Tuple.tuple("root key", Level.OK),
              org.assertj.core.groups.Tuple.tuple("anchor", Level.WARN));
    }
    assertThat(home.resolve("store/keyward.db")).exists();
  }

  @Test
  void files_openToOthers_fail() throws Exception {
    try (SqlRecordStore store = open()) {
      Files.setPosixFilePermissions(
          store.files().database(), PosixFilePermissions.fromString("rw-r-----"));
      Finding found = of("file modes", FilesCheck.run(store.files()));
      assertThat(found.level()).isEqualTo(Level.FAIL);
      assertThat(found.found()).contains("keyward.db");
      assertThat(found.remedy()).contains("chmod");
    }
  }

  @Test
  void files_rootKeyInTheStore_warns() {
    StoreSettings beside =
        StoreSettings.inHome(home).withRootKey("file:" + home.resolve("store/root.key"));
    try (SqlRecordStore store = StoreDirectory.open(beside)) {
      Finding found = of("root key", FilesCheck.run(store.files()));
      assertThat(found.level()).isEqualTo(Level.WARN);
      assertThat(found.found()).contains("whoever copies the store has its keys");
    }
  }

  @Test
  void anchor_afterACommit_isThere_andMissedWhenGone() throws Exception {
    try (SqlRecordStore store = open()) {
      new ObservedClock(store, InstantSource.system(), System::nanoTime).tick();
      assertThat(of("anchor", FilesCheck.run(store.files())).level()).isEqualTo(Level.OK);
      Files.delete(store.files().anchor());
      assertThat(of("anchor", FilesCheck.run(store.files())).level()).isEqualTo(Level.WARN);
    }
  }

  @Test
  void clock_goneBack_failsAndIsWellOnceAccepted() {
    Instant[] now = {Instant.parse("2027-11-22T12:00:00Z")};
    try (SqlRecordStore store = open()) {
      ObservedClock clock = new ObservedClock(store, () -> now[0], System::nanoTime);
      clock.tick();
      assertThat(ClockCheck.run(clock).level()).isEqualTo(Level.OK);

      now[0] = now[0].minus(Duration.ofDays(400));
      Finding found = ClockCheck.run(clock);
      assertThat(found.level()).isEqualTo(Level.FAIL);
      assertThat(found.found()).contains("2027-11-22T12:00:00Z");
      assertThat(found.remedy()).contains("keyward store accept-clock");

      clock.acceptPresentTime();
      assertThat(ClockCheck.run(clock).level()).isEqualTo(Level.OK);
    }
  }

  private AuditSettings writeTrail(SqlRecordStore store) {
    AuditSettings settings = AuditSettings.in(home.resolve("audit"));
    try (AuditTrail trail =
        AuditTrail.open(settings, store, InstantSource.system(), JdkRandom.shared())) {
      for (String name : List.of("CreateKey", "Encrypt")) {
        trail.record(
            AuditEvent.named(name, Instant.parse("2026-11-22T12:00:00Z"), "id")
                .by(AuditIdentity.of("IAMUser", "ann", "111122223333"))
                .build(),
            Durability.FORCED);
      }
    }
    return settings;
  }

  @Test
  void audit_intactTrail_isOk() {
    try (SqlRecordStore store = open()) {
      Finding found = AuditCheck.run(Optional.of(writeTrail(store)), store);
      assertThat(found.level()).as("%s", found).isEqualTo(Level.OK);
      assertThat(found.found()).startsWith("2 newest events");
    }
  }

  @Test
  void audit_changedLine_failsAndNamesIt() throws Exception {
    try (SqlRecordStore store = open()) {
      AuditSettings settings = writeTrail(store);
      Path file;
      try (Stream<Path> files = Files.walk(home.resolve("audit"))) {
        file = files.filter(it -> it.toString().endsWith(".jsonl")).findFirst().orElseThrow();
      }
      Files.writeString(file, Files.readString(file).replace("Encrypt", "Decrypt"));
      Finding found = AuditCheck.run(Optional.of(settings), store);
      assertThat(found.level()).isEqualTo(Level.FAIL);
      assertThat(found.found()).contains(file.getFileName().toString()).contains(" line ");
    }
  }

  @Test
  void audit_switchedOff_warns() {
    try (SqlRecordStore store = open()) {
      assertThat(AuditCheck.run(Optional.empty(), store).level()).isEqualTo(Level.WARN);
    }
  }

  @Test
  void speed_ofSigning_isMeasuredAndSaysWhoSigns() {
    Finding found = SpeedCheck.run(JdkRandom.shared());
    assertThat(found.level()).isEqualTo(Level.OK);
    assertThat(found.found()).matches("\\d+ µs a signature, by (Bouncy Castle|Amazon Corretto)");
  }
}
