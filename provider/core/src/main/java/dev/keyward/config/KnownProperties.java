package dev.keyward.config;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every property there is, and what it takes. */
final class KnownProperties {
  private static final Map<String, ValueType> TYPES = new TreeMap<>();

  static {
    whereKeysAre();
    howWeTalkToThem();
    whatKeyStoresDo();
    whatIsRecorded();
    howMuchIsAllowed();
  }

  /** Properties of one custom key store; the middle of the name is the id of its cluster. */
  private static final Pattern CUSTOM_KEY_STORE =
      Pattern.compile("custom-key-store\\.cluster-[2-7a-zA-Z]{11,16}\\.(library|slot|slot-index)");

  private static final Map<String, ValueType> OF_CUSTOM_KEY_STORES =
      Map.of(
          "library", ValueTypes.library(),
          "slot", ValueTypes.number(0, Integer.MAX_VALUE),
          "slot-index", ValueTypes.number(0, 65_535));

  private KnownProperties() {}

  private static void whereKeysAre() {
    TYPES.put("backend", ValueTypes.word());
    TYPES.put("store", ValueTypes.pathOrJdbcUrl());
    TYPES.put("store.accept-rollback", ValueTypes.flag());
    TYPES.put("store.allow-network-file-system", ValueTypes.flag());
    TYPES.put("root-key", ValueTypes.rootKey());
    TYPES.put("region", ValueTypes.region());
    TYPES.put("account", ValueTypes.account());
    TYPES.put("principal", ValueTypes.text());
    TYPES.put("regions.failover", ValueTypes.regions());
    TYPES.put("permissive", ValueTypes.flag());
  }

  private static void whatIsRecorded() {
    TYPES.put("audit.enabled", ValueTypes.flag());
    TYPES.put("audit.strict", ValueTypes.flag());
    TYPES.put("audit.directory", ValueTypes.path());
    TYPES.put("audit.context", ValueTypes.oneOf("hmac", "clear"));
    TYPES.put("audit.max-file-bytes", ValueTypes.number(64 << 10, Long.MAX_VALUE));
  }

  private static void howMuchIsAllowed() {
    TYPES.put("quota.requests", ValueTypes.factorOr("off", "aws"));
    for (String category : QuotaCategories.NAMES) {
      TYPES.put("quota.rate." + category, ValueTypes.factorOr());
    }
    for (String what :
        new String[] {
          "keys",
          "aliases-per-key",
          "grants-per-key",
          "policy-bytes",
          "custom-key-stores",
          "on-demand-rotations",
          "tags-per-key"
        }) {
      TYPES.put("quota." + what, ValueTypes.number(0, 100_000_000));
    }
  }

  private static void howWeTalkToThem() {
    TYPES.put("endpoint", ValueTypes.endpoint());
    TYPES.put("endpoint.plain-http", ValueTypes.flag());
    TYPES.put("endpoint.link-local", ValueTypes.flag());
    TYPES.put("endpoint.ca", ValueTypes.path());
    TYPES.put("endpoint.fips", ValueTypes.flag());
    TYPES.put("endpoint.dual-stack", ValueTypes.flag());
    TYPES.put("credentials.instance-metadata", ValueTypes.flag());
    TYPES.put("cache.metadata-age", ValueTypes.duration(Duration.ofMillis(1), Duration.ofHours(1)));
    ValueType limit = ValueTypes.duration(Duration.ofMillis(1), Duration.ofMinutes(10));
    for (String what :
        new String[] {"lease", "connect", "tls", "response", "attempt", "call", "management"}) {
      TYPES.put("timeout." + what, limit);
    }
    TYPES.put("retry.attempts", ValueTypes.number(1, 20));
    TYPES.put("retry.throttled-attempts", ValueTypes.number(1, 20));
    TYPES.put("retry.base", ValueTypes.duration(Duration.ofMillis(1), Duration.ofSeconds(60)));
    TYPES.put("retry.cap", ValueTypes.duration(Duration.ofMillis(1), Duration.ofSeconds(60)));
    TYPES.put("cache.enabled", ValueTypes.flag());
    TYPES.put("cache.max-age", ValueTypes.duration(Duration.ofMillis(1), Duration.ofDays(1)));
    TYPES.put("cache.max-messages", ValueTypes.number(1, 1L << 32));
    TYPES.put("cache.max-bytes", ValueTypes.number(1, Long.MAX_VALUE));
    TYPES.put("cache.decrypt-entries", ValueTypes.number(1, 1_000_000));
    TYPES.put("cache.messages-per-key", ValueTypes.number(1, 65_536));
  }

  private static void whatKeyStoresDo() {
    TYPES.put("certificates", ValueTypes.path());
    TYPES.put("keystore.aliases", ValueTypes.aliases());
    TYPES.put("keystore.chains", ValueTypes.oneOf("signing", "all"));
    TYPES.put("import", ValueTypes.flag());
    TYPES.put("delete-entry", ValueTypes.oneOf("alias", "schedule-deletion"));
  }

  static Set<String> names() {
    return TYPES.keySet();
  }

  static Optional<ValueType> typeOf(String name) {
    Matcher ofCustomKeyStore = CUSTOM_KEY_STORE.matcher(name);
    return ofCustomKeyStore.matches()
        ? Optional.of(OF_CUSTOM_KEY_STORES.get(ofCustomKeyStore.group(1)))
        : Optional.ofNullable(TYPES.get(name));
  }

  /** The name that a wrong one was probably meant to be. */
  static String nearest(String wrong) {
    String lower = wrong.toLowerCase(java.util.Locale.ROOT);
    return TYPES.keySet().stream()
        .min(Comparator.comparingInt(name -> distance(lower, name)))
        .orElseThrow();
  }

  static boolean isNearMiss(String wrong) {
    String shown = wrong.substring(0, Math.min(wrong.length(), 64));
    return distance(shown.toLowerCase(java.util.Locale.ROOT), nearest(shown)) <= 2;
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
