package dev.keyward.remote.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads a file of sections as the tools of AWS write it. Secrets never become strings. */
final class ProfileFile {
  private static final long MAX_BYTES = 1 << 20;
  private static final Set<String> SECRET = Set.of("aws_secret_access_key", "aws_session_token");

  private final byte[] text;
  private final Map<String, Profile> sections = new HashMap<>();
  private Profile section;
  private String parent = "";

  private ProfileFile(byte[] text) {
    this.text = text;
  }

  /**
   * Reads a file.
   *
   * @return sections by the text between their brackets; none if there is no file
   */
  static Map<String, Profile> read(Path file) {
    byte[] text = new byte[0];
    try {
      if (!Files.isRegularFile(file)) {
        return Map.of();
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new CredentialException(file + " is larger than 1 MiB.");
      }
      text = Files.readAllBytes(file);
      return new ProfileFile(text).parse();
    } catch (IOException e) {
      throw new CredentialException("Cannot read " + file + ".", e);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private Map<String, Profile> parse() {
    int start = 0;
    while (start < text.length) {
      int end = start;
      while (end < text.length && text[end] != '\n') {
        end++;
      }
      line(start, end);
      start = end + 1;
    }
    return sections;
  }

  private void line(int start, int end) {
    boolean indented = start < end && isBlank(text[start]);
    int from = start;
    int to = end;
    while (from < to && isBlank(text[from])) {
      from++;
    }
    while (to > from && isBlank(text[to - 1])) {
      to--;
    }
    if (from == to || text[from] == '#' || text[from] == ';') {
      return;
    }
    if (text[from] == '[') {
      String header = new String(text, from, to - from, UTF_8);
      int close = header.indexOf(']');
      String name = header.substring(1, close < 0 ? header.length() : close);
      section = sections.computeIfAbsent(name.trim().replaceAll("\\s+", " "), n -> new Profile());
      parent = "";
    } else if (section != null) {
      property(from, to, indented);
    }
  }

  private void property(int from, int to, boolean indented) {
    int equals = from;
    while (equals < to && text[equals] != '=') {
      equals++;
    }
    if (equals == to) {
      return;
    }
    int nameEnd = equals;
    while (nameEnd > from && isBlank(text[nameEnd - 1])) {
      nameEnd--;
    }
    String name = new String(text, from, nameEnd - from, UTF_8);
    int end = valueEnd(equals + 1, to);
    int value = equals + 1;
    while (value < end && isBlank(text[value])) {
      value++;
    }
    if (SECRET.contains(name)) {
      section.putSecret(name, SecretBytes.owning(Arrays.copyOfRange(text, value, end)));
      return;
    }
    // The lines below "kms =" of a services section belong to it.
    parent = indented ? parent : value == end ? name + "." : "";
    section.put(indented ? parent + name : name, new String(text, value, end - value, UTF_8));
  }

  /** A comment behind a value has a blank before it; without one it is part of the value. */
  private int valueEnd(int from, int to) {
    int end = to;
    for (int i = from + 1; i < to; i++) {
      if ((text[i] == '#' || text[i] == ';') && isBlank(text[i - 1])) {
        end = i;
        break;
      }
    }
    while (end > from && isBlank(text[end - 1])) {
      end--;
    }
    return end;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
