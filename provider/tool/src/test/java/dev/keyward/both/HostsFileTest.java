package dev.keyward.both;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What depends on names of hosts, each in a JVM whose names come from a file of the test: a Region
 * that goes dark, and an address that changes.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostsFileTest {
  @TempDir private Path folder;

  private void run(Class<?> probe, String hosts, String... options)
      throws IOException, InterruptedException {
    Path home = folder.toRealPath();
    Path file = Files.writeString(home.resolve("hosts"), hosts);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.add("-Djdk.net.hosts.file=" + file);
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(probe.getName(), home.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.println(output);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("probe passed");
  }

  @Test
  void p27_homeRegionDark_replicaAnswersWithinThreeSecondsAndHomeIsFoundAgain() throws Exception {
    run(DarkRegionProbe.class, DarkRegionProbe.HOSTS);
  }

  @Test
  void f14_addressChanges_isFollowedWhenTheJvmLooksItUpAgain() throws Exception {
    run(ChangedAddressProbe.class, ChangedAddressProbe.BEFORE, "-Dsun.net.inetaddr.ttl=1");
  }

  @Test
  @Tag("nightly")
  void f14_addressChanges_isFollowedWithinAMinuteWithTheJvmsOwnCache() throws Exception {
    run(ChangedAddressProbe.class, ChangedAddressProbe.BEFORE);
  }
}
