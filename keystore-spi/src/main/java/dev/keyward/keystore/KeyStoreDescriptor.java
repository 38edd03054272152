package dev.keyward.keystore;

import dev.keyward.model.KeyReference.AliasName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The small file that stands for a key store where a framework insists on a path: a magic first
 * line, then {@code alias=NAME} lines that choose what is shown.
 *
 * <p>Anything else is refused, so that a JVM whose default key store type is {@code KMS} does not
 * silently take its list of certificate authorities for an empty one.
 */
final class KeyStoreDescriptor {
  /** The first line. */
  static final String MAGIC = "# keyward-keystore 1";

  private static final int MAX_BYTES = 64 * 1024;
  private static final String ALIAS = "alias=";

  private KeyStoreDescriptor() {}

  /**
   * Reads a descriptor.
   *
   * @param in the file; null and an empty one count as a descriptor without choice
   * @return short alias names; empty for all
   * @throws IOException if it is anything but a descriptor
   */
  static Set<String> read(InputStream in) throws IOException {
    if (in == null) {
      return Set.of();
    }
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length == 0) {
      return Set.of();
    }
    String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
    if (!lines[0].equals(MAGIC) || lines.length < 2) {
      throw new IOException(
          "This is not a key store of type KMS: its first line is not \""
              + MAGIC
              + "\". Load it"
              + " with its own type, or load KMS from NONE.");
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("A key store descriptor has at most " + MAX_BYTES + " bytes.");
    }
    return aliases(lines);
  }

  private static Set<String> aliases(String[] lines) throws IOException {
    Set<String> aliases = new LinkedHashSet<>();
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(ALIAS)) {
        throw new IOException(
            "Key store descriptor line " + (i + 1) + ": expected alias=NAME or a # comment.");
      }
      aliases.add(alias(line.substring(ALIAS.length()).strip(), i + 1));
    }
    return aliases;
  }

  private static String alias(String name, int line) throws IOException {
    try {
      return AliasName.ofShort(name).shortName();
    } catch (IllegalArgumentException e) {
      throw new IOException("Key store descriptor line " + line + ": " + e.getMessage() + ".", e);
    }
  }

  /** Writes the descriptor that {@link #read} gives back. */
  static void write(OutputStream out, Set<String> aliases) throws IOException {
    StringBuilder text = new StringBuilder(MAGIC).append('\n');
    new TreeSet<>(aliases).forEach(alias -> text.append(ALIAS).append(alias).append('\n'));
    out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
