package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.doubles.ManualClock;
import dev.keyward.doubles.MemoryBackend;
import dev.keyward.doubles.MemorySource;
import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeywardException;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataKeyCacheTest {
  private static final EncryptionContext NO_CONTEXT = EncryptionContext.empty();
  private static final EncryptionContext TENANT = EncryptionContext.of(Map.of("tenant", "a"));
  private static final Duration MAX_AGE = Duration.ofSeconds(100);

  private final MemoryBackend backend = new MemoryBackend();
  private final KeyArn arn = backend.createKey();
  private final MemorySource source = new MemorySource(backend, arn);
  private final ManualClock clock = new ManualClock();
  private final DataKeyCache cache = cache(CacheLimits.defaults().withMaxAge(MAX_AGE));

  @Test
  void forSealing_secondMessage_usesTheSameDataKey() {
    CachedDataKey first = cache.forSealing(source, NO_CONTEXT);

    assertThat(cache.forSealing(source, NO_CONTEXT)).isSameAs(first);
    assertThat(backend.generated).hasValue(1);
    assertThat(cache.statistics()).isEqualTo(new CacheStatistics(1, 1, 0, 0, 1));
  }

  @Test
  void forSealing_otherContextOwnerOrKey_fetchesAnotherDataKey() {
    CachedDataKey first = cache.forSealing(source, NO_CONTEXT);
    MemoryBackend otherBackend = new MemoryBackend();

    assertThat(cache.forSealing(source, TENANT)).isNotSameAs(first);
    assertThat(cache.forSealing(new MemorySource(backend, backend.createKey()), NO_CONTEXT))
        .isNotSameAs(first);
    assertThat(
            cache.forSealing(new MemorySource(otherBackend, otherBackend.createKey()), NO_CONTEXT))
        .isNotSameAs(first);
  }

  @Test
  void forOpening_sameEncryptedKeyUnderOtherContext_asksTheKeyService() {
    byte[] encrypted = encryptedKey(NO_CONTEXT);
    cache.forOpening(source, encrypted, NO_CONTEXT);

    assertThatThrownBy(() -> cache.forOpening(source, encrypted, TENANT))
        .isInstanceOf(dev.keyward.failure.CiphertextRejectedException.class);
    assertThat(backend.opened).hasValue(2);
  }

  @Test
  void forSealing_maxAgeByMonotonicClock_fetchesAgain() {
    cache.forSealing(source, NO_CONTEXT);
    clock.advanceMonotonic(MAX_AGE);
    cache.forSealing(source, NO_CONTEXT);

    assertThat(backend.generated).hasValue(2);
  }

  @Test
  void forSealing_maxAgeByWallClockAlone_fetchesAgain() {
    cache.forSealing(source, NO_CONTEXT);
    clock.advanceWall(MAX_AGE);
    cache.forSealing(source, NO_CONTEXT);

    assertThat(backend.generated).hasValue(2);
  }

  @Test
  void forSealing_wallClockSetBack_staysBoundToMonotonicAge() {
    cache.forSealing(source, NO_CONTEXT);
    clock.advanceWall(Duration.ofDays(-400));
    cache.forSealing(source, NO_CONTEXT);
    assertThat(backend.generated).hasValue(1);
    clock.advanceMonotonic(MAX_AGE);
    cache.forSealing(source, NO_CONTEXT);

    assertThat(backend.generated).hasValue(2);
  }

  @Test
  void forSealing_messagesUsedUp_fetchesAnother() {
    DataKeyCache three = cache(CacheLimits.defaults().withMaxMessages(3));
    for (int i = 0; i < 7; i++) {
      three.forSealing(source, NO_CONTEXT);
    }

    assertThat(backend.generated).hasValue(3);
  }

  @Test
  void forSealing_bytesUsedUp_fetchesAnother() {
    DataKeyCache small = cache(CacheLimits.defaults().withMaxBytes(1000));
    small.forSealing(source, NO_CONTEXT).addBytes(999);
    small.forSealing(source, NO_CONTEXT).addBytes(1);
    small.forSealing(source, NO_CONTEXT);

    assertThat(backend.generated).hasValue(2);
  }

  @Test
  void forOpening_moreMessagesThanTheSealingLimit_keepsTheDataKey() {
    DataKeyCache three = cache(CacheLimits.defaults().withMaxMessages(3));
    byte[] encrypted = encryptedKey(NO_CONTEXT);
    for (int i = 0; i < 10; i++) {
      three.forOpening(source, encrypted, NO_CONTEXT);
    }

    assertThat(backend.opened).hasValue(1);
  }

  @Test
  void forSealing_atThreeQuartersOfAge_refreshesAheadOnce() {
    CachedDataKey first = cache.forSealing(source, NO_CONTEXT);
    clock.advance(Duration.ofSeconds(74));
    cache.forSealing(source, NO_CONTEXT);
    assertThat(backend.generated).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    cache.forSealing(source, NO_CONTEXT);
    cache.forSealing(source, NO_CONTEXT);

    assertThat(backend.generated).hasValue(2);
    assertThat(first.keys().isClosed()).isTrue();
    assertThat(cache.statistics().refreshes()).isEqualTo(1);
  }

  @Test
  void forSealing_refreshMeetsOutage_goesOnWithTheOldKeyAndDoesNotHammer() {
    CachedDataKey first = cache.forSealing(source, NO_CONTEXT);
    clock.advance(Duration.ofSeconds(80));
    backend.failure = new BackendUnavailableException("dark");
    for (int i = 0; i < 50; i++) {
      assertThat(cache.forSealing(source, NO_CONTEXT)).isSameAs(first);
    }
    assertThat(backend.generated).hasValue(2);
    clock.advance(Duration.ofSeconds(20));

    assertThatThrownBy(() -> cache.forSealing(source, NO_CONTEXT))
        .isInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void forSealing_refreshRefusedForGood_evictsAtOnce() {
    CachedDataKey first = cache.forSealing(source, NO_CONTEXT);
    clock.advance(Duration.ofSeconds(80));
    backend.failure = new AccessDeniedException("denied");

    assertThatThrownBy(() -> cache.forSealing(source, NO_CONTEXT))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(first.keys().isClosed()).isTrue();
    assertThat(cache.statistics().entries()).isZero();
  }

  @Test
  void forOpening_backendGone_servesCachedKeysUntilMaxAgeOnly() {
    byte[] encrypted = encryptedKey(NO_CONTEXT);
    cache.forOpening(source, encrypted, NO_CONTEXT);
    backend.failure = new BackendUnavailableException("dark");
    for (int second = 1; second < 100; second++) {
      clock.advance(Duration.ofSeconds(1));
      cache.forOpening(source, encrypted, NO_CONTEXT);
    }
    clock.advance(Duration.ofSeconds(1));

    assertThatThrownBy(() -> cache.forOpening(source, encrypted, NO_CONTEXT))
        .isInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void forSealing_keyDisabledInTheSameEngine_takesEffectAtOnce() {
    CachedDataKey first = cache.forSealing(source, NO_CONTEXT);
    backend.setState(arn, KeyState.DISABLED);

    assertThatThrownBy(() -> cache.forSealing(source, NO_CONTEXT))
        .isInstanceOf(KeyStateException.class);
    assertThat(first.keys().isClosed()).isTrue();
  }

  @Test
  void forOpening_keyDisabledInTheSameEngine_takesEffectAtOnce() {
    byte[] encrypted = encryptedKey(NO_CONTEXT);
    cache.forOpening(source, encrypted, NO_CONTEXT);
    backend.setState(arn, KeyState.DISABLED);

    assertThatThrownBy(() -> cache.forOpening(source, encrypted, NO_CONTEXT))
        .isInstanceOf(KeyStateException.class);
  }

  @Test
  void forOpening_moreEntriesThanAllowed_dropsTheLeastRecentlyUsed() {
    DataKeyCache two = cache(CacheLimits.defaults().withMaxEntries(2));
    byte[] a = encryptedKey(NO_CONTEXT);
    byte[] b = encryptedKey(NO_CONTEXT);
    byte[] c = encryptedKey(NO_CONTEXT);
    CachedDataKey first = open(two, a);
    CachedDataKey second = open(two, b);
    open(two, a);
    open(two, c);

    assertThat(second.keys().isClosed()).isTrue();
    assertThat(first.keys().isClosed()).isFalse();
    assertThat(two.statistics().entries()).isEqualTo(2);
  }

  @Test
  void forOpening_forgedEncryptedKeys_leaveNoEntries() {
    for (int i = 0; i < 100; i++) {
      byte[] forged = encryptedKey(NO_CONTEXT);
      forged[40] ^= 1;
      assertThatThrownBy(() -> cache.forOpening(source, forged, NO_CONTEXT))
          .isInstanceOf(dev.keyward.failure.CiphertextRejectedException.class);
    }

    assertThat(cache.statistics().entries()).isZero();
    assertThat(cache).hasToString("DataKeyCache[0 data keys]");
  }

  @Test
  void sweep_oldEntries_wipesThem() {
    CachedDataKey first = cache.forSealing(source, NO_CONTEXT);
    clock.advance(MAX_AGE);
    cache.sweep();

    assertThat(first.keys().isClosed()).isTrue();
    assertThat(first.keys().borrowForSealing()).isNull();
    assertThat(cache.statistics().entries()).isZero();
  }

  @Test
  void close_keysInUse_wipesIdleAtOnceAndBorrowedWhenReturned() {
    CachedDataKey dataKey = cache.forSealing(source, NO_CONTEXT);
    KeyedCipher borrowed = dataKey.keys().borrowForSealing();
    borrowed.startSealing(new byte[12], false, JdkRandom.shared(), 1);
    byte[] salt = new byte[16];
    borrowed.copySalt(salt, 0);
    cache.close();

    assertThat(borrowed.hasSalt(salt)).as("still usable by its borrower").isTrue();
    dataKey.giveBack(borrowed);
    assertThat(borrowed.hasSalt(salt)).as("wiped on return").isFalse();
    assertThatThrownBy(() -> cache.forSealing(source, NO_CONTEXT))
        .isInstanceOf(KeywardException.class);
  }

  @Test
  void off_eachMessage_hasItsOwnDataKeyWipedAfterwards() {
    DataKeyCache off = cache(CacheLimits.off());
    CachedDataKey first = off.forSealing(source, NO_CONTEXT);
    KeyedCipher cipher = first.keys().borrowForSealing();
    first.giveBack(cipher);

    assertThat(off.forSealing(source, NO_CONTEXT)).isNotSameAs(first);
    assertThat(first.keys().isClosed()).isTrue();
    assertThat(off.statistics().entries()).isZero();
  }

  @Test
  void limits_outOfRange_refusedWithTheRange() {
    assertThatThrownBy(() -> CacheLimits.defaults().withMaxAge(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most one day");
    assertThatThrownBy(() -> CacheLimits.defaults().withMaxMessages(0))
        .hasMessageContaining("1 to 4294967296");
    assertThatThrownBy(() -> CacheLimits.defaults().withMaxEntries(-1))
        .hasMessageContaining("1 to 1000000");
    assertThatThrownBy(() -> CacheLimits.defaults().withMaxBytes(0)).hasMessageContaining("bytes");
  }

  private DataKeyCache cache(CacheLimits limits) {
    return new DataKeyCache(limits, clock, clock::nanos);
  }

  private byte[] encryptedKey(EncryptionContext context) {
    return backend.generateDataKey(arn, 32, context).encrypted();
  }

  private CachedDataKey open(DataKeyCache in, byte[] encrypted) {
    clock.advanceMonotonic(Duration.ofMillis(1));
    return in.forOpening(source, encrypted, NO_CONTEXT);
  }
}
