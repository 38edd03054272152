package dev.keyward.remote.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Credentials that a program prints ({@code credential_process}). It is run without a shell. */
final class ProcessSource {
  private static final int MAX_BYTES = 64 << 10;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ProcessSource() {}

  static Credentials run(String command, String place) {
    return run(command, place, LIMIT);
  }

  static Credentials run(String command, String place, Duration limit) {
    Process process = start(command, place);
    FutureTask<byte[]> reading =
        new FutureTask<>(
            () -> {
              try (InputStream out = process.getInputStream()) {
                return out.readNBytes(MAX_BYTES);
              }
            });
    // Reading from a pipe can be neither limited nor interrupted, and who holds its other end may
    // be a child that outlives the program.
    Thread reader = new Thread(null, reading, "keyward-credential-process", 0, false);
    reader.setDaemon(true);
    reader.start();
    try {
      byte[] printed = reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      try {
        requireSuccess(process, place, limit);
        return CredentialDocument.read(printed, place);
      } finally {
        Arrays.fill(printed, (byte) 0);
      }
    } catch (TimeoutException e) {
      throw tooLong(place, limit);
    } catch (ExecutionException e) {
      throw new CredentialException(
          "Cannot read what the credential_process of " + place + " prints.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CredentialException(
          "Interrupted while the credential_process of " + place + " ran.", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(String command, String place) {
    try {
      return new ProcessBuilder(words(command))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .redirectInput(ProcessBuilder.Redirect.from(nothing()))
          .start();
    } catch (IOException | IndexOutOfBoundsException e) {
      // The text of the system repeats the command, which may hold a password.
      throw new CredentialException("Cannot run the credential_process of " + place + ".");
    }
  }

  private static void requireSuccess(Process process, String place, Duration limit)
      throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw tooLong(place, limit);
    }
    if (process.exitValue() != 0) {
      throw new CredentialException(
          "The credential_process of " + place + " ended with code " + process.exitValue() + ".");
    }
  }

  private static CredentialException tooLong(String place, Duration limit) {
    return new CredentialException(
        "The credential_process of " + place + " did not end within " + limit.toSeconds() + " s.");
  }

  private static java.io.File nothing() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return new java.io.File(windows ? "NUL" : "/dev/null");
  }

  /** Splits at blanks outside of quotes. */
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else if (c == '\\' && quote == '"' && i + 1 < command.length()) {
          word.append(command.charAt(++i));
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (c == '\\' && i + 1 < command.length()) {
        word.append(command.charAt(++i));
        inWord = true;
      } else if (c == ' ' || c == '\t') {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
