package dev.keyward.embedded.identity;

import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.identity.Identity;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.model.Quoted;
import java.util.regex.Pattern;

/** How users, roles and policies are named, and how these names name records. */
record Names(String partition) {
  private static final int LONGEST_IDENTITY = 64;
  private static final int LONGEST_POLICY = 128;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]+");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern ARN = Pattern.compile("arn:[\\x21-\\x7e]{1,300}");

  /** What the ARNs of all users, or all roles, of an account start with. */
  String identities(Identity.Kind kind, String account) {
    checkAccount(account);
    String type = kind == Identity.Kind.USER ? "user" : "role";
    return "arn:" + partition + ":iam::" + account + ":" + type + "/";
  }

  String identity(Identity.Kind kind, String account, String name) {
    checkName(name, LONGEST_IDENTITY);
    return identities(kind, account) + name;
  }

  String policies(String account) {
    checkAccount(account);
    return "arn:" + partition + ":iam::" + account + ":policy/";
  }

  String policy(String account, String name) {
    checkName(name, LONGEST_POLICY);
    return policies(account) + name;
  }

  String limits(String account) {
    checkAccount(account);
    return "arn:" + partition + ":organizations::" + account + ":policy/service_control_policy/";
  }

  String limit(String account, String name) {
    checkName(name, LONGEST_POLICY);
    return limits(account) + name;
  }

  static void checkPolicyName(String name) {
    checkName(name, LONGEST_POLICY);
  }

  static RecordId principalRecord(String arn) {
    return new RecordId(RecordKind.PRINCIPAL, checkedArn(arn));
  }

  static RecordId policyRecord(String arn) {
    return new RecordId(RecordKind.POLICY, checkedArn(arn));
  }

  private static String checkedArn(String arn) {
    if (!ARN.matcher(arn).matches()) {
      throw invalid("Not an ARN: " + Quoted.of(arn));
    }
    return arn;
  }

  private static void checkName(String name, int longest) {
    if (name.length() > longest || !NAME.matcher(name).matches()) {
      throw invalid(
          "A name has 1 to "
              + longest
              + " characters of a-z A-Z 0-9 _ + = , . @ -, got "
              + Quoted.of(name));
    }
  }

  private static void checkAccount(String account) {
    if (!ACCOUNT.matcher(account).matches()) {
      throw invalid("An account has 12 digits, got " + Quoted.of(account));
    }
  }

  private static KmsServiceException invalid(String message) {
    return new KmsServiceException(ErrorCode.VALIDATION, message);
  }
}
