package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one JVM changes in the store, another that has it open obeys within a second. */
class SharedStoreTest {
  private static final Duration TRAVEL_TIME = Duration.ofSeconds(1);
  private static final int DEADLINE_SECONDS = 60;

  @TempDir static Path temporary;
  private static Programs programs;
  private static Process other;
  private static BufferedReader answers;
  private static PrintWriter questions;
  private static String firstKey;
  private static String secondKey;

  @BeforeAll
  static void startTheOtherJvm() throws Exception {
    programs = Programs.in(temporary);
    firstKey = programs.createKey("orders");
    secondKey = programs.createKey("orders-next");
    other =
        Programs.start(programs.probe(Programs.OVERLAY, List.of(), Conversation.class, "orders"));
    answers = new BufferedReader(new InputStreamReader(other.getInputStream()));
    questions = new PrintWriter(other.getOutputStream(), true);
    assertThat(nextAnswer()).isEqualTo("ready");
    assertThat(ask("seal")).startsWith("sealed ");
  }

  @AfterAll
  static void stopTheOtherJvm() throws Exception {
    questions.close();
    assertThat(other.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void disable_inThisJvm_isObeyedInTheOther() throws Exception {
    programs.tool("keys", "disable", "alias/orders");
    assertAnswersInTime("seal", answer -> answer.matches("refused .*alias/orders.*disabled.*"));

    programs.tool("keys", "enable", "alias/orders");
    assertAnswersInTime("seal", answer -> answer.startsWith("sealed "));
  }

  @Test
  void repointedAlias_inThisJvm_isFollowedInTheOther() throws Exception {
    assertThat(ask("names " + firstKey)).isEqualTo("true");

    programs.tool("aliases", "update", "orders", secondKey);
    assertAnswersInTime("names " + secondKey, "true"::equals);
    assertThat(ask("seal")).startsWith("sealed ");
  }

  private static void assertAnswersInTime(String question, Predicate<String> expected)
      throws Exception {
    long changed = System.nanoTime();
    String answer;
    Duration passed;
    do {
      // Counted from the question: the answer to a question asked in time may arrive later.
      passed = Duration.ofNanos(System.nanoTime() - changed);
      answer = ask(question);
    } while (!expected.test(answer) && passed.compareTo(TRAVEL_TIME) < 0);
    assertThat(answer).as("after %s", passed).matches(expected);
  }

  private static String ask(String question) throws Exception {
    questions.println(question);
    return nextAnswer();
  }

  private static String nextAnswer() throws Exception {
    return CompletableFuture.supplyAsync(SharedStoreTest::readLine)
        .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static String readLine() {
    try {
      return String.valueOf(answers.readLine());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
