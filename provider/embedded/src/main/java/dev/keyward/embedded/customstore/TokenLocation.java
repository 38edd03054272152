package dev.keyward.embedded.customstore;

import dev.keyward.backend.BackendSettings;
import dev.keyward.embedded.customstore.TokenException.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the token of a custom key store is: a PKCS #11 library on this machine and a slot of it.
 *
 * <p>Read from the local configuration alone. Whoever may call the KMS names a cluster id, never a
 * path: a library is code that this process loads.
 *
 * @param library absolute path of the library
 * @param slot which token
 */
public record TokenLocation(String library, Slot slot) {
  private static final Pattern CLUSTER_ID = Pattern.compile("cluster-[2-7a-zA-Z]{11,16}");

  /** A slot. PKCS #11 has no look-up by token label that the JDK would offer. */
  public sealed interface Slot {}

  /**
   * The slot's own number, which stays the same.
   *
   * @param number as the library's tools list it
   */
  public record SlotId(long number) implements Slot {}

  /**
   * The place in the list of slots, for tokens whose numbers change.
   *
   * @param index from 0
   */
  public record SlotIndex(int index) implements Slot {}

  /**
   * Checks the path: it becomes part of a text that the JDK parses.
   *
   * @throws IllegalArgumentException if the path is not absolute or has characters that the JDK's
   *     configuration gives a meaning
   */
  public TokenLocation {
    if (!java.nio.file.Path.of(library).isAbsolute()
        || library.chars().anyMatch(c -> c < 32 || "\"\\$".indexOf(c) >= 0)) {
      throw new IllegalArgumentException("the library is not an absolute, plain path");
    }
  }

  /**
   * Finds the token of a cluster.
   *
   * @param settings the local configuration: {@code custom-key-store.CLUSTER.library}, and {@code
   *     .slot} or {@code .slot-index} (default: index 0)
   * @param clusterId such as {@code cluster-1a23b4cdefg}
   * @return where it is
   * @throws TokenException NOT_FOUND if it is not configured
   */
  public static TokenLocation of(BackendSettings settings, String clusterId) throws TokenException {
    String prefix = prefix(clusterId);
    Optional<String> library = library(settings, clusterId);
    if (library.isEmpty()) {
      throw new TokenException(
          Reason.NOT_FOUND,
          "No token is configured for this cluster. Set custom-key-store.<cluster id>.library.");
    }
    try {
      return new TokenLocation(library.get(), slot(settings, prefix));
    } catch (IllegalArgumentException e) {
      throw new TokenException(
          Reason.NOT_FOUND, settings.origin(prefix + "library") + ": " + e.getMessage(), e);
    }
  }

  /**
   * Tells whether the local configuration has a token for a cluster.
   *
   * @param settings the local configuration
   * @param clusterId such as {@code cluster-1a23b4cdefg}
   * @return true if it names a library for it
   */
  public static boolean isConfigured(BackendSettings settings, String clusterId) {
    return library(settings, clusterId).isPresent();
  }

  private static String prefix(String clusterId) {
    return "custom-key-store." + clusterId + ".";
  }

  private static Optional<String> library(BackendSettings settings, String clusterId) {
    return CLUSTER_ID.matcher(clusterId).matches()
        ? settings.get(prefix(clusterId) + "library")
        : Optional.empty();
  }

  private static Slot slot(BackendSettings settings, String prefix) {
    Optional<String> number = settings.get(prefix + "slot");
    if (number.isPresent()) {
      return new SlotId(Long.parseLong(number.get()));
    }
    return new SlotIndex(settings.get(prefix + "slot-index").map(Integer::parseInt).orElse(0));
  }
}
