package dev.keyward.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/**
 * What the provider itself needs to know of a configuration.
 *
 * @param backend which backend to open
 * @param certificates the directory of certificates
 * @param keyStoreAliases the only aliases key stores show; empty for all
 * @param showsAllChains whether key stores show certificate chains of pairs that do not sign
 * @param schedulesDeletion whether deleting a key store entry schedules the deletion of its key
 * @param importsKeys whether key stores import software keys
 * @param cache limits of the data-key cache
 */
public record ProviderConfig(
    String backend,
    Path certificates,
    Set<String> keyStoreAliases,
    boolean showsAllChains,
    boolean schedulesDeletion,
    boolean importsKeys,
    Cache cache) {

  /**
   * Limits of the data-key cache.
   *
   * @param enabled whether there is a cache
   * @param maxAge how long a data key is used
   * @param maxMessages how many messages one data key seals
   * @param maxBytes how many bytes one data key seals
   * @param decryptEntries how many data keys are kept for decryption
   * @param messagesPerKey how many messages share a key derived from a data key
   */
  public record Cache(
      boolean enabled,
      Duration maxAge,
      long maxMessages,
      long maxBytes,
      int decryptEntries,
      int messagesPerKey) {}

  public ProviderConfig {
    keyStoreAliases = Set.copyOf(keyStoreAliases);
  }

  /**
   * Picks the values out, or their defaults.
   *
   * @param configuration a configuration
   * @return the values
   */
  public static ProviderConfig of(Configuration configuration) {
    return new ProviderConfig(
        configuration.get("backend").orElse("embedded"),
        configuration
            .get("certificates")
            .map(Path::of)
            .orElseGet(() -> configuration.home().resolve("certificates")),
        configuration
            .get("keystore.aliases")
            .map(list -> Set.copyOf(Arrays.asList(list.split(","))))
            .orElse(Set.of()),
        configuration.get("keystore.chains").filter("all"::equals).isPresent(),
        configuration.get("delete-entry").filter("schedule-deletion"::equals).isPresent(),
        configuration.get("import").map(Boolean::valueOf).orElse(false),
        cache(configuration));
  }

  private static Cache cache(Configuration configuration) {
    return new Cache(
        configuration.get("cache.enabled").map(Boolean::valueOf).orElse(true),
        configuration
            .get("cache.max-age")
            .map(ValueTypes::parseDuration)
            .orElse(Duration.ofSeconds(300)),
        configuration.get("cache.max-messages").map(Long::valueOf).orElse(100_000L),
        configuration.get("cache.max-bytes").map(Long::valueOf).orElse(64L << 30),
        configuration.get("cache.decrypt-entries").map(Integer::valueOf).orElse(1000),
        configuration.get("cache.messages-per-key").map(Integer::valueOf).orElse(1));
  }
}
