package dev.keyward.keystore;

import java.util.Optional;

/**
 * File names of aliases. Every character but lower-case letters, digits and {@code -} is written as
 * {@code %} and two hex digits, so that two aliases never share a file, not even where the file
 * system ignores case, and no alias leaves the directory.
 */
final class CertificateFileName {
  private static final String SUFFIX = ".pem";

  /** Longest file name of the usual file systems, in bytes. */
  private static final int MAX_LENGTH = 255;

  private CertificateFileName() {}

  /**
   * The file name of an alias.
   *
   * @return empty if it would be longer than file names can be
   */
  static Optional<String> of(String alias) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < alias.length(); i++) {
      char c = alias.charAt(i);
      if (isPlain(c)) {
        name.append(c);
      } else {
        name.append(String.format("%%%02x", (int) c));
      }
    }
    name.append(SUFFIX);
    return name.length() <= MAX_LENGTH ? Optional.of(name.toString()) : Optional.empty();
  }

  /**
   * The alias of a file name.
   *
   * @return empty if {@link #of} does not make this name
   */
  static Optional<String> aliasOf(String fileName) {
    if (!fileName.endsWith(SUFFIX) || fileName.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String encoded = fileName.substring(0, fileName.length() - SUFFIX.length());
    StringBuilder alias = new StringBuilder();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%' && encoded.substring(i).matches("(?s)%[0-9a-f]{2}.*")) {
        alias.append((char) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        alias.append(c);
      }
    }
    String result = alias.toString();
    boolean exact = !result.isEmpty() && of(result).filter(fileName::equals).isPresent();
    return exact ? Optional.of(result) : Optional.empty();
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
  }
}
