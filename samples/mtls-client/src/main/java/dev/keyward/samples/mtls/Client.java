package dev.keyward.samples.mtls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Any HTTPS client of the JDK. Which key it shows, and whom it trusts, stands on its command line
 * ({@code javax.net.ssl.keyStoreType=KMS}), not in it.
 */
public final class Client {
  private Client() {}

  /**
   * Gets a page and prints it.
   *
   * @param arguments the URL
   * @throws IOException if the server cannot be reached or refuses the certificate
   * @throws InterruptedException if the program is being ended
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    System.out.print(answer.body());
  }
}
