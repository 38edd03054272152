package dev.keyward.embedded.audit;

import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.AuditVerification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A store with audit trails in a temporary home, and what tests do with them. */
final class Trails implements AutoCloseable {
  static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00.5Z"));

  private final SqlRecordStore store;
  private final AuditSettings settings;

  Trails(Path home) {
    this(home, AuditSettings.in(home.resolve("audit")));
  }

  Trails(Path home, AuditSettings settings) {
    this.store = StoreDirectory.open(StoreSettings.inHome(home));
    this.settings = settings;
  }

  RecordStore store() {
    return store;
  }

  AuditSettings settings() {
    return settings;
  }

  AuditTrail open() {
    return AuditTrail.open(settings, store, CLOCK, JdkRandom.shared());
  }

  AuditTrail open(TrailSink.Files files, TrailLimits limits) {
    return AuditTrail.open(settings, store, CLOCK, JdkRandom.shared(), files, limits);
  }

  /** A sink factory as the trail has it usually. */
  TrailSink.Files files() {
    TrailFileName name = TrailFileName.first(CLOCK.instant(), "0123456789abcdef".repeat(2));
    return new TrailDirectory(settings.directory(), store.storeId()).filesOf(name);
  }

  AuditVerification verify() {
    return TrailVerifier.verify(settings, store);
  }

  Path directory() {
    return settings.directory().resolve(store.storeId());
  }

  List<Path> logs() throws IOException {
    if (!Files.exists(directory())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  List<String> lines() throws IOException {
    List<String> lines = new java.util.ArrayList<>();
    for (Path file : logs()) {
      lines.addAll(Files.readAllLines(file));
    }
    return lines;
  }

  /** The lines that are events. */
  List<String> events() throws IOException {
    return lines().stream().filter(line -> !line.startsWith(TrailFormat.OWN_LINE)).toList();
  }

  static AuditEvent.Builder event(String name) {
    return AuditEvent.named(name, CLOCK.instant(), UUID.randomUUID().toString())
        .by(AuditIdentity.of("IAMUser", "arn:aws:iam::111122223333:user/ann", "111122223333"))
        .in("eu-west-1", AuditOrigin.local("keyward/1.0"))
        .requestId("9f0c")
        .recipient("111122223333")
        .about(List.of(AuditResource.key(KEY, "111122223333")));
  }

  static AuditEvent encrypt(int number) {
    return event("Encrypt")
        .parameters(
            Map.of("keyId", KEY, "encryptionContext", Map.of("row", Integer.toString(number))))
        .readOnly()
        .build();
  }

  /** Waits without sleeping for what another thread is about to do. */
  static void await(String what, java.util.function.BooleanSupplier condition) {
    long until = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("never came true: " + what);
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
