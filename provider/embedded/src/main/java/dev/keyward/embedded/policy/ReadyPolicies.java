package dev.keyward.embedded.policy;

import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Policies that most installations want, as documents. The same are in {@code conf/policies} with
 * example names.
 */
public final class ReadyPolicies {
  private static final List<String> ADMINISTRATOR_ACTIONS =
      List.of(
          "kms:Create*",
          "kms:Describe*",
          "kms:Enable*",
          "kms:List*",
          "kms:Put*",
          "kms:Update*",
          "kms:Revoke*",
          "kms:Disable*",
          "kms:Get*",
          "kms:Delete*",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:ScheduleKeyDeletion",
          "kms:CancelKeyDeletion",
          "kms:RotateKeyOnDemand",
          "kms:ImportKeyMaterial",
          "kms:ReplicateKey");

  /** Without ReEncryptFrom: who may move a ciphertext to a key of one's own can read it there. */
  private static final List<String> ENCRYPT_ACTIONS =
      List.of("kms:Encrypt", "kms:ReEncryptTo", "kms:GenerateDataKey*", "kms:DescribeKey");

  private static final List<String> DECRYPT_ACTIONS = List.of("kms:Decrypt", "kms:DescribeKey");

  private static final List<String> SYMMETRIC_ACTIONS =
      List.of(
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:DescribeKey");

  private static final String EVERYTHING = "*";

  private ReadyPolicies() {}

  /**
   * The policy that a key gets when none is given: the account decides with its own policies.
   *
   * @param root the account
   * @return a key policy
   */
  public static String accountDecides(Principal.Root root) {
    return document(List.of(rootStatement(root)));
  }

  /**
   * A key policy that tells administrators, who manage the key and cannot use it, from users, who
   * use it and cannot manage it. The account can still decide as well.
   *
   * @param root the account
   * @param spec the key's spec
   * @param usage the key's usage
   * @param administrators users or roles
   * @param users users or roles
   * @return a key policy
   */
  public static String administratorsAndUsers(
      Principal.Root root,
      KeySpec spec,
      KeyUsage usage,
      List<Principal> administrators,
      List<Principal> users) {
    return document(
        List.of(
            rootStatement(root),
            statement("Allow access for Key Administrators", "Allow")
                .principals(administrators)
                .actions(ADMINISTRATOR_ACTIONS)
                .end(),
            statement("Allow use of the key", "Allow")
                .principals(users)
                .actions(userActions(spec, usage))
                .end(),
            statement("Allow attachment of persistent resources", "Allow")
                .principals(users)
                .actions(List.of("kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"))
                .condition("Bool", Map.of("kms:GrantIsForAWSResource", "true"))
                .end()));
  }

  /**
   * What a user of a key may do with it.
   *
   * @param spec the key's spec
   * @param usage the key's usage
   * @return actions, some with wildcards
   */
  public static List<String> userActions(KeySpec spec, KeyUsage usage) {
    if (spec == KeySpec.SYMMETRIC_DEFAULT) {
      return SYMMETRIC_ACTIONS;
    }
    return switch (usage) {
      case ENCRYPT_DECRYPT ->
          List.of(
              "kms:Encrypt",
              "kms:Decrypt",
              "kms:ReEncrypt*",
              "kms:DescribeKey",
              "kms:GetPublicKey");
      case SIGN_VERIFY -> List.of("kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify");
      case GENERATE_VERIFY_MAC -> List.of("kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac");
      case KEY_AGREEMENT ->
          List.of("kms:DescribeKey", "kms:GetPublicKey", "kms:DeriveSharedSecret");
      case ENCAPSULATE_DECAPSULATE ->
          List.of("kms:DescribeKey", "kms:GetPublicKey", "kms:Encapsulate", "kms:Decapsulate");
    };
  }

  /**
   * The three policies of one key, to be attached to users and roles.
   *
   * @param name the key's name, without {@code alias/}
   * @param keyArn the key
   * @return identity policies by name: {@code allow-encrypt-NAME}, {@code allow-decrypt-NAME},
   *     {@code allow-crypto-NAME}
   */
  public static Map<String, String> usesOf(String name, String keyArn) {
    Map<String, String> policies = new LinkedHashMap<>();
    policies.put("allow-encrypt-" + name, allow("AllowEncrypt", ENCRYPT_ACTIONS, keyArn));
    policies.put("allow-decrypt-" + name, allow("AllowDecrypt", DECRYPT_ACTIONS, keyArn));
    policies.put("allow-crypto-" + name, allow("AllowCrypto", SYMMETRIC_ACTIONS, keyArn));
    return policies;
  }

  /**
   * The policies of an installation with one key for each level of data classification.
   *
   * @param keyArns the key of each level, by the level's name
   * @return identity policies by name, three for each level
   */
  public static Map<String, String> usesOfLevels(Map<String, String> keyArns) {
    Map<String, String> policies = new LinkedHashMap<>();
    keyArns.forEach((level, keyArn) -> policies.putAll(usesOf(level, keyArn)));
    return policies;
  }

  /**
   * The key policy of a key that a service made: whoever of the account uses the service uses the
   * key, through the service only; the account can look at it.
   *
   * @param root the account
   * @param via the service in its Region, for example {@code s3.eu-west-1.amazonaws.com}
   * @return a key policy
   */
  public static String serviceKey(Principal.Root root, String via) {
    Map<String, Object> throughService = new LinkedHashMap<>();
    throughService.put("kms:CallerAccount", root.id());
    throughService.put("kms:ViaService", via);
    List<String> uses = new ArrayList<>(SYMMETRIC_ACTIONS);
    uses.add(uses.size() - 1, "kms:CreateGrant");
    return document(
        List.of(
            statement("Allow use through the service", "Allow")
                .everybody()
                .actions(uses)
                .condition("StringEquals", throughService)
                .end(),
            statement("Allow the account to look at the key", "Allow")
                .principals(List.of(root))
                .actions(List.of("kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"))
                .end()));
  }

  /**
   * A key policy under which only certain roles can make a key unusable.
   *
   * @param root the account
   * @param exempt users or roles for an emergency
   * @return a key policy
   */
  public static String guarded(Principal.Root root, List<Principal> exempt) {
    return document(
        List.of(
            rootStatement(root),
            statement("Deny disabling and deletion", "Deny")
                .everybody()
                .actions(
                    List.of(
                        "kms:DisableKey",
                        "kms:ScheduleKeyDeletion",
                        "kms:DeleteImportedKeyMaterial"))
                .condition(
                    "ArnNotEquals",
                    Map.of("aws:PrincipalArn", exempt.stream().map(Principal::arn).toList()))
                .end()));
  }

  /**
   * A key policy under which nobody can make a key unusable that was used a short while ago.
   *
   * @param root the account
   * @param days so many days without use it takes
   * @return a key policy
   */
  public static String guardedWhileInUse(Principal.Root root, int days) {
    return document(
        List.of(
            rootStatement(root),
            statement("Deny disabling and deletion while in use", "Deny")
                .everybody()
                .actions(List.of("kms:DisableKey", "kms:ScheduleKeyDeletion"))
                .condition(
                    "NumericLessThanEquals",
                    Map.of("kms:TrailingDaysWithoutKeyUsage", Integer.toString(days)))
                .end()));
  }

  private static Map<String, Object> rootStatement(Principal.Root root) {
    return statement("Enable IAM User Permissions", "Allow")
        .principals(List.of(root))
        .actions(List.of("kms:*"))
        .end();
  }

  private static String allow(String sid, List<String> actions, String keyArn) {
    return document(List.of(statement(sid, "Allow").actions(actions).resource(keyArn).end()));
  }

  private static String document(List<Map<String, Object>> statements) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", "2012-10-17");
    document.put("Statement", statements);
    return DocumentWriter.write(document);
  }

  private static Draft statement(String sid, String effect) {
    return new Draft(sid, effect);
  }

  /** A statement in the making. */
  private static final class Draft {
    private final Map<String, Object> members = new LinkedHashMap<>();
    private Object resource = EVERYTHING;
    private Map<String, Object> conditions = Map.of();

    private Draft(String sid, String effect) {
      members.put("Sid", sid);
      members.put("Effect", effect);
    }

    private Draft everybody() {
      members.put("Principal", EVERYTHING);
      return this;
    }

    private Draft principals(List<? extends Principal> principals) {
      List<String> arns = principals.stream().map(Principal::arn).toList();
      members.put("Principal", Map.of("AWS", oneOrAll(arns)));
      return this;
    }

    private Draft actions(List<String> actions) {
      members.put("Action", oneOrAll(actions));
      return this;
    }

    private Draft resource(String arn) {
      resource = arn;
      return this;
    }

    private Draft condition(String operator, Map<String, ?> keys) {
      conditions = Map.of(operator, keys);
      return this;
    }

    private Map<String, Object> end() {
      members.put("Resource", resource);
      if (!conditions.isEmpty()) {
        members.put("Condition", conditions);
      }
      return members;
    }

    private static Object oneOrAll(List<String> texts) {
      return texts.size() == 1 ? texts.get(0) : texts;
    }
  }
}
