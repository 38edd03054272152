package dev.keyward.tool.command;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasName;

/** Names of keys as people type them. */
final class KeyNames {
  private KeyNames() {}

  /** An alias name with its prefix, whether it was typed or not. */
  static String alias(String typed) {
    return typed.startsWith(AliasName.PREFIX) || typed.startsWith("arn:")
        ? typed
        : AliasName.PREFIX + typed;
  }

  static boolean exists(Kms kms, String typed) {
    try {
      kms.describeKey(DescribeKey.Request.of(typed));
      return true;
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.NOT_FOUND)) {
        return false;
      }
      throw e;
    }
  }

  /** The four forms are the same for every verb, also for those that go through the JCA. */
  static void requireForm(String typed) {
    try {
      KeyReference.parse(typed);
    } catch (IllegalArgumentException e) {
      throw unknown(typed);
    }
  }

  static CommandFailure unknown(String typed) {
    return new CommandFailure(
        "No key "
            + Shown.text(typed)
            + ". A key is named by its id, its ARN, or its alias with the prefix alias/.");
  }

  /**
   * The key id behind any of the four forms. Administrative operations of the KMS take no aliases;
   * the tool resolves them first.
   */
  static String resolve(Kms kms, String typed) {
    try {
      return kms.describeKey(DescribeKey.Request.of(typed)).keyMetadata().keyId();
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.NOT_FOUND) && !typed.startsWith("alias/") && !typed.startsWith("arn:")) {
        throw unknown(typed);
      }
      throw e;
    }
  }
}
