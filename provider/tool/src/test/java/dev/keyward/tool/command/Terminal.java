package dev.keyward.tool.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs command lines in this JVM, on a store of its own. */
final class Terminal {
  private final String configuration;

  /** How a command ended, and what it wrote where. */
  record Outcome(int exitCode, String out, String err, byte[] stdout) {
    Outcome assertDone() {
      assertThat(exitCode).as(err).isZero();
      assertThat(err).isEmpty();
      return this;
    }

    /** The command was refused or failed, in one line that begins with the program's name. */
    String assertRefused() {
      assertThat(exitCode).as(out + err).isEqualTo(1);
      assertThat(out).isEmpty();
      assertThat(err).startsWith("keyward: ").doesNotContain("\tat ");
      assertThat(err.lines()).hasSize(1);
      return err.strip();
    }

    /** The command line was wrong: usage on stderr, and nothing else. */
    String assertWrongUsage() {
      assertThat(exitCode).as(out + err).isEqualTo(2);
      assertThat(out).isEmpty();
      assertThat(err).startsWith("keyward: ").contains("Usage: keyward").doesNotContain("\tat ");
      return err.strip();
    }
  }

  private Terminal(String configuration) {
    this.configuration = configuration;
  }

  /** Everything lies below the folder; the first command makes the store. */
  static Terminal in(Path folder) throws java.io.IOException {
    Path real = folder.toRealPath();
    return new Terminal(
        "store=" + real.resolve("store") + ";root-key=file:" + real.resolve("root.key"));
  }

  /** What the commands get as their configuration. */
  String configuration() {
    return configuration;
  }

  /** Runs a command on the store. */
  Outcome run(String... arguments) {
    return run(new byte[0], arguments);
  }

  /** Runs a command on the store, with something to read. */
  Outcome run(byte[] stdin, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", configuration));
    return runAsIs(stdin, all.toArray(String[]::new));
  }

  /** Runs a command line as it is. */
  static Outcome runAsIs(byte[] stdin, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    InputStream inBefore = System.in;
    PrintStream outBefore = System.out;
    CommandLine line = KeywardCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    System.setIn(new ByteArrayInputStream(stdin));
    System.setOut(new PrintStream(stdout, true));
    try {
      int exitCode = line.execute(arguments);
      return new Outcome(exitCode, out.toString(), err.toString(), stdout.toByteArray());
    } finally {
      System.setIn(inBefore);
      System.setOut(outBefore);
    }
  }

  /** Creates a key and returns its id. */
  String createKey(String... options) {
    List<String> arguments = new ArrayList<>(List.of("keys", "create"));
    arguments.addAll(List.of(options));
    String out = run(arguments.toArray(String[]::new)).assertDone().out();
    return out.replaceFirst("(?s)^Id +(\\S+).*", "$1");
  }
}
