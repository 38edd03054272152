package dev.keyward.model;

import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Non-secret name/value pairs bound to a ciphertext as associated data. The same pairs are needed
 * to decrypt; order does not matter, case does.
 *
 * <p>Names and values appear in audit records in clear. They are never part of {@link #toString()},
 * which shows the names only, because values often name customers.
 */
public final class EncryptionContext {
  /** Largest total of name and value bytes in UTF-8. */
  public static final int MAX_BYTES = 8192;

  private static final EncryptionContext EMPTY = new EncryptionContext(new TreeMap<>());

  private final Map<String, String> pairs;
  private final byte[] canonical;

  private EncryptionContext(TreeMap<String, String> sorted) {
    this.pairs = Collections.unmodifiableMap(sorted);
    this.canonical = encode(sorted);
  }

  /**
   * The context without any pair.
   *
   * @return always the same object
   */
  public static EncryptionContext empty() {
    return EMPTY;
  }

  /**
   * Makes a context.
   *
   * @param pairs names and values; copied; null counts as empty
   * @return the context
   * @throws IllegalArgumentException if a name is empty, a text is not valid Unicode, or all
   *     together exceed {@value #MAX_BYTES} bytes in UTF-8
   */
  public static EncryptionContext of(Map<String, String> pairs) {
    if (pairs == null || pairs.isEmpty()) {
      return EMPTY;
    }
    TreeMap<String, String> sorted = new TreeMap<>(EncryptionContext::compareUtf8);
    pairs.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "encryption context name");
          Objects.requireNonNull(value, "encryption context value");
          if (name.isEmpty()) {
            throw new IllegalArgumentException("an encryption context name is empty");
          }
          sorted.put(name, value);
        });
    return new EncryptionContext(sorted);
  }

  /**
   * The pairs, sorted by the UTF-8 bytes of their names.
   *
   * @return an unmodifiable map
   */
  public Map<String, String> pairs() {
    return pairs;
  }

  /**
   * Tells whether there are no pairs.
   *
   * @return true for the empty context
   */
  public boolean isEmpty() {
    return pairs.isEmpty();
  }

  /**
   * The canonical encoding: for each pair, sorted by name, the length of the name in UTF-8 as a
   * 2-byte big-endian number, the name, the length of the value likewise, the value. Different
   * contexts have different encodings.
   *
   * @return a new array; empty for the empty context
   */
  public byte[] canonicalBytes() {
    return canonical.clone();
  }

  private static byte[] encode(Map<String, String> sorted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int total = 0;
    for (Map.Entry<String, String> pair : sorted.entrySet()) {
      byte[] name = utf8(pair.getKey());
      byte[] value = utf8(pair.getValue());
      total += name.length + value.length;
      if (total > MAX_BYTES) {
        throw new IllegalArgumentException(
            "an encryption context has at most " + MAX_BYTES + " bytes of names and values");
      }
      put(out, name);
      put(out, value);
    }
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, byte[] text) {
    out.write(text.length >>> 8);
    out.write(text.length);
    out.write(text, 0, text.length);
  }

  private static byte[] utf8(String text) {
    CharsetEncoder encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      java.nio.ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
      return Arrays.copyOf(bytes.array(), bytes.limit());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("an encryption context text has a lone surrogate", e);
    }
  }

  private static int compareUtf8(String a, String b) {
    // Code point order equals the order of the UTF-8 bytes; UTF-16 order does not.
    int i = 0;
    int shared = Math.min(a.length(), b.length());
    while (i < shared && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    if (i == shared) {
      return Integer.compare(a.length(), b.length());
    }
    char left = a.charAt(i);
    char right = b.charAt(i);
    boolean leftSurrogate = Character.isSurrogate(left);
    if (leftSurrogate != Character.isSurrogate(right)) {
      return leftSurrogate ? 1 : -1;
    }
    return Character.compare(left, right);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncryptionContext that && Arrays.equals(canonical, that.canonical);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(canonical);
  }

  /** Shows the names, never the values. */
  @Override
  public String toString() {
    return "EncryptionContext" + pairs.keySet().stream().map(Quoted::of).toList();
  }
}
