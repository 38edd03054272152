package dev.keyward.samples.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Starts fresh JVMs, alternating between the candidates, and prints the medians of their wall
 * times.
 *
 * <p>{@code start}: a program that uses no cryptography, with Keyward registered and without it.
 * {@code signature}: the first signature, with a P-256 key from a PKCS12 file and with a managed
 * one.
 */
public final class ColdStart {
  private static final int ROUNDS = 21;

  private final Path jar;
  private final Path classes;
  private final Path overlay;
  private final Path home;

  private ColdStart(Path root) throws IOException {
    this.jar = root.resolve("provider/tool/target/keyward.jar");
    this.classes = root.resolve("samples/benchmarks/target/classes");
    this.overlay = root.resolve("conf/keyward.security");
    this.home = Files.createTempDirectory("keyward-cold");
  }

  /**
   * Measures.
   *
   * @param args the repository's root
   * @throws Exception if a JVM fails
   */
  public static void main(String[] args) throws Exception {
    ColdStart cold = new ColdStart(Path.of(args.length > 0 ? args[0] : ".").toAbsolutePath());
    cold.compareStart();
    cold.compareFirstSignature();
  }

  private void compareStart() throws IOException, InterruptedException {
    Path empty = Files.createFile(home.resolve("empty.security"));
    List<String> without = child(empty, "hello");
    List<String> registered = child(overlay, "hello");
    report("JVM start", without, "not registered", registered, "registered");
  }

  private void compareFirstSignature() throws IOException, InterruptedException {
    Path file = home.resolve("key.p12");
    run(child(overlay, "prepare", file.toString()));
    List<String> pkcs12 = child(overlay, "pkcs12", file.toString());
    List<String> managed = child(overlay, "managed");
    report("first signature", pkcs12, "PKCS12", managed, "managed");
  }

  private List<String> child(Path security, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Duser.home=" + home);
    command.add("-Djava.security.properties=" + security);
    command.add("-cp");
    command.add(jar + File.pathSeparator + classes);
    command.add(ColdProgram.class.getName());
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private void report(
      String what, List<String> first, String firstName, List<String> second, String secondName)
      throws IOException, InterruptedException {
    double[] firstMillis = new double[ROUNDS];
    double[] secondMillis = new double[ROUNDS];
    double[] differences = new double[ROUNDS];
    run(first);
    run(second);
    for (int i = 0; i < ROUNDS; i++) {
      firstMillis[i] = run(first);
      secondMillis[i] = run(second);
      differences[i] = secondMillis[i] - firstMillis[i];
    }
    System.out.printf(
        Locale.ROOT,
        "java %-8s %-16s %s %.0f ms, %s %.0f ms, difference %+.0f ms%n",
        System.getProperty("java.version"),
        what,
        firstName,
        Paired.median(firstMillis),
        secondName,
        Paired.median(secondMillis),
        Paired.median(differences));
  }

  private static double run(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
