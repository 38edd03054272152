package dev.keyward.embedded.clock;

import static dev.keyward.embedded.clock.ObservedClock.State.CLOCK_BEHIND;
import static dev.keyward.embedded.clock.ObservedClock.State.RELIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong clock destroys nothing (P10). */
class ObservedClockTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LEAP = Duration.ofDays(400);

  @TempDir private Path home;
  private SqlRecordStore store;
  private Instant wall = Instant.parse("2026-11-22T12:00:00Z");
  private long nanos = Long.MAX_VALUE - 1_000_000_000L;

  @BeforeEach
  void openStore() {
    store = StoreDirectory.open(StoreSettings.inHome(home));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /** What a process does first. */
  private ObservedClock start() {
    ObservedClock clock = new ObservedClock(store, () -> wall, () -> nanos);
    clock.tick();
    return clock;
  }

  /** Real time passes. */
  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  /** Processes run and do their housekeeping every minute. */
  private void run(Duration time, ObservedClock... clocks) {
    for (Duration done = Duration.ZERO; done.compareTo(time) < 0; done = done.plus(MINUTE)) {
      pass(MINUTE);
      for (ObservedClock clock : clocks) {
        clock.tick();
      }
    }
  }

  @Test
  void state_ordinaryClock_isReliable() {
    ObservedClock clock = start();
    run(Duration.ofMinutes(10), clock);
    assertThat(clock.state()).isEqualTo(RELIABLE);
    assertThat(clock.now()).isEqualTo(wall);
    assertThat(clock.observed()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void state_clockGoesBack_isBehindFromFiveMinutesOn() {
    ObservedClock clock = start();
    wall = wall.minus(Duration.ofMinutes(5));
    assertThat(clock.state()).isEqualTo(RELIABLE);
    wall = wall.minusMillis(1);
    assertThat(clock.state()).isEqualTo(CLOCK_BEHIND);
    wall = wall.minus(LEAP);
    assertThat(clock.state()).isEqualTo(CLOCK_BEHIND);
    wall = wall.plus(LEAP).plusMillis(1);
    assertThat(clock.state()).isEqualTo(RELIABLE);
  }

  @Test
  void state_400DaysBackAfterRestart_isBehind() {
    start();
    wall = wall.minus(LEAP);
    ObservedClock restarted = start();
    assertThat(restarted.state()).isEqualTo(CLOCK_BEHIND);
    assertThat(restarted.mayShred(Duration.ZERO)).isFalse();
    run(DAY.plus(DAY), restarted);
    assertThat(restarted.mayShred(Duration.ZERO)).as("behind, although it ran").isFalse();
  }

  @Test
  void mayShred_400DaysForward_onlyAfter24HoursOfRunning() {
    ObservedClock clock = start();
    Duration deleted = clock.observed();
    wall = wall.plus(LEAP);
    clock.tick();
    assertThat(clock.state()).isEqualTo(RELIABLE);
    assertThat(clock.mayShred(deleted)).isFalse();
    run(DAY.minus(MINUTE), clock);
    assertThat(clock.mayShred(deleted)).isFalse();
    run(MINUTE, clock);
    assertThat(clock.mayShred(deleted)).isTrue();
  }

  /** Forward, and back again: until the time that was seen comes, nothing is destroyed. */
  @Test
  void mayShred_forwardAndBack_isStoppedUntilAnOperatorDecides() {
    ObservedClock clock = start();
    ObservedClock other = start();
    wall = wall.plus(LEAP);
    run(MINUTE.multipliedBy(3), clock, other);
    wall = wall.minus(LEAP);
    run(DAY.plus(DAY), clock, other);
    assertThat(clock.state()).isEqualTo(CLOCK_BEHIND);
    assertThat(clock.mayShred(Duration.ZERO)).isFalse();
    clock.acceptPresentTime();
    assertThat(clock.state()).isEqualTo(RELIABLE);
    run(MINUTE.multipliedBy(3), other, clock);
    assertThat(other.state()).as("another process learns of it").isEqualTo(RELIABLE);
    assertThat(start().state()).isEqualTo(RELIABLE);
  }

  @Test
  void observed_restarts_countsOnlyRunningTime() {
    ObservedClock clock = start();
    for (int i = 0; i < 5; i++) {
      run(Duration.ofHours(1), clock);
      pass(Duration.ofDays(3));
      clock = start();
    }
    assertThat(clock.observed()).isEqualTo(Duration.ofHours(5));
  }

  @Test
  void observed_machineSuspended_countsLittle() {
    ObservedClock clock = start();
    pass(Duration.ofDays(3));
    clock.tick();
    assertThat(clock.observed()).isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void observed_twoProcesses_doNotCountTwice() {
    ObservedClock one = start();
    ObservedClock two = start();
    run(Duration.ofHours(10), one, two);
    assertThat(one.observed()).isEqualTo(Duration.ofHours(10));
    run(Duration.ofHours(1), two);
    one.tick();
    assertThat(two.observed()).isBetween(Duration.ofHours(11).minus(MINUTE), Duration.ofHours(11));
    assertThat(one.observed()).isEqualTo(two.observed());
  }

  @Test
  void observed_manyProcessesComingAndGoing_isNeverMoreThanReal() {
    long seed = 20261122;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<ObservedClock> running = new ArrayList<>(List.of(start()));
    Instant began = wall;
    for (int i = 0; i < 3000; i++) {
      pass(Duration.ofSeconds(random.nextInt(40)));
      if (running.size() < 5 && random.nextInt(10) == 0) {
        running.add(start());
      }
      if (running.size() > 1 && random.nextInt(15) == 0) {
        running.remove(random.nextInt(running.size()));
      }
      running.get(random.nextInt(running.size())).tick();
    }
    Duration real = Duration.between(began, wall);
    Duration observed = start().observed();
    assertThat(observed).isLessThanOrEqualTo(real).isGreaterThan(real.dividedBy(2));
  }

  @Test
  void tick_often_writesAtMostOnceAMinute() {
    ObservedClock clock = start();
    long before = version("clock-observed") + version("clock-high-water");
    for (int i = 0; i < 600; i++) {
      pass(Duration.ofSeconds(1));
      clock.tick();
    }
    long writes = version("clock-observed") + version("clock-high-water") - before;
    assertThat(writes).isEqualTo(20);
  }

  private long version(String id) {
    return store.read(new RecordId(RecordKind.META, id)).map(record -> record.version()).orElse(0L);
  }
}
