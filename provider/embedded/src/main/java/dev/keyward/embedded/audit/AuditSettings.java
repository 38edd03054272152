package dev.keyward.embedded.audit;

import dev.keyward.backend.BackendSettings;
import dev.keyward.model.Quoted;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How the audit trail is kept.
 *
 * @param enabled whether it is written at all; {@code audit.enabled}, default true
 * @param strict whether every event, and not only those of management calls, is forced to disk
 *     before the call is answered; {@code audit.strict}, default false
 * @param directory where the files go, in a directory of the store's own below; {@code
 *     audit.directory}, default {@code HOME/audit}
 * @param context how values of encryption contexts are shown; {@code audit.context}
 * @param maxFileBytes a file is closed and the next one begun when it reaches this size; {@code
 *     audit.max-file-bytes}, default 64 MiB
 */
public record AuditSettings(
    boolean enabled, boolean strict, Path directory, ContextValues context, long maxFileBytes) {
  /** Default of {@code audit.max-file-bytes}. */
  public static final long DEFAULT_MAX_FILE_BYTES = 64L << 20;

  /** Least value of {@code audit.max-file-bytes}. */
  public static final long MIN_FILE_BYTES = 64L << 10;

  /** How values of encryption contexts are shown. */
  public enum ContextValues {
    /**
     * As an HMAC under a secret of the store: equal values of a name show as equal, and nobody
     * without the store can tell what they are. The default.
     */
    HMAC,
    /** In clear, as AWS CloudTrail shows them. */
    CLEAR
  }

  public AuditSettings {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(context, "context");
  }

  /**
   * The defaults.
   *
   * @param directory where the files go
   * @return settings of an enabled trail
   */
  public static AuditSettings in(Path directory) {
    return new AuditSettings(true, false, directory, ContextValues.HMAC, DEFAULT_MAX_FILE_BYTES);
  }

  /**
   * Reads the configuration.
   *
   * @param settings the configuration
   * @return the settings
   * @throws IllegalArgumentException if one of them is wrong; the text names it and its origin
   */
  public static AuditSettings of(BackendSettings settings) {
    return new AuditSettings(
        flag(settings, "audit.enabled", true),
        flag(settings, "audit.strict", false),
        directory(settings),
        context(settings),
        maxFileBytes(settings));
  }

  private static boolean flag(BackendSettings settings, String name, boolean otherwise) {
    String value = settings.get(name).orElse(Boolean.toString(otherwise));
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(settings, name, "use \"true\" or \"false\"");
    };
  }

  private static ContextValues context(BackendSettings settings) {
    return switch (settings.get("audit.context").orElse("hmac")) {
      case "hmac" -> ContextValues.HMAC;
      case "clear" -> ContextValues.CLEAR;
      default -> throw wrong(settings, "audit.context", "use \"hmac\" or \"clear\"");
    };
  }

  private static long maxFileBytes(BackendSettings settings) {
    String name = "audit.max-file-bytes";
    String value = settings.get(name).orElse(Long.toString(DEFAULT_MAX_FILE_BYTES));
    try {
      long bytes = Long.parseLong(value);
      if (bytes >= MIN_FILE_BYTES) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a number that is too small
    }
    throw wrong(settings, name, "takes a number of bytes, at least " + MIN_FILE_BYTES);
  }

  /** Paths come from the local configuration only; they name one place and stay there. */
  private static Path directory(BackendSettings settings) {
    String name = "audit.directory";
    Path directory;
    try {
      directory = settings.get(name).map(Path::of).orElse(settings.home().resolve("audit"));
    } catch (InvalidPathException e) {
      throw wrong(settings, name, "not a path");
    }
    for (Path part : directory) {
      if (part.toString().equals("..")) {
        throw wrong(settings, name, "takes a path without \"..\"");
      }
    }
    if (Files.isSymbolicLink(directory)) {
      throw wrong(
          settings, name, Quoted.of(directory.toString()) + " is a symbolic link; name its target");
    }
    return directory.toAbsolutePath();
  }

  private static IllegalArgumentException wrong(BackendSettings settings, String name, String why) {
    return new IllegalArgumentException(settings.origin(name) + ": " + name + ": " + why + ".");
  }
}
