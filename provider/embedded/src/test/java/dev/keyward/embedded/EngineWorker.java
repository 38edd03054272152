package dev.keyward.embedded;

import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.UpdateAlias;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The administrator in another process: does what it reads, and says when it is acknowledged. */
final class EngineWorker implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  private EngineWorker(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static EngineWorker start(Path home, Path log) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            EngineWorker.class.getName(),
            home.toString());
    return new EngineWorker(new ProcessBuilder(command).redirectError(log.toFile()).start());
  }

  /** Has the other process do something, and returns when it was acknowledged there. */
  void tell(String... words) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).write(String.join("\t", words) + "\n");
    process.outputWriter(StandardCharsets.UTF_8).flush();
    String answer = answers.readLine();
    if (!"done".equals(answer)) {
      throw new IllegalStateException("the other process said " + answer);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** Runs in the other process. */
  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (EmbeddedKms kms =
        new EmbeddedKms(
            StoreDirectory.open(StoreSettings.inHome(Path.of(arguments[0]))),
            EmbeddedKmsFixture.SCOPE,
            InstantSource.system(),
            JdkRandom.shared())) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split("\t");
        switch (words[0]) {
          case "enable" -> kms.enableKey(EnableKey.Request.of(words[1]));
          case "disable" -> kms.disableKey(DisableKey.Request.of(words[1]));
          case "policy" -> kms.putKeyPolicy(PutKeyPolicy.Request.of(words[1], words[2]));
          case "create" -> kms.createKey(KeyRequestTest.request(words[1]));
          case "alias" -> kms.updateAlias(UpdateAlias.Request.of(words[1], words[2]));
          default -> throw new IllegalArgumentException(words[0]);
        }
        System.out.println("done");
      }
    }
  }
}
