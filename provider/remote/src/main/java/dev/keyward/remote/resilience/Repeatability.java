package dev.keyward.remote.resilience;

import java.util.LinkedHashMap;
import java.util.Map;

/** What may be done with a request when nobody knows whether the first one was carried out. */
public enum Repeatability {
  /** Changes no state: sent again. */
  READS,
  /** Sets something to a value: sent again; the last one wins and all are the same. */
  SETS,
  /** Makes or removes something that has a name: sent again; a refusal may be our own success. */
  NAMES,
  /** Makes something new each time: never sent again. */
  ONCE;

  private static final Map<String, Repeatability> OF = table();

  /**
   * What holds for an operation.
   *
   * @param operation its name in the KMS API
   * @return {@link #ONCE} for one that is not known
   */
  public static Repeatability of(String operation) {
    return OF.getOrDefault(operation, ONCE);
  }

  /**
   * Tells whether an operation is in the table.
   *
   * @param operation its name in the KMS API
   * @return true if somebody thought about it
   */
  public static boolean isKnown(String operation) {
    return OF.containsKey(operation);
  }

  /**
   * Tells whether a whole call of the operation gets the shorter time limit.
   *
   * @param operation its name in the KMS API
   * @return true for operations that applications use while they work
   */
  public static boolean isDataPlane(String operation) {
    return of(operation) == READS
        && !operation.startsWith("List")
        && !operation.equals("GetParametersForImport");
  }

  private static Map<String, Repeatability> table() {
    Map<String, Repeatability> table = new LinkedHashMap<>();
    put(
        table,
        READS,
        "Encrypt Decrypt ReEncrypt GenerateDataKey GenerateDataKeyWithoutPlaintext"
            + " GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateRandom Sign Verify"
            + " GenerateMac VerifyMac DeriveSharedSecret Encapsulate Decapsulate DescribeKey"
            + " GetPublicKey GetKeyPolicy GetKeyRotationStatus GetKeyLastUsage"
            + " GetParametersForImport ListKeys ListAliases ListGrants ListRetirableGrants"
            + " ListKeyPolicies ListKeyRotations ListResourceTags DescribeCustomKeyStores");
    put(
        table,
        SETS,
        "EnableKey DisableKey PutKeyPolicy UpdateAlias UpdateKeyDescription TagResource"
            + " UntagResource EnableKeyRotation DisableKeyRotation CancelKeyDeletion"
            + " UpdateCustomKeyStore ConnectCustomKeyStore DisconnectCustomKeyStore");
    put(
        table,
        NAMES,
        "CreateAlias DeleteAlias ScheduleKeyDeletion ImportKeyMaterial DeleteImportedKeyMaterial"
            + " RetireGrant RevokeGrant DeleteCustomKeyStore");
    put(
        table,
        ONCE,
        "CreateKey ReplicateKey CreateGrant RotateKeyOnDemand UpdatePrimaryRegion"
            + " CreateCustomKeyStore");
    return table;
  }

  private static void put(Map<String, Repeatability> table, Repeatability kind, String names) {
    for (String name : names.split(" ")) {
      table.put(name, kind);
    }
  }
}
