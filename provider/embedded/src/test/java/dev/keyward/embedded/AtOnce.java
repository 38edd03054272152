package dev.keyward.embedded;

import dev.keyward.kms.Kms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Several threads that send one request at the same time, to one engine after the other. */
final class AtOnce {
  private static final int DEADLINE_SECONDS = 30;

  private AtOnce() {}

  /** What they were answered; one element if all got the same. */
  static Set<String> answers(int threads, List<Kms> engines, Function<Kms, String> ask)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Kms kms = engines.get(i % engines.size());
        answers.add(
            pool.submit(
                () -> {
                  start.await();
                  return ask.apply(kms);
                }));
      }
      Set<String> different = new HashSet<>();
      for (Future<String> answer : answers) {
        different.add(answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
      }
      return different;
    } finally {
      pool.shutdownNow();
    }
  }
}
