package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KeyManager;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;

/** What only some kinds of key can do, with the error texts of the KMS API. */
final class KeyRules {
  private KeyRules() {}

  static void requireUsage(KeyRecord key, KeyUsage usage, String operation) {
    if (key.keyUsage() != usage) {
      throw new KmsServiceException(
          ErrorCode.INVALID_KEY_USAGE,
          key.arn()
              + " key usage is "
              + key.keyUsage()
              + " which is not valid for "
              + operation
              + ".");
    }
  }

  static void requireFits(boolean fits, Enum<?> algorithm, KeyRecord key) {
    if (!fits) {
      throw new KmsServiceException(
          ErrorCode.INVALID_KEY_USAGE,
          "Algorithm " + algorithm + " is incompatible with key spec " + key.keySpec() + ".");
    }
  }

  static void requireFits(EncryptionAlgorithm algorithm, KeyRecord key) {
    requireFits(algorithm.fits(key.keySpec()), algorithm, key);
  }

  static void requireOrigin(KeyRecord key, KeyOrigin origin) {
    if (key.origin() != origin) {
      throw invalidOrigin(key);
    }
  }

  static KmsServiceException invalidOrigin(KeyRecord key) {
    return unsupported(
        key.arn() + " origin is " + key.origin() + " which is not valid for this operation.");
  }

  /** Keys of a service can be read and used, and nothing else. */
  static void requireCustomerManaged(KeyRecord key) {
    if (key.manager() != KeyManager.CUSTOMER) {
      throw unsupported(
          key.arn() + " is managed by a service and cannot be changed by this operation.");
    }
  }

  static void requireSymmetric(KeyRecord key) {
    if (key.keySpec() != KeySpec.SYMMETRIC_DEFAULT) {
      throw unsupported(
          key.arn() + " key spec is " + key.keySpec() + " which is not valid for this operation.");
    }
  }

  static void refuseReplica(KeyRecord key) {
    if (key.isReplica()) {
      throw unsupported(
          key.arn()
              + " is a replica key. Use the primary key in "
              + key.multiRegion().primaryRegion()
              + ".");
    }
  }

  static KmsServiceException unsupported(String text) {
    return new KmsServiceException(ErrorCode.UNSUPPORTED_OPERATION, text);
  }

  static KmsServiceException invalid(String text) {
    return new KmsServiceException(ErrorCode.VALIDATION, text);
  }
}
