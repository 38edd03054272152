package dev.keyward.remote.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.Operation;
import dev.keyward.remote.resilience.CircuitBreaker.State;
import dev.keyward.remote.stub.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void repeatability_everyOperation_wasThoughtAbout() {
    assertThat(Operation.ALL.keySet()).allMatch(Repeatability::isKnown);
    assertThat(Repeatability.of("CreateKey")).isEqualTo(Repeatability.ONCE);
    assertThat(Repeatability.of("Unheard")).isEqualTo(Repeatability.ONCE);
    assertThat(Repeatability.isDataPlane("Sign")).isTrue();
    assertThat(Repeatability.isDataPlane("ListKeys")).isFalse();
    assertThat(Repeatability.isDataPlane("CreateAlias")).isFalse();
  }

  @Test
  void wait_fullJitter_staysUnderTheDoublingBound() {
    RetryPolicy policy = RetryPolicy.DEFAULT;
    assertThat(policy.wait(1, false, Optional.empty(), () -> 1)).isEqualTo(Duration.ofMillis(50));
    assertThat(policy.wait(2, false, Optional.empty(), () -> 1)).isEqualTo(Duration.ofMillis(100));
    assertThat(policy.wait(60, false, Optional.empty(), () -> 1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.wait(1, true, Optional.empty(), () -> 1)).isEqualTo(Duration.ofMillis(200));
    assertThat(policy.wait(60, true, Optional.empty(), () -> 1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.wait(3, false, Optional.empty(), () -> 0)).isZero();
    assertThat(policy.wait(1, false, Optional.of(Duration.ofHours(1)), () -> 1))
        .isEqualTo(Duration.ofMillis(5050));
    assertThat(policy.wait(1, false, Optional.of(Duration.ZERO), () -> 1))
        .isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void budget_outage_isUsedUpAfter35Retries() {
    RetryBudget budget = new RetryBudget();
    int paid = 0;
    while (budget.pay(RetryBudget.TRANSIENT)) {
      paid++;
    }
    assertThat(paid).isEqualTo(35);
    budget.succeeded(0);
    assertThat(budget.left()).isEqualTo(500 - 35 * 14 + 1);
    budget.succeeded(RetryBudget.TRANSIENT);
    assertThat(budget.left()).isEqualTo(500 - 34 * 14 + 1);
  }

  @Test
  void breaker_mostlyFailing_opensPausesAndProbes() {
    CircuitBreaker breaker = new CircuitBreaker(time);
    for (int i = 0; i < 19; i++) {
      assertThat(breaker.tryPass()).isEmpty();
      breaker.failed();
    }
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    breaker.tryPass();
    breaker.failed();
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.tryPass()).isPresent();
    time.pass(Duration.ofSeconds(5));
    assertThat(breaker.tryPass()).isEmpty();
    breaker.failed();
    time.pass(Duration.ofMillis(9_900));
    assertThat(breaker.tryPass()).as("the pause has doubled").isPresent();
    time.pass(Duration.ofMillis(200));
    for (int probe = 0; probe < 3; probe++) {
      assertThat(breaker.tryPass()).isEmpty();
    }
    assertThat(breaker.tryPass()).as("no more than three probes").isPresent();
    breaker.answered();
    breaker.answered();
    breaker.answered();
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void breaker_oldFailures_areForgotten() {
    CircuitBreaker breaker = new CircuitBreaker(time);
    for (int i = 0; i < 19; i++) {
      breaker.failed();
    }
    time.pass(Duration.ofSeconds(11));
    breaker.failed();
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void breaker_halfFailuresHalfAnswers_opensAtHalf() {
    CircuitBreaker breaker = new CircuitBreaker(time);
    for (int i = 0; i < 20; i++) {
      breaker.answered();
    }
    for (int i = 0; i < 19; i++) {
      breaker.failed();
    }
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    breaker.failed();
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  /** P23: a service that takes 100 a second, offered 150. */
  @Test
  void rate_cappedService_isUsedButNotOverrun() {
    long seed = 20261122;
    System.Logger log = System.getLogger(PolicyTest.class.getName());
    log.log(System.Logger.Level.INFO, "seed {0}", seed);
    Random random = new Random(seed);
    SendRate rate = new SendRate(time);
    double tokens = 10;
    long start = time.nanoTime();
    long last = start;
    int sent = 0;
    int taken = 0;
    PriorityQueue<Long> arrivals = new PriorityQueue<>();
    for (int i = 0; i < 150 * 60; i++) {
      arrivals.add(start + (long) (i / 150.0 * 1e9 + random.nextDouble() * 1e6));
    }
    PriorityQueue<Long> sends = new PriorityQueue<>();
    while (!arrivals.isEmpty() || !sends.isEmpty()) {
      boolean arrives = sends.isEmpty() || !arrivals.isEmpty() && arrivals.peek() <= sends.peek();
      long now = arrives ? arrivals.poll() : sends.poll();
      if (now - start > 60_000_000_000L) {
        break;
      }
      time.pass(Duration.ofNanos(Math.max(0, now - time.nanoTime())));
      if (arrives) {
        Duration wait = rate.reserve(Duration.ofSeconds(10));
        if (!wait.isNegative()) {
          sends.add(now + wait.toNanos());
        }
        continue;
      }
      tokens = Math.min(10, tokens + (now - last) / 1e9 * 100);
      last = now;
      boolean late = now - start > 5_000_000_000L;
      sent += late ? 1 : 0;
      if (tokens >= 1) {
        tokens--;
        taken += late ? 1 : 0;
        rate.taken();
      } else {
        rate.throttled();
      }
    }
    assertThat(sent / 55.0).as("sent a second").isLessThanOrEqualTo(110);
    assertThat(taken / 55.0).as("taken a second").isGreaterThanOrEqualTo(95);
  }

  @Test
  void rate_nobodyThrottles_holdsNothingBack() {
    SendRate rate = new SendRate(time);
    for (int i = 0; i < 1000; i++) {
      assertThat(rate.reserve(Duration.ofSeconds(1))).isZero();
      rate.taken();
    }
  }

  @Test
  void clock_off_isCorrectedWithinADay() {
    InstantSource local = InstantSource.fixed(Instant.parse("2026-01-15T12:00:00Z"));
    SkewedClock clock = new SkewedClock(local);
    assertThat(clock.correct(Instant.parse("2026-01-15T12:02:00Z"))).isFalse();
    assertThat(clock.correct(Instant.parse("2026-01-17T12:00:00Z"))).isFalse();
    assertThat(clock.correct(Instant.parse("2026-01-15T12:10:00Z"))).isTrue();
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-15T12:10:00Z"));
    assertThat(clock.correct(Instant.parse("2026-01-15T12:00:00Z"))).as("a jump").isTrue();
    assertThat(clock.offset()).isZero();
  }

  @Test
  void clock_answersWithATime_areLookedAtOnceAMinute() {
    Instant[] now = {Instant.parse("2026-11-22T12:00:00Z")};
    SkewedClock clock = new SkewedClock(() -> now[0]);
    assertThat(clock.observed()).isEmpty();
    clock.observe(() -> Optional.of(now[0].plusSeconds(90)));
    assertThat(clock.observed()).contains(Duration.ofSeconds(90));
    clock.observe(
        () -> {
          throw new AssertionError("was looked at a moment ago");
        });
    now[0] = now[0].plusSeconds(61);
    clock.observe(() -> Optional.of(now[0].minusSeconds(5)));
    assertThat(clock.observed()).contains(Duration.ofSeconds(-5));
    // What is observed is not believed; only a refused signature corrects the clock.
    assertThat(clock.offset()).isZero();
  }
}
