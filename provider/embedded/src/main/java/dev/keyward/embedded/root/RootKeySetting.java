package dev.keyward.embedded.root;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/** The setting {@code root-key}: a kind, a colon, and what that kind needs. */
final class RootKeySetting {
  /** Kinds with a place in the design that this version does not have. */
  private static final Set<String> LATER = Set.of("passphrase", "pkcs11", "kms");

  private RootKeySetting() {}

  static RootKeySource parse(String setting, Path base) {
    int colon = setting.indexOf(':');
    // What follows the colon may be a secret in a kind we do not know: it is never repeated.
    String kind = colon < 0 ? "" : setting.substring(0, colon);
    if (kind.equals(KeyFile.KIND)) {
      return new KeyFile(path(setting.substring(colon + 1), base));
    }
    if (LATER.contains(kind)) {
      throw new IllegalArgumentException(
          "root-key " + kind + ":… is not available in this version; use file:PATH");
    }
    throw new IllegalArgumentException(
        "root-key does not start with a kind this version knows; use file:PATH");
  }

  private static Path path(String text, Path base) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("root-key file: names no file; use file:PATH");
    }
    Path given;
    try {
      given = Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("root-key file: is not a path: " + e.getReason(), e);
    }
    for (Path name : given) {
      if (name.toString().equals("..")) {
        throw new IllegalArgumentException("root-key file: must not contain \"..\": " + given);
      }
    }
    return base.resolve(given).toAbsolutePath().normalize();
  }
}
