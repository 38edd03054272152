package dev.keyward.tool.doctor;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.KeyListEntry;
import dev.keyward.kms.KeyManager;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListKeys;
import dev.keyward.model.KeyState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that are tried out.
 *
 * @param keys their metadata
 * @param named whether the user chose them: then what they cannot do is broken
 */
public record SampleKeys(List<KeyMetadata> keys, boolean named) {
  /** Describing a key is a call, and a store may have many of the same kind. */
  private static final int MOST_DESCRIBED = 100;

  public SampleKeys {
    keys = List.copyOf(keys);
  }

  /**
   * One key by its name.
   *
   * @param kms the key service
   * @param key any of the four forms
   * @return it alone
   */
  public static SampleKeys named(Kms kms, String key) {
    return new SampleKeys(
        List.of(kms.describeKey(DescribeKey.Request.of(key)).keyMetadata()), true);
  }

  /**
   * One usable key of each kind, among the first hundred there are.
   *
   * @param kms the key service
   * @return maybe none
   */
  public static SampleKeys ofEachKind(Kms kms) {
    Map<String, KeyMetadata> found = new LinkedHashMap<>();
    for (KeyListEntry entry :
        kms.listKeys(ListKeys.Request.of().withLimit(MOST_DESCRIBED)).keys()) {
      describe(kms, entry.keyId())
          .filter(key -> key.keyState() == KeyState.ENABLED)
          .filter(key -> key.keyManager() != KeyManager.AWS)
          .ifPresent(key -> found.putIfAbsent(key.keySpec() + " " + key.keyUsage(), key));
    }
    return new SampleKeys(List.copyOf(found.values()), false);
  }

  /** Whoever may list keys may not describe all of them. */
  private static Optional<KeyMetadata> describe(Kms kms, String id) {
    try {
      return Optional.of(kms.describeKey(DescribeKey.Request.of(id)).keyMetadata());
    } catch (KmsServiceException e) {
      return Optional.empty();
    }
  }
}
