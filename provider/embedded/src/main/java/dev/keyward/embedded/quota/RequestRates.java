package dev.keyward.embedded.quota;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Requests a second for each category: the figures of AWS, in 2026, and what overrides them. */
final class RequestRates {
  private static final double SYMMETRIC_LARGE = 100_000;
  private static final double SYMMETRIC_MEDIUM = 20_000;
  private static final double SYMMETRIC_SMALL = 10_000;
  private static final Set<String> LARGE_REGIONS = Set.of("us-east-1", "us-west-2", "eu-west-1");
  private static final Set<String> MEDIUM_REGIONS =
      Set.of(
          "us-east-2",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-northeast-1",
          "eu-central-1",
          "eu-west-2");

  private final Map<String, Double> rates;

  private RequestRates(Map<String, Double> rates) {
    this.rates = rates;
  }

  static RequestRates aws() {
    Map<String, Double> rates = new TreeMap<>();
    cryptographic(rates);
    operations(rates);
    return new RequestRates(rates);
  }

  private static void cryptographic(Map<String, Double> rates) {
    rates.put(RequestCategory.SYMMETRIC.name(), SYMMETRIC_SMALL);
    rates.put(RequestCategory.RSA.name(), 1000.0);
    rates.put(RequestCategory.ECC.name(), 1000.0);
    rates.put(RequestCategory.ML_DSA.name(), 1000.0);
    // Not documented yet; like its neighbours.
    rates.put(RequestCategory.ML_KEM.name(), 1000.0);
    rates.put(RequestCategory.CUSTOM_KEY_STORE.name(), 1800.0);
    for (String curve :
        new String[] {
          "ECC_NIST_P256",
          "ECC_NIST_P384",
          "ECC_NIST_P521",
          "ECC_SECG_P256K1",
          "ECC_NIST_EDWARDS25519",
          // Not documented yet.
          "ML_KEM_512",
          "ML_KEM_768",
          "ML_KEM_1024"
        }) {
      rates.put(RequestCategory.dataKeyPair(curve).name(), 100.0);
    }
    rates.put(RequestCategory.dataKeyPair("RSA_2048").name(), 20.0);
    rates.put(RequestCategory.dataKeyPair("RSA_3072").name(), 4.0);
    rates.put(RequestCategory.dataKeyPair("RSA_4096").name(), 1.0);
    rates.put(RequestCategory.dataKeyPair("SM2").name(), 25.0);
  }

  private static void operations(Map<String, Double> rates) {
    put(rates, 1, "GetParametersForImport");
    put(
        rates,
        5,
        "CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateKey"
            + " DeleteCustomKeyStore DescribeCustomKeyStores DisableKey DisableKeyRotation"
            + " DisconnectCustomKeyStore EnableKey GetKeyLastUsage ReplicateKey RotateKeyOnDemand"
            + " UntagResource UpdateAlias UpdateCustomKeyStore UpdateKeyDescription"
            + " UpdatePrimaryRegion");
    put(rates, 10, "TagResource");
    put(
        rates,
        15,
        "DeleteAlias DeleteImportedKeyMaterial EnableKeyRotation ImportKeyMaterial PutKeyPolicy"
            + " ScheduleKeyDeletion");
    put(rates, 50, "CreateGrant RetireGrant RevokeGrant");
    put(rates, 100, "ListGrants ListKeyPolicies ListKeyRotations ListRetirableGrants");
    put(rates, 500, "ListAliases ListKeys");
    put(rates, 1000, "GetKeyPolicy GetKeyRotationStatus");
    put(rates, 2000, "DescribeKey GetPublicKey ListResourceTags");
  }

  private static void put(Map<String, Double> rates, double rate, String operations) {
    for (String operation : operations.split(" ")) {
      rates.put(RequestCategory.operation(operation).name(), rate);
    }
  }

  Set<String> names() {
    return rates.keySet();
  }

  /** Requests a second; infinite for what has no quota. */
  double rate(RequestCategory category, String region) {
    if (category.equals(RequestCategory.SYMMETRIC)) {
      return LARGE_REGIONS.contains(region)
          ? SYMMETRIC_LARGE
          : MEDIUM_REGIONS.contains(region) ? SYMMETRIC_MEDIUM : SYMMETRIC_SMALL;
    }
    return rates.getOrDefault(category.name(), Double.POSITIVE_INFINITY);
  }
}
