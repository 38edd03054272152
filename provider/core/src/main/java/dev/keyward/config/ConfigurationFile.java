package dev.keyward.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads a configuration file after checking that it is one, and that nobody else may write it. */
final class ConfigurationFile {
  private static final int MAX_BYTES = 1 << 20;

  private ConfigurationFile() {}

  static Path pathOf(String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new ConfigurationException(dev.keyward.model.Quoted.of(text), "not a path.");
    }
  }

  static String read(Path file, boolean permissive) {
    if (!Files.exists(file)) {
      throw refused(file, "there is no such file.");
    }
    if (Files.isDirectory(file)) {
      throw refused(file, "is a directory; name the file in it.");
    }
    if (!Files.isReadable(file)) {
      throw refused(file, "cannot be read by this user.");
    }
    FileOwnership.findWeakness(file)
        .ifPresent(weakness -> refuseOrWarn(file, weakness, permissive));
    return decode(file, bytesOf(file));
  }

  /**
   * The permission to be permissive never comes from the file itself: whoever can write the file
   * would grant it.
   */
  private static void refuseOrWarn(Path file, String weakness, boolean permissive) {
    if (!permissive) {
      throw refused(
          file, weakness + " Correct that, or start with -Dkeyward.permissive=true to accept it.");
    }
    System.getLogger(ConfigurationFile.class.getName())
        .log(System.Logger.Level.WARNING, "config " + file + ": " + weakness + " Accepted.");
  }

  private static byte[] bytesOf(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw refused(file, "is larger than 1 MiB.");
      }
      return bytes;
    } catch (IOException e) {
      throw refused(file, "cannot be read: " + e.getClass().getSimpleName() + ".");
    }
  }

  private static String decode(Path file, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw refused(file, "is not UTF-8 text at byte offset " + in.position() + ".");
    }
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' || b == 0x7F) {
        throw refused(file, "has a control character at byte offset " + i + ".");
      }
    }
    return out.flip().toString();
  }

  private static ConfigurationException refused(Path file, String reason) {
    return new ConfigurationException(file.toString(), reason);
  }
}
