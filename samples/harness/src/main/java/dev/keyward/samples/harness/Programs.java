package dev.keyward.samples.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.tool.command.KeywardCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import picocli.CommandLine;

/**
 * Starts programs with a home directory, and so a key store, of their own. They run on the java
 * command that runs the tests.
 */
public final class Programs {
  /** Scripts start a dozen JVMs, and machines that run tests are busy. */
  private static final int DEADLINE_SECONDS = 240;

  private static final Path ROOT = Path.of(System.getProperty("keyward.root.dir"));

  /** The self-contained jar, as it is shipped. */
  public static final Path JAR = ROOT.resolve("provider/tool/target/keyward.jar");

  /** The overlay, as it is shipped. */
  public static final Path OVERLAY = ROOT.resolve("conf/keyward.security");

  private final Path home;
  private final Path configuration;

  /**
   * How a program ended; error output is mixed in.
   *
   * @param exitCode zero for success
   * @param output all that it printed
   */
  public record Outcome(int exitCode, String output) {
    /**
     * Fails the test, with the output, unless the program succeeded.
     *
     * @return this
     */
    public Outcome assertSuccess() {
      assertThat(exitCode).as(output).isZero();
      return this;
    }
  }

  private Programs(Path home, Path configuration) {
    this.home = home;
    this.configuration = configuration;
  }

  /** Everything lies below {@code folder}. The store is made by the first program that uses it. */
  public static Programs in(Path folder) throws IOException {
    assertThat(JAR).as("built by the package phase: run mvn verify").exists();
    Path home = Files.createDirectories(folder.toRealPath().resolve("home"));
    Path keyward = Files.createDirectories(home.resolve(".keyward"));
    Path file = keyward.resolve("keyward.properties");
    Files.writeString(
        file,
        "store=%1$s/store%nroot-key=file:%1$s/root.key%ncertificates=%1$s/certificates%n"
            .formatted(keyward));
    return new Programs(home, file);
  }

  public Path home() {
    return home;
  }

  /** The folder of compiled classes that holds a class. */
  public static Path classesOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String jdkTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** A java command with our home and an overlay; options and main class follow. */
  public List<String> java(Path overlay, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(jdkTool("java"));
    command.add("-Duser.home=" + home);
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-Djava.security.properties=" + overlay);
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(arguments));
    return command;
  }

  /** A class of the tests on the class path, behind keyward.jar and other jars. */
  public List<String> probe(Path overlay, List<Path> jars, Class<?> main, String... arguments) {
    List<String> command = java(overlay, "-cp", classPath(main, jars), main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  public static String classPath(Class<?> main, List<Path> jars) {
    StringBuilder path = new StringBuilder(JAR.toString());
    for (Path jar : jars) {
      path.append(java.io.File.pathSeparatorChar).append(jar);
    }
    return path.append(java.io.File.pathSeparatorChar).append(classesOf(main)).toString();
  }

  /** keytool with nothing but the overlay and the jar, on the key store of type KMS. */
  public Outcome keytool(String... arguments) throws Exception {
    return keytoolReading("", arguments);
  }

  /** The same, with something typed in. */
  public Outcome keytoolReading(String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(jdkTool("keytool"));
    command.add("-J-Duser.home=" + home);
    command.add("-J-Djava.security.properties=" + OVERLAY);
    command.add("-J--module-path=" + JAR);
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", "NONE", "-storetype", "KMS", "-storepass", "unused"));
    Process process = start(command);
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException endedWithoutReading) {
      // Its exit code and output tell why.
    }
    return finish(process);
  }

  /** jarsigner with nothing but the overlay and the jar; signs with the key of an alias. */
  public Outcome jarsigner(Path jar, String alias) throws Exception {
    return run(
        List.of(
            jdkTool("jarsigner"),
            "-J-Duser.home=" + home,
            "-J-Djava.security.properties=" + OVERLAY,
            "-J--module-path=" + JAR,
            "-keystore",
            "NONE",
            "-storetype",
            "KMS",
            "-storepass",
            "unused",
            jar.toString(),
            alias));
  }

  /** The JDK's jarsigner as it is, which verifies and knows nothing of us. */
  public static Outcome jarsignerVerify(Path jar) throws Exception {
    return run(List.of(jdkTool("jarsigner"), "-verify", jar.toString()));
  }

  /** The JDK's keytool as it is. */
  public static Outcome plainKeytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(jdkTool("keytool")));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs the administrator's tool in this JVM, on the same store; returns what it printed. */
  public String tool(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = KeywardCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", configuration.toString()));
    int exitCode = inHome(() -> line.execute(all.toArray(String[]::new)));
    assertThat(exitCode).as("%s", out).isZero();
    return out.toString();
  }

  /** What lies beside the store, such as its anchor, is looked for in the home directory. */
  private int inHome(IntSupplier body) {
    String before = System.setProperty("user.home", home.toString());
    try {
      return body.getAsInt();
    } finally {
      System.setProperty("user.home", before);
    }
  }

  /** Creates a key and returns its id. */
  public String createKey(String alias, String... options) {
    List<String> arguments = new ArrayList<>(List.of("keys", "create", "--alias", alias));
    arguments.addAll(List.of(options));
    String output = tool(arguments.toArray(String[]::new));
    return output.replaceFirst("(?s)^Id +(\\S+).*", "$1");
  }

  public static Process start(List<String> command) throws IOException {
    return start(command, Map.of());
  }

  /** A shell script of the repository; it takes the java command and the home directory from us. */
  public Process script(String path, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", ROOT.resolve(path).toString()));
    command.addAll(List.of(arguments));
    return start(
        command,
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "JAVA_TOOL_OPTIONS",
            "-Duser.home=" + home));
  }

  /** A shell script that needs variables of its own, on the java command that runs the tests. */
  public static Outcome script(String path, Map<String, String> variables, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", ROOT.resolve(path).toString()));
    command.addAll(List.of(arguments));
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    Process process = start(command, environment);
    process.getOutputStream().close();
    return finish(process);
  }

  private static Process start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("KEYWARD_.*|J.*_OPTIONS"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  public static Outcome run(List<String> command) throws Exception {
    Process process = start(command);
    process.getOutputStream().close();
    return finish(process);
  }

  /** Waits for a program to end and reads the rest of what it prints. */
  public static Outcome finish(Process process) throws Exception {
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> textOf(process));
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(process.info() + " did not end: " + output.join());
    }
    return new Outcome(process.exitValue(), output.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
  }

  /** Reads the output of a running program up to a line of the pattern, which is returned. */
  public static String readUntil(Process process, String pattern) throws Exception {
    return CompletableFuture.supplyAsync(() -> lineLike(process, pattern))
        .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static String lineLike(Process process, String pattern) {
    StringBuilder seen = new StringBuilder();
    StringBuilder line = new StringBuilder();
    try {
      // Byte by byte, so that nothing after the line is taken away from the next reader.
      for (int b = process.getInputStream().read(); b >= 0; b = process.getInputStream().read()) {
        if (b != '\n') {
          line.append((char) b);
        } else if (line.toString().matches(pattern)) {
          return line.toString();
        } else {
          seen.append(line).append('\n');
          line.setLength(0);
        }
      }
    } catch (IOException e) {
      seen.append(e);
    }
    throw new AssertionError("the program ended early: " + seen + line);
  }

  private static String textOf(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Writes the JDK's provider list anew, with other lines before and behind it. */
  public static Path overlay(Path folder, List<String> ahead, List<String> behind)
      throws IOException {
    List<String> providers = new ArrayList<>(ahead);
    for (int i = 1; Security.getProperty("security.provider." + i) != null; i++) {
      providers.add(Security.getProperty("security.provider." + i));
    }
    providers.addAll(behind);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < providers.size(); i++) {
      text.append("security.provider.%d=%s%n".formatted(i + 1, providers.get(i)));
    }
    return Files.writeString(Files.createTempFile(folder, "overlay", ".security"), text);
  }
}
