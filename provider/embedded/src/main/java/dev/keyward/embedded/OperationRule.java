package dev.keyward.embedded;

import dev.keyward.kms.TrackedOperation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the engine must know of an operation besides its request and response: section 10 of the
 * contract as a table.
 *
 * @param name its name in the API; with the prefix {@code kms:} the action that is permitted
 * @param traits what is true of it
 * @param use the use of a key that it is, if it counts as one
 */
record OperationRule(String name, Set<Trait> traits, Optional<TrackedOperation> use) {

  enum Trait {
    /** Changes nothing: cryptographic operations, and what gets, lists and describes. */
    READ_ONLY,
    /** Uses key material. */
    CRYPTOGRAPHIC
  }

  private static final Set<Trait> NONE = EnumSet.noneOf(Trait.class);
  private static final Set<Trait> READ = EnumSet.of(Trait.READ_ONLY);
  private static final Set<Trait> USE = EnumSet.allOf(Trait.class);

  private static final Map<String, OperationRule> ALL = table();

  static OperationRule of(String name) {
    OperationRule rule = ALL.get(name);
    if (rule == null) {
      throw new IllegalArgumentException("no operation " + name);
    }
    return rule;
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  String action() {
    return "kms:" + name;
  }

  private static Map<String, OperationRule> table() {
    return Arrays.stream(
            new OperationRule[][] {
              rows(
                  NONE,
                  "CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore"
                      + " CreateGrant CreateKey DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial"
                      + " DisableKey DisableKeyRotation DisconnectCustomKeyStore EnableKey"
                      + " EnableKeyRotation ImportKeyMaterial PutKeyPolicy ReplicateKey RetireGrant"
                      + " RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion TagResource UntagResource"
                      + " UpdateAlias UpdateCustomKeyStore UpdateKeyDescription"
                      + " UpdatePrimaryRegion"),
              rows(
                  READ,
                  "DescribeCustomKeyStores DescribeKey GenerateRandom GetKeyLastUsage GetKeyPolicy"
                      + " GetKeyRotationStatus GetParametersForImport GetPublicKey ListAliases ListKeyPolicies ListKeyRotations"
                      + " ListGrants ListKeys ListResourceTags ListRetirableGrants"),
              rows(
                  USE,
                  "Decapsulate Decrypt DeriveSharedSecret Encapsulate Encrypt GenerateDataKey"
                      + " GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext"
                      + " GenerateDataKeyWithoutPlaintext GenerateMac ReEncrypt Sign Verify"
                      + " VerifyMac")
            })
        .flatMap(Arrays::stream)
        .collect(Collectors.toUnmodifiableMap(OperationRule::name, Function.identity()));
  }

  private static OperationRule[] rows(Set<Trait> traits, String names) {
    return Arrays.stream(names.split(" "))
        .map(name -> new OperationRule(name, traits, use(name)))
        .toArray(OperationRule[]::new);
  }

  private static Optional<TrackedOperation> use(String name) {
    return Arrays.stream(TrackedOperation.values())
        .filter(operation -> operation.wireName().equals(name))
        .findFirst();
  }
}
