package dev.keyward.remote.cache;

import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.ThrottledException;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Shape;
import dev.keyward.model.Quoted;
import dev.keyward.remote.resilience.Deadline;
import dev.keyward.remote.resilience.Repeatability;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.wire.KmsCalls;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers what DescribeKey and GetPublicKey answered. A TLS server that looks at its key at each
 * handshake then asks the service once a minute.
 *
 * <p>One thread asks for all that want the same; the others wait no longer than a call may take,
 * and share its failure. An answer that has just become too old is still given to the others while
 * one asks anew, and to all while the service cannot be reached. What is forgotten at once:
 * everything, when a change goes through here; a key, when its use is refused.
 */
public final class CachedCalls implements KmsCalls {
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_TEXT = 256;
  private static final Set<String> KEYS = Set.of("KeyId", "SourceKeyId", "DestinationKeyId");

  /** No such key, or none that the caller may see: who lists a key store meets many of them. */
  private static final Duration NEGATIVE = Duration.ofSeconds(5);

  /** An old answer is given for so long before somebody asks a service anew that just failed. */
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

  /** How much older than allowed an answer may be while nobody can be asked. */
  private static final int STALE_FACTOR = 10;

  private final KmsCalls calls;
  private final Duration age;
  private final Duration limit;
  private final Waiter time;
  private final Meters meters;
  private final Map<Question, Entry> entries =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Entry> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  private record Question(String operation, String key) {
    String text() {
      return operation + " for " + Quoted.line(key, MAX_TEXT);
    }
  }

  /**
   * A cache.
   *
   * @param calls who is asked; owned
   * @param age how long an answer is good
   * @param limit how long a caller waits for the answer to another one's question
   * @param time the clock
   * @param meters where hits and misses are counted
   */
  public CachedCalls(KmsCalls calls, Duration age, Duration limit, Waiter time, Meters meters) {
    this.calls = calls;
    this.age = age;
    this.limit = limit;
    this.time = time;
    this.meters = meters;
  }

  @Override
  public Record call(String operation, Record request) {
    Optional<String> key = cacheable(request);
    if (key.isPresent()) {
      return remembered(new Question(operation, key.get()), request);
    }
    if (Repeatability.of(operation) != Repeatability.READS) {
      // Before and after: an answer fetched while the change was under way may be an old one.
      forgetAll();
      try {
        return calls.call(operation, request);
      } finally {
        forgetAll();
      }
    }
    try {
      return calls.call(operation, request);
    } catch (KmsServiceException e) {
      if (saysThatKeyChanged(e)) {
        forget(keysOf(request));
      }
      throw e;
    }
  }

  private static Optional<String> cacheable(Record request) {
    if (request instanceof DescribeKey.Request asked && asked.grantTokens() == null) {
      return Optional.ofNullable(asked.keyId());
    }
    if (request instanceof GetPublicKey.Request asked && asked.grantTokens() == null) {
      return Optional.ofNullable(asked.keyId());
    }
    return Optional.empty();
  }

  /** The keys as the caller named them; none where only a ciphertext says which. */
  private static Set<String> keysOf(Record request) {
    return Shape.of(request.getClass()).parts().stream()
        .filter(part -> KEYS.contains(part.wireName()))
        .map(part -> part.value(request))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(Collectors.toSet());
  }

  private static boolean saysThatKeyChanged(KmsServiceException e) {
    return e.is(ErrorCode.DISABLED)
        || e.is(ErrorCode.NOT_FOUND)
        || e.is(ErrorCode.KMS_INVALID_STATE)
        || e.is(ErrorCode.INVALID_KEY_USAGE)
        || e.is(ErrorCode.ACCESS_DENIED);
  }

  private Record remembered(Question question, Record request) {
    Deadline deadline = Deadline.in(limit, time);
    while (true) {
      Entry entry = entry(question);
      Optional<Entry.Answer> fresh = entry.fresh(time.nanoTime());
      if (fresh.isPresent()) {
        return hit(fresh.get());
      }
      Optional<Entry.Answer> stale = entry.stale(time.nanoTime());
      Asking mine = new Asking();
      Asking asking = entry.askingOr(mine);
      if (asking == mine) {
        return ask(entry, mine, question, request);
      }
      if (stale.isPresent()) {
        return hit(stale.get());
      }
      Optional<Entry.Answer> theirs = asking.await(question.text(), deadline.left());
      if (theirs.isPresent()) {
        return hit(theirs.get());
      }
    }
  }

  private Record hit(Entry.Answer answer) {
    meters.add(Count.CACHE_HITS);
    return answer.give();
  }

  /** By the one thread that asks; the others learn from it how it ended. */
  private Record ask(Entry entry, Asking mine, Question question, Record request) {
    try {
      Optional<Entry.Answer> meanwhile = entry.fresh(time.nanoTime());
      meters.add(meanwhile.isPresent() ? Count.CACHE_HITS : Count.CACHE_MISSES);
      Entry.Answer answer =
          meanwhile.isPresent() ? meanwhile.get() : fetch(entry, question, request);
      mine.answered(answer);
      return answer.give();
    } catch (RuntimeException e) {
      // An interrupt is for one thread; the others ask for themselves.
      if (!Thread.currentThread().isInterrupted()) {
        mine.failed(e);
      }
      throw e;
    } finally {
      entry.asked();
      mine.abandoned();
    }
  }

  private Entry.Answer fetch(Entry entry, Question question, Record request) {
    Optional<Entry.Answer> stale = entry.stale(time.nanoTime());
    try {
      Record response = calls.call(question.operation(), request);
      Entry.Answer answer = Entry.Answer.of(response);
      entry.put(answer, time.nanoTime(), age, age.multipliedBy(STALE_FACTOR));
      return answer;
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.NOT_FOUND) || e.is(ErrorCode.ACCESS_DENIED)) {
        Entry.Answer refusal = Entry.Answer.of(e);
        entry.put(refusal, time.nanoTime(), NEGATIVE, NEGATIVE);
        return refusal;
      }
      if (isPassing(e)) {
        return stillGood(entry, stale, e);
      }
      entry.clear();
      throw e;
    } catch (BackendUnavailableException | ThrottledException e) {
      return stillGood(entry, stale, e);
    }
  }

  /** Who comes next does not wait for the same failure again. */
  private Entry.Answer stillGood(
      Entry entry, Optional<Entry.Answer> stale, RuntimeException failure) {
    if (stale.isEmpty()) {
      throw failure;
    }
    entry.keep(time.nanoTime(), AFTER_A_FAILURE);
    return stale.get();
  }

  private static boolean isPassing(KmsServiceException e) {
    return e.is(ErrorCode.THROTTLING)
        || e.is(ErrorCode.KMS_INTERNAL)
        || e.is(ErrorCode.DEPENDENCY_TIMEOUT);
  }

  private synchronized Entry entry(Question question) {
    return entries.computeIfAbsent(question, missing -> new Entry());
  }

  /** What was asked by these names, and what was answered about the same keys under other names. */
  private synchronized void forget(Set<String> named) {
    Set<String> keys = new HashSet<>(named);
    entries.forEach(
        (question, entry) -> {
          if (named.contains(question.key())) {
            entry.arn().ifPresent(keys::add);
          }
        });
    entries.entrySet().removeIf(each -> isAbout(keys, each.getKey(), each.getValue()));
  }

  /** An answer that is on its way may be older than the refusal, and about any key. */
  private static boolean isAbout(Set<String> keys, Question question, Entry entry) {
    Optional<String> arn = entry.arn();
    return keys.contains(question.key())
        || arn.isEmpty() && !keys.isEmpty() && entry.isBeingAsked()
        || arn.isPresent()
            && keys.stream()
                .anyMatch(key -> key.equals(arn.get()) || arn.get().endsWith(":key/" + key));
  }

  private synchronized void forgetAll() {
    entries.values().forEach(Entry::clear);
    entries.clear();
  }

  @Override
  public void close() {
    forgetAll();
    calls.close();
  }
}
