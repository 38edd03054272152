package dev.keyward.samples.benchmarks;

import dev.keyward.embedded.audit.AuditEvent;
import dev.keyward.embedded.audit.AuditIdentity;
import dev.keyward.embedded.audit.AuditOrigin;
import dev.keyward.embedded.audit.AuditResource;
import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.audit.AuditTrail;
import dev.keyward.embedded.quota.QuotaSettings;
import dev.keyward.embedded.quota.RequestCategory;
import dev.keyward.embedded.quota.RequestQuotas;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.embedded.telemetry.CallTelemetry;
import dev.keyward.embedded.usage.KeyUse;
import dev.keyward.embedded.usage.LastUsage;
import dev.keyward.jdk.JdkRandom;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a call of the embedded service pays for being recorded, besides its own work. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RecordingBenchmark {
  private static final String KEY =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String ROLE = "arn:aws:sts::111122223333:assumed-role/Billing/batch";

  private Path home;
  private SqlRecordStore store;
  private AuditTrail sealed;
  private AuditTrail clear;
  private final LastUsage usage = new LastUsage();
  private final RequestQuotas quotas =
      new RequestQuotas(new QuotaSettings(1_000_000, Map.of()), System::nanoTime);

  /**
   * Opens a store with two trails.
   *
   * @throws IOException never
   */
  @Setup
  public void open() throws IOException {
    home = Files.createTempDirectory("keyward-benchmark").toRealPath();
    store = StoreDirectory.open(StoreSettings.inHome(home));
    sealed = trail(AuditSettings.ContextValues.HMAC);
    clear = trail(AuditSettings.ContextValues.CLEAR);
  }

  private AuditTrail trail(AuditSettings.ContextValues context) {
    AuditSettings settings =
        new AuditSettings(
            true, false, home.resolve("audit"), context, AuditSettings.DEFAULT_MAX_FILE_BYTES);
    return AuditTrail.open(settings, store, InstantSource.system(), JdkRandom.shared());
  }

  /**
   * Closes and deletes all.
   *
   * @throws IOException never
   */
  @TearDown
  public void close() throws IOException {
    sealed.close();
    clear.close();
    store.close();
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private static AuditEvent event() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("keyId", KEY);
    parameters.put("keySpec", "AES_256");
    parameters.put("encryptionContext", Map.of("table", "invoices", "row", "17"));
    return AuditEvent.named(
            "GenerateDataKey", Instant.now(), "5a7e1d2c-0000-4000-8000-000000000000")
        .by(
            new AuditIdentity(
                "AssumedRole",
                "AROAEXAMPLE:batch",
                ROLE,
                "111122223333",
                "ASIAEXAMPLE",
                null,
                null,
                null))
        .in("eu-west-1", AuditOrigin.local("keyward/1.0"))
        .parameters(parameters)
        .requestId("9f0c1d2c-0000-4000-8000-000000000000")
        .readOnly()
        .about(List.of(AuditResource.key(KEY, "111122223333")))
        .recipient("111122223333")
        .build();
  }

  /** One event in buffered mode, values of its context sealed. */
  @Benchmark
  public void audit() {
    sealed.record(event(), AuditTrail.Durability.BUFFERED);
  }

  /** One event in buffered mode, values of its context in clear. */
  @Benchmark
  public void auditClear() {
    clear.record(event(), AuditTrail.Durability.BUFFERED);
  }

  /** One event that is on disk when the call returns. */
  @Benchmark
  public void auditForced() {
    clear.record(event(), AuditTrail.Durability.FORCED);
  }

  /** A Flight Recorder event while nothing records. */
  @Benchmark
  public void telemetryOff() {
    CallTelemetry.begin("GenerateDataKey").end(KEY, ROLE, null);
  }

  /**
   * The last use of a key.
   *
   * @return true
   */
  @Benchmark
  public boolean lastUsage() {
    return usage.record(KEY, new KeyUse("Decrypt", Instant.now(), "event", "request", ROLE));
  }

  /** A request quota that is not used up. */
  @Benchmark
  public void quota() {
    quotas.charge("111122223333", "eu-west-1", RequestCategory.SYMMETRIC);
  }
}
