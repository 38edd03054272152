package dev.keyward.config;

import java.util.Set;

/**
 * The categories of requests that {@code quota.rate.CATEGORY} may name. The engine knows what they
 * hold; a test keeps both lists equal.
 */
final class QuotaCategories {
  static final Set<String> NAMES =
      Set.of(
          "cancel-key-deletion",
          "connect-custom-key-store",
          "create-alias",
          "create-custom-key-store",
          "create-grant",
          "create-key",
          "crypto-ecc",
          "crypto-ml-dsa",
          "crypto-ml-kem",
          "crypto-rsa",
          "crypto-symmetric",
          "custom-key-store",
          "delete-alias",
          "delete-custom-key-store",
          "delete-imported-key-material",
          "describe-custom-key-stores",
          "describe-key",
          "disable-key",
          "disable-key-rotation",
          "disconnect-custom-key-store",
          "enable-key",
          "enable-key-rotation",
          "generate-data-key-pair-ecc-nist-edwards25519",
          "generate-data-key-pair-ecc-nist-p256",
          "generate-data-key-pair-ecc-nist-p384",
          "generate-data-key-pair-ecc-nist-p521",
          "generate-data-key-pair-ecc-secg-p256k1",
          "generate-data-key-pair-ml-kem-1024",
          "generate-data-key-pair-ml-kem-512",
          "generate-data-key-pair-ml-kem-768",
          "generate-data-key-pair-rsa-2048",
          "generate-data-key-pair-rsa-3072",
          "generate-data-key-pair-rsa-4096",
          "generate-data-key-pair-sm2",
          "get-key-last-usage",
          "get-key-policy",
          "get-key-rotation-status",
          "get-parameters-for-import",
          "get-public-key",
          "import-key-material",
          "list-aliases",
          "list-grants",
          "list-key-policies",
          "list-key-rotations",
          "list-keys",
          "list-resource-tags",
          "list-retirable-grants",
          "put-key-policy",
          "replicate-key",
          "retire-grant",
          "revoke-grant",
          "rotate-key-on-demand",
          "schedule-key-deletion",
          "tag-resource",
          "untag-resource",
          "update-alias",
          "update-custom-key-store",
          "update-key-description",
          "update-primary-region");

  private QuotaCategories() {}
}
