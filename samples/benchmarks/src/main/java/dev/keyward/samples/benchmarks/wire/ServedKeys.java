package dev.keyward.samples.benchmarks.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code keyward serve} on a store of its own, ended with the JVM, and its administrator. */
public final class ServedKeys implements AutoCloseable {
  private final Path home;
  private final Process process;
  private final URI uri;
  private final String id;
  private final String secret;
  private final String region;

  /**
   * Starts an endpoint in clear, so that both clients are timed and not TLS.
   *
   * @throws IOException if it does not start
   */
  public ServedKeys() throws IOException {
    home = Files.createTempDirectory("keyward-served");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.keyward.tool.Main", "serve", "--plain-http"));
    command.addAll(List.of("--listen", "127.0.0.1:0", "--home", home.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    uri = URI.create(ready(process.inputReader()));
    List<String> profile = Files.readAllLines(home.resolve("admin.aws"));
    id = value(profile, "aws_access_key_id");
    secret = value(profile, "aws_secret_access_key");
    region = value(profile, "region");
  }

  private static String ready(BufferedReader said) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      int at = line.indexOf("http://");
      if (at >= 0) {
        return line.substring(at).strip();
      }
    }
    throw new IOException("keyward serve did not start");
  }

  private static String value(List<String> profile, String name) {
    return profile.stream()
        .filter(line -> line.startsWith(name + " = "))
        .map(line -> line.substring(name.length() + 3))
        .findFirst()
        .orElseThrow();
  }

  URI uri() {
    return uri;
  }

  String id() {
    return id;
  }

  String secret() {
    return secret;
  }

  String region() {
    return region;
  }

  @Override
  public synchronized void close() {
    if (!Files.exists(home)) {
      return;
    }
    process.destroy();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.walk(home)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("left behind: " + home);
    }
  }
}
