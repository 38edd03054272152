package dev.keyward.samples.migrate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;

/** Visits a server again and again, with a new connection each time, and counts the answers. */
public final class Visitor {
  private Visitor() {}

  /**
   * Runs until the standard input ends, then prints what it saw.
   *
   * @param arguments the URL
   * @throws IOException if standard input cannot be read
   * @throws InterruptedException if the program is being ended
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    Map<String, Integer> answers = new TreeMap<>();
    int failures = 0;
    while (System.in.available() == 0) {
      try {
        // A new client has no session to resume: a full handshake each time.
        String body =
            HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body().strip();
        if (answers.merge(body, 1, Integer::sum) == 1) {
          System.out.println("now " + body);
        }
      } catch (IOException e) {
        failures++;
      }
    }
    answers.forEach((answer, times) -> System.out.println("visits " + answer + ": " + times));
    System.out.println("visits that failed: " + failures);
  }
}
