package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyTable;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.UpdateKeyDescription;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An engine on a store in a temporary directory, with a clock that the test moves. */
public final class EmbeddedKmsFixture implements AutoCloseable {
  public static final Scope SCOPE = new Scope("aws", "eu-west-1", "111122223333");

  private final Path home;
  private final TestClock clock = new TestClock();
  private final AtomicLong nanos = new AtomicLong();
  private final UnaryOperator<EngineSettings> settings;
  private final RecordStore store;
  private final EmbeddedKms kms;
  private KmsFront front;

  public EmbeddedKmsFixture(Path home) {
    this(home, UnaryOperator.identity());
  }

  /** An engine with other settings than the plain ones. */
  public EmbeddedKmsFixture(Path home, UnaryOperator<EngineSettings> settings) {
    this.home = home;
    this.settings = settings;
    this.store = StoreDirectory.open(StoreSettings.inHome(home));
    this.kms = over(store);
  }

  public EmbeddedKms kms() {
    return kms;
  }

  /** As the caller meets the service: through a wire, where these tests are run with one. */
  public KmsFront front() {
    if (front == null) {
      front = KmsFront.of(this);
    }
    return front;
  }

  /** The service behind its front, for an administrator. */
  public Kms served() {
    return front().administrator(SCOPE.region());
  }

  /** Another engine on the same store, as another process would have it. */
  public EmbeddedKms open() {
    return over(StoreDirectory.open(StoreSettings.inHome(home)));
  }

  private EmbeddedKms over(RecordStore opened) {
    EngineSettings plain = EngineSettings.plain(clock, JdkRandom.shared());
    EngineSettings counted =
        new EngineSettings(
            plain.clock(),
            plain.random(),
            plain.audit(),
            plain.resources(),
            plain.requests(),
            nanos::get,
            plain.tokens());
    return new EmbeddedKms(opened, Caller.root(SCOPE), settings.apply(counted));
  }

  /**
   * Writes a key record past the engine, for states that no operation leaves behind; the engine
   * sees it at once.
   */
  public void rewrite(String keyArn, UnaryOperator<KeyRecord> change) {
    KeyArn name = KeyArn.parse(keyArn);
    KeyTable table = new KeyTable(store, changed -> {});
    Versioned<KeyRecord> found = table.freshKey(name).orElseThrow();
    table.commit(table.changing(found, change.apply(found.value())));
    // A change to a key reads it anew, and this one is allowed in nearly every state.
    Assertions.catchThrowable(
        () -> kms.updateKeyDescription(UpdateKeyDescription.Request.of(keyArn, "written")));
  }

  /** The key record as the store has it, also after its waiting period. */
  public Optional<KeyRecord> stored(String keyArn) {
    return new KeyTable(store, changed -> {}).freshKey(KeyArn.parse(keyArn)).map(Versioned::value);
  }

  public RecordStore store() {
    return store;
  }

  /** The same service as another principal of the account sees it. */
  public EmbeddedKms as(String principalArn) {
    return kms.as(caller(principalArn));
  }

  public static Caller caller(String principalArn) {
    return Caller.of(Principal.parse(principalArn), SCOPE);
  }

  /** The account's root user in another Region. */
  public EmbeddedKms in(String region) {
    return kms.as(Caller.root(SCOPE.in(region)));
  }

  /** As {@link #open}, over a store whose commits can be made to fail. */
  EmbeddedKms open(UnaryOperator<RecordStore> over) {
    return over(over.apply(StoreDirectory.open(StoreSettings.inHome(home))));
  }

  public void advance(Duration by) {
    clock.now = clock.now.plus(by);
  }

  /** Lets the process run for a while, as its monotonic clock tells it. */
  public void run(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  /** Lets the service be in use for a time: both clocks go on, and somebody calls now and then. */
  public void use(Duration time) {
    Duration step = Duration.ofMinutes(5);
    for (long left = time.dividedBy(step); left > 0; left--) {
      advance(step);
      run(step);
      kms.listKeys(dev.keyward.kms.ListKeys.Request.of());
    }
  }

  public Instant now() {
    return clock.now;
  }

  public static String create(Kms kms, KeySpec spec, KeyUsage usage) {
    return kms.createKey(CreateKey.Request.of(spec, usage)).keyMetadata().arn();
  }

  public static String symmetric(Kms kms) {
    return create(kms, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
  }

  public static KmsServiceException refused(ErrorCode code, ThrowingCallable call) {
    KmsServiceException error = Assertions.catchThrowableOfType(KmsServiceException.class, call);
    Assertions.assertThat(error).as("expected " + code).isNotNull();
    Assertions.assertThat(error.code()).as(error.getMessage()).isEqualTo(code.wireName());
    return error;
  }

  @Override
  public void close() {
    if (front != null) {
      front.close();
    }
    kms.close();
  }

  private static final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }
  }
}
