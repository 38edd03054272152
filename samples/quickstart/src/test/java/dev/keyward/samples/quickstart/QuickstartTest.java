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
    String first = run();
    assertThat(first)
        .contains("three keys made, with their store")
        .contains("decrypted: \"Meet me at the old oak at noon.\"")
        .contains("in another place (other associated data): Message rejected:")
        .contains("opening  [################################] 100 %")
        .contains("verified in ", " by the JDK's SunEC")
        .contains("the same key object reads both: \"sealed before\", \"sealed after\"")
        .contains(" is disabled. Enable the key or choose another one.")
        .contains("Done in ");
    String second = run();
    assertThat(second)
        .contains("three keys found again")
        .contains("A text that the last run sealed")
        .contains("\"Meet me at the old oak at noon.\", read in ")
        .contains("Done in ");
  }

  private String run() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path output = home.resolve("output.txt");
    List<String> command = new ArrayList<>(List.of(java, "-Xmx64m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Duser.home=" + home);
    command.add("-cp");
    command.add(JAR + File.pathSeparator + ROOT.resolve("samples/quickstart/target/classes"));
    command.add("dev.keyward.samples.quickstart.Quickstart");
    command.add(home.resolve("work").toString());
    command.add(JAR.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
