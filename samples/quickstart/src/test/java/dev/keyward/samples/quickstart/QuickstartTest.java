package dev.keyward.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the quickstart as its script does, twice, in a home of its own. */
class QuickstartTest {
  private static final Path ROOT = Path.of(System.getProperty("keyward.root.dir", "."));
  private static final Path JAR = ROOT.resolve("provider/tool/target/keyward.jar");

  @TempDir private Path home;

  @Test
  void quickstart_runTwice_tellsItsStoryAndFindsItsKeysAgain() throws Exception {
    assumeTrue(Files.exists(JAR), "keyward.jar is made by: mvn package");
    String first = run(Map.of());
    assertThat(first)
        .contains("three keys made, with their store")
        .contains("decrypted: \"Meet me at the old oak at noon.\"")
        .contains("in another place (other associated data): Message rejected:")
        .contains("opening  [################################] 100 %")
        .contains("verified in ", " by the JDK's SunEC")
        .contains("the same key object reads both: \"sealed before\", \"sealed after\"")
        .contains(" is disabled. Enable the key or choose another one.")
        .contains("Done in ");
    String second = run(Map.of());
    assertThat(second)
        .contains("three keys found again")
        .contains("A text that the last run sealed")
        .contains("\"Meet me at the old oak at noon.\", read in ")
        .contains("Done in ");
  }

  @Test
  void quickstart_onAnEndpoint_tellsTheSameStory() throws Exception {
    assumeTrue(Files.exists(JAR), "keyward.jar is made by: mvn package");
    String embedded = run(Map.of());
    Path served = Files.createDirectories(home.resolve("served"));
    Process endpoint = serve(served);
    try {
      String profile = served.resolve("admin.aws").toString();
      String remote =
          run(
              Map.of("AWS_SHARED_CREDENTIALS_FILE", profile, "AWS_CONFIG_FILE", profile),
              "-Dkeyward.backend=remote",
              "-Dkeyward.cache.max-age=1s");
      assertThat(masked(remote)).isEqualTo(masked(embedded));
    } finally {
      endpoint.destroy();
      assertThat(endpoint.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The story without what differs from run to run, and without where the keys are. */
  private static String masked(String output) {
    return output
        .substring(output.indexOf("Keyward quickstart"))
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("\\d+(\\.\\d+)? (ms|s|MiB)\\b", "N $2")
        .replaceAll("The keys stay in the .*\\. Look", "The keys stay. Look");
  }

  private Process serve(Path directory) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-jar",
                JAR.toString(),
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--home",
                directory.toString())
            .redirectError(home.resolve("serve-errors.txt").toFile())
            .start();
    String ready = process.inputReader().readLine();
    assertThat(ready).contains("ready at");
    return process;
  }

  private String run(Map<String, String> environment, String... properties)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path output = home.resolve("output.txt");
    List<String> command = new ArrayList<>(List.of(java, "-Xmx64m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Duser.home=" + home);
    command.addAll(List.of(properties));
    command.add("-cp");
    command.add(JAR + File.pathSeparator + ROOT.resolve("samples/quickstart/target/classes"));
    command.add("dev.keyward.samples.quickstart.Quickstart");
    command.add(home.resolve(environment.isEmpty() ? "work" : "work-remote").toString());
    command.add(JAR.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    // What this machine says about AWS, a bundle of authorities for instance, goes before a
    // profile.
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
