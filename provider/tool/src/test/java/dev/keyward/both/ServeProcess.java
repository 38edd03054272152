package dev.keyward.both;

import dev.keyward.backend.BackendSettings;
import dev.keyward.remote.credentials.Environment;
import dev.keyward.tool.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code keyward serve} in a process of its own, to be killed and started again. */
final class ServeProcess implements AutoCloseable {
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private final Path home;
  private final int port;
  private Process process;

  ServeProcess(Path home) throws IOException {
    this.home = home;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  /** Starts the endpoint, always on the same port and home, and waits until it is ready. */
  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", CLASS_PATH));
    command.addAll(List.of(Main.class.getName(), "serve", "--listen", "127.0.0.1:" + port));
    command.addAll(List.of("--home", home.toString()));
    process =
        new ProcessBuilder(command)
            .redirectError(home.resolveSibling("serve-errors.txt").toFile())
            .start();
    BufferedReader said = process.inputReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.contains("ready at")) {
        return;
      }
    }
    throw new IOException("keyward serve ended with " + process.exitValue());
  }

  /** As {@code kill -9}; the port is free afterwards. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** The environment of a program that uses what the first start wrote. */
  Environment environment() {
    String profile = home.resolve("admin.aws").toString();
    Map<String, String> variables =
        Map.of("AWS_SHARED_CREDENTIALS_FILE", profile, "AWS_CONFIG_FILE", profile);
    return new Environment() {
      @Override
      public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
      }

      @Override
      public Optional<String> property(String name) {
        return Optional.empty();
      }

      @Override
      public Path home() {
        return Path.of("no-such-home");
      }
    };
  }

  /** Everything else is in the profile. */
  static BackendSettings settings() {
    return Given.of("backend", "remote");
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }
}
