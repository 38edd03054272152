package dev.keyward.tool.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import picocli.CommandLine.Option;

/**
 * The options {@code --in}, {@code --out} and {@code --force}.
 *
 * <p>A file is written beside its target and moved there when it is complete: what is found under
 * the target's name is never half of it. An existing file is not replaced unless that is asked for.
 */
final class InputOutput {

  @Option(
      names = "--in",
      defaultValue = "-",
      paramLabel = "FILE",
      description = "File to read (default: standard input).")
  private String in;

  @Option(
      names = "--out",
      defaultValue = "-",
      paramLabel = "FILE",
      description = "File to write (default: standard output).")
  private String out;

  @Option(names = "--force", description = "Replace an existing file.")
  private boolean force;

  InputOutput() {}

  /** Reads from one stream and writes to another. */
  interface Transfer<E extends Exception> {
    void run(InputStream input, OutputStream output) throws E, IOException;
  }

  InputStream input() throws IOException {
    return in.equals("-") ? System.in : Files.newInputStream(Path.of(in));
  }

  <E extends Exception> void transfer(Transfer<E> transfer) throws E, IOException {
    refuseToReplace();
    try (InputStream input = input()) {
      if (out.equals("-")) {
        transfer.run(input, System.out);
        System.out.flush();
      } else {
        toFile(input, transfer);
      }
    }
  }

  private void refuseToReplace() {
    if (!out.equals("-") && !force && Files.exists(Path.of(out), LinkOption.NOFOLLOW_LINKS)) {
      throw new CommandFailure(
          "File " + Shown.text(out) + " exists already. Name another one, or say --force.");
    }
  }

  private <E extends Exception> void toFile(InputStream input, Transfer<E> transfer)
      throws E, IOException {
    Path target = Path.of(out).toAbsolutePath();
    Path unfinished = beside(target);
    boolean complete = false;
    try {
      try (OutputStream output = Files.newOutputStream(unfinished)) {
        transfer.run(input, output);
      }
      move(unfinished, target);
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  private static Path beside(Path target) throws IOException {
    String prefix = "." + target.getFileName() + ".";
    if (Files.getFileStore(target.getParent()).supportsFileAttributeView("posix")) {
      return Files.createTempFile(
          target.getParent(),
          prefix,
          ".part",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.createTempFile(target.getParent(), prefix, ".part");
  }

  private void move(Path from, Path to) throws IOException {
    if (force) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.move(from, to);
    }
  }
}
