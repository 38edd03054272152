package dev.keyward.embedded.grant;

import dev.keyward.embedded.grant.GrantRecord.Constraints;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a grant may say, given its key. */
public final class GrantRules {
  /** Most grants a key can have. */
  public static final int MAX_GRANTS_PER_KEY = 50_000;

  /** Most pairs of a constraint. */
  public static final int MAX_PAIRS = 8;

  /** Longest value of a constraint's pair, in characters. */
  public static final int MAX_VALUE_LENGTH = 384;

  private static final List<String> ON_EVERY_KEY =
      List.of("CreateGrant", "RetireGrant", "DescribeKey");

  private GrantRules() {}

  /**
   * The operations that can be granted on a key.
   *
   * @param spec the key's spec
   * @param usage the key's usage
   * @return their names in alphabetical order
   */
  public static Set<String> operationsFor(KeySpec spec, KeyUsage usage) {
    Set<String> operations = new TreeSet<>(ON_EVERY_KEY);
    if (spec.isKeyPair()) {
      operations.add("GetPublicKey");
    }
    operations.addAll(
        switch (usage) {
          case ENCRYPT_DECRYPT -> List.of("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo");
          case SIGN_VERIFY -> List.of("Sign", "Verify");
          case GENERATE_VERIFY_MAC -> List.of("GenerateMac", "VerifyMac");
          case KEY_AGREEMENT -> List.of("DeriveSharedSecret");
          case ENCAPSULATE_DECAPSULATE -> List.of("Encapsulate", "Decapsulate");
        });
    if (spec == KeySpec.SYMMETRIC_DEFAULT) {
      operations.addAll(
          List.of(
              "GenerateDataKey",
              "GenerateDataKeyWithoutPlaintext",
              "GenerateDataKeyPair",
              "GenerateDataKeyPairWithoutPlaintext"));
    }
    return operations;
  }

  /**
   * Checks what is to be granted.
   *
   * @param spec the key's spec
   * @param usage the key's usage
   * @param operations the operations
   * @param constraints the constraints, or null
   * @throws KmsServiceException with code ValidationException
   */
  public static void check(
      KeySpec spec, KeyUsage usage, Collection<String> operations, Constraints constraints) {
    Set<String> possible = operationsFor(spec, usage);
    for (String operation : operations) {
      if (!possible.contains(operation)) {
        throw invalid(
            "Grant operation "
                + Quoted.of(operation)
                + " is not possible on a key of spec "
                + spec
                + " and usage "
                + usage
                + ". Possible are "
                + possible
                + ".");
      }
    }
    if (constraints != null) {
      check(spec, constraints.encryptionContextEquals());
      check(spec, constraints.encryptionContextSubset());
    }
  }

  private static void check(KeySpec spec, Map<String, String> pairs) {
    if (pairs == null) {
      return;
    }
    if (spec != KeySpec.SYMMETRIC_DEFAULT) {
      throw invalid("Encryption context constraints need a symmetric key, not one of " + spec);
    }
    if (pairs.size() > MAX_PAIRS) {
      throw invalid("A grant constraint has at most " + MAX_PAIRS + " pairs.");
    }
    for (String value : pairs.values()) {
      if (value.length() > MAX_VALUE_LENGTH) {
        throw invalid(
            "A value of a grant constraint has at most " + MAX_VALUE_LENGTH + " characters.");
      }
    }
  }

  private static KmsServiceException invalid(String message) {
    return new KmsServiceException(ErrorCode.VALIDATION, message);
  }
}
