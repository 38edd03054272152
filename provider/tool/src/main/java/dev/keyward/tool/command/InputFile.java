package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.secret.SecretBytes;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Whole files, or standard input, up to a size. */
final class InputFile {
  /** More than a policy document may have, and far less than would hurt. */
  static final int MAX_POLICY_BYTES = 64 << 10;

  private InputFile() {}

  static String text(String file, int maxBytes) throws IOException {
    try (SecretBytes bytes = SecretBytes.owning(read(file, maxBytes))) {
      return bytes.read(all -> decode(file, all));
    }
  }

  private static String decode(String file, byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandFailure(named(file) + " is not text in UTF-8.");
    }
  }

  /** The caller zeroes what it gets if it is secret. */
  static byte[] read(String file, int maxBytes) throws IOException {
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      byte[] buffer = new byte[maxBytes + 1];
      int length = in.readNBytes(buffer, 0, buffer.length);
      byte[] bytes = Arrays.copyOf(buffer, length);
      Arrays.fill(buffer, (byte) 0);
      if (length > maxBytes) {
        Arrays.fill(bytes, (byte) 0);
        throw new CommandFailure(named(file) + " is longer than " + maxBytes + " bytes.");
      }
      return bytes;
    }
  }

  /**
   * A password: the first line of a file, or asked for at the terminal.
   *
   * @param file null to ask
   */
  static String password(String file, String prompt) throws IOException {
    if (file != null) {
      return text(file, 1024).lines().findFirst().orElse("");
    }
    Console console = System.console();
    if (console == null) {
      throw new CommandFailure(
          "There is no terminal to type the password at; name a file with --credential-file.");
    }
    char[] typed = console.readPassword("%s: ", prompt);
    if (typed == null) {
      throw new CommandFailure("Nothing was changed.");
    }
    try {
      return CharBuffer.wrap(typed).toString();
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  static String named(String file) {
    return file.equals("-") ? "Standard input" : "File " + Shown.text(file);
  }
}
