package dev.keyward.config;

import dev.keyward.model.Quoted;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths of stores, certificates and audit files. They name one place and stay there: no NUL, no
 * {@code ..}, no symbolic link on the way.
 */
final class SafePath {
  private SafePath() {}

  /**
   * Checks a path.
   *
   * @return the absolute path; relative ones start in the home directory, {@code ~/} in the user's
   */
  static String check(String name, String value, Source source) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " takes a path, got nothing.");
    }
    Path base = baseOf(value, source);
    Path path = parse(name, value, base);
    for (Path part : path) {
      if (part.toString().equals("..")) {
        throw new IllegalArgumentException(
            name + " takes a path without \"..\", got " + Quoted.of(value) + ".");
      }
    }
    refuseLinks(name, path, base);
    return path.normalize().toString();
  }

  private static boolean isInUserHome(String value) {
    return value.equals("~") || value.startsWith("~/");
  }

  private static Path baseOf(String value, Source source) {
    return isInUserHome(value) ? source.userHome().toAbsolutePath() : source.home();
  }

  private static Path parse(String name, String value, Path base) {
    try {
      return base.resolve(isInUserHome(value) ? value.substring(1).replaceFirst("^/", "") : value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(name + " takes a path, got " + Quoted.of(value) + ".");
    }
  }

  /** The base itself may be reached through links: it is the administrator's choice. */
  private static void refuseLinks(String name, Path path, Path base) {
    Path root = path.getRoot();
    // Links right below the root belong to the system (/tmp, /var and /home on some of them).
    for (Path at = path;
        at != null && !at.equals(base) && !root.equals(at.getParent());
        at = at.getParent()) {
      if (Files.isSymbolicLink(at)) {
        throw new IllegalArgumentException(
            name
                + " leads through the symbolic link "
                + Quoted.of(at.toString())
                + "; write the path it stands for.");
      }
    }
  }
}
