package dev.keyward.embedded.quota;

import dev.keyward.backend.BackendSettings;
import dev.keyward.model.Quoted;

/**
 * How many of each thing there may be, for an account in a Region unless another unit is named.
 *
 * @param keys customer managed keys in any state; {@code quota.keys}
 * @param aliasesPerKey aliases of a key; {@code quota.aliases-per-key}
 * @param grantsPerKey grants of a key; {@code quota.grants-per-key}
 * @param policyBytes length of a key policy; {@code quota.policy-bytes}
 * @param keyStores custom key stores; {@code quota.custom-key-stores}
 * @param onDemandRotations rotations on demand of a key; {@code quota.on-demand-rotations}
 * @param tagsPerKey tags of a key; {@code quota.tags-per-key}
 */
public record ResourceQuotas(
    int keys,
    int aliasesPerKey,
    int grantsPerKey,
    int policyBytes,
    int keyStores,
    int onDemandRotations,
    int tagsPerKey) {
  /** The figures of AWS. */
  public static final ResourceQuotas AWS =
      new ResourceQuotas(100_000, 50, 50_000, 32_768, 10, 25, 50);

  private static final int MAX = 100_000_000;

  /**
   * Reads the configuration; what is not set is as AWS has it.
   *
   * @param settings the configuration
   * @return the quotas
   * @throws IllegalArgumentException if one of them is wrong; the text names it and its origin
   */
  public static ResourceQuotas of(BackendSettings settings) {
    return new ResourceQuotas(
        number(settings, "quota.keys", AWS.keys()),
        number(settings, "quota.aliases-per-key", AWS.aliasesPerKey()),
        number(settings, "quota.grants-per-key", AWS.grantsPerKey()),
        number(settings, "quota.policy-bytes", AWS.policyBytes()),
        number(settings, "quota.custom-key-stores", AWS.keyStores()),
        number(settings, "quota.on-demand-rotations", AWS.onDemandRotations()),
        number(settings, "quota.tags-per-key", AWS.tagsPerKey()));
  }

  private static int number(BackendSettings settings, String name, int otherwise) {
    String value = settings.get(name).orElse(Integer.toString(otherwise));
    if (value.matches("\\d{1,9}")) {
      int number = Integer.parseInt(value);
      if (number <= MAX) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        settings.origin(name)
            + ": "
            + name
            + " takes a whole number from 0 to "
            + MAX
            + ", got "
            + Quoted.of(value)
            + ".");
  }
}
