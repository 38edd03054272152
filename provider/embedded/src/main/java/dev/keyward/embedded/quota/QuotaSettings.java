package dev.keyward.embedded.quota;

import dev.keyward.backend.BackendSettings;
import dev.keyward.model.Quoted;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which request quotas are on.
 *
 * @param factor what AWS's figures are multiplied by; 0 means that only overridden categories have
 *     a quota. {@code quota.requests}: {@code off} (the default), {@code aws} or a factor
 * @param overrides requests a second by name of the category: {@code quota.rate.NAME}
 */
public record QuotaSettings(double factor, Map<String, Double> overrides) {
  /** No quotas at all: the default. */
  public static final QuotaSettings OFF = new QuotaSettings(0, Map.of());

  /** The figures of AWS. */
  public static final QuotaSettings AWS = new QuotaSettings(1, Map.of());

  public QuotaSettings {
    if (!(factor >= 0 && factor <= 1_000_000)) {
      throw new IllegalArgumentException("factor must be from 0 to 1000000, got " + factor);
    }
    overrides = Map.copyOf(overrides);
  }

  /**
   * Reads the configuration.
   *
   * @param settings the configuration
   * @return the settings
   * @throws IllegalArgumentException if one of them is wrong; the text names it and its origin
   */
  public static QuotaSettings of(BackendSettings settings) {
    Map<String, Double> overrides = new TreeMap<>();
    for (String category : RequestCategory.allNames()) {
      String name = "quota.rate." + category;
      settings
          .get(name)
          .ifPresent(value -> overrides.put(category, positive(settings, name, value)));
    }
    return new QuotaSettings(factor(settings), overrides);
  }

  private static double factor(BackendSettings settings) {
    String value = settings.get("quota.requests").orElse("off");
    return switch (value) {
      case "off" -> 0;
      case "aws" -> 1;
      default -> positive(settings, "quota.requests", value);
    };
  }

  private static double positive(BackendSettings settings, String name, String value) {
    if (value.matches("\\d{1,7}(\\.\\d{1,6})?")) {
      double number = Double.parseDouble(value);
      if (number > 0 && number <= 1_000_000) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        settings.origin(name)
            + ": "
            + name
            + " takes a number above 0 and up to 1000000"
            + (name.equals("quota.requests") ? ", \"off\" or \"aws\"" : "")
            + ", got "
            + Quoted.of(value)
            + ".");
  }

  boolean isOff() {
    return factor == 0 && overrides.isEmpty();
  }
}
