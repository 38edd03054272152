package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An engine on a store in a temporary directory, with a clock that the test moves. */
public final class EmbeddedKmsFixture implements AutoCloseable {
  public static final Scope SCOPE = new Scope("aws", "eu-west-1", "111122223333");

  private final Path home;
  private final TestClock clock = new TestClock();
  private final EmbeddedKms kms;

  public EmbeddedKmsFixture(Path home) {
    this.home = home;
    this.kms = open();
  }

  public EmbeddedKms kms() {
    return kms;
  }

  /** Another engine on the same store, as another process would have it. */
  public EmbeddedKms open() {
    return new EmbeddedKms(
        StoreDirectory.open(StoreSettings.inHome(home)), SCOPE, clock, JdkRandom.shared());
  }

  /** As {@link #open}, over a store whose commits can be made to fail. */
  EmbeddedKms open(UnaryOperator<RecordStore> over) {
    return new EmbeddedKms(
        over.apply(StoreDirectory.open(StoreSettings.inHome(home))),
        SCOPE,
        clock,
        JdkRandom.shared());
  }

  public void advance(Duration by) {
    clock.now = clock.now.plus(by);
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
