package dev.keyward.remote.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Credentials that a program prints ({@code credential_process}). It is run without a shell. */
final class ProcessSource {
  private static final int MAX_BYTES = 64 << 10;
  private static final long LIMIT_SECONDS = 30;

  private ProcessSource() {}

  static Credentials run(String command, String place) {
    byte[] printed = new byte[0];
    try {
      Process process =
          new ProcessBuilder(words(command))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(nothing()))
              .start();
      guard(process);
      try (InputStream out = process.getInputStream()) {
        printed = out.readNBytes(MAX_BYTES);
      }
      int exit = process.waitFor();
      if (exit != 0) {
        throw new CredentialException(
            "The credential_process of " + place + " ended with code " + exit + ".");
      }
      return CredentialDocument.read(printed, place);
    } catch (IOException e) {
      throw new CredentialException("Cannot run the credential_process of " + place + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CredentialException(
          "Interrupted while the credential_process of " + place + " ran.", e);
    } finally {
      Arrays.fill(printed, (byte) 0);
    }
  }

  private static java.io.File nothing() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return new java.io.File(windows ? "NUL" : "/dev/null");
  }

  private static void guard(Process process) {
    Thread guard =
        new Thread(
            null,
            () -> {
              try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                process.destroyForcibly();
              }
            },
            "keyward-credential-process",
            0,
            false);
    guard.setDaemon(true);
    guard.start();
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
