package dev.keyward.embedded;

import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GetParametersForImport;
import dev.keyward.kms.GrantConstraints;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.KeyAgreementAlgorithm;
import dev.keyward.kms.Kms;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.UpdatePrimaryRegion;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Section 16.3 of the contract: for each condition key a request that has it and one that has not.
 */
final class ConditionKeys {
  static final String TESTER = "arn:aws:iam::111122223333:user/tester";
  private static final byte[] TEXT = {1, 2, 3};
  private static final GrantConstraints NONE = new GrantConstraints(null, null, null);
  private static final Map<String, String> ORDERS = Map.of("app", "orders");

  private ConditionKeys() {}

  /** The keys whose policy carries the condition, and who calls. */
  record World(
      EmbeddedKmsFixture fixture,
      String key,
      String other,
      String pair,
      String mac,
      String agreement,
      String external,
      String primary,
      byte[] ciphertext) {
    EmbeddedKms user() {
      return fixture.as(TESTER);
    }

    /** The user under circumstances that only the caller's side knows. */
    EmbeddedKms user(String conditionKey, String value) {
      return fixture.kms().as(EmbeddedKmsFixture.caller(TESTER).with(conditionKey, value));
    }
  }

  @FunctionalInterface
  interface Attempt {
    void in(World world);
  }

  /**
   * One case: the condition lets one request through and not the other.
   *
   * @param inIdentity true if the condition stands in the user's policy instead of the key's
   * @param conditionOfMiss what stands there for the request that misses
   */
  record Case(
      String name,
      boolean inIdentity,
      String condition,
      String conditionOfMiss,
      Attempt match,
      Attempt miss) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case on(String operator, String key, String value, Attempt match, Attempt miss) {
    String condition = condition(operator, key, value);
    return new Case(key + " " + operator, false, condition, condition, match, miss);
  }

  /** The same request under two values. */
  private static Case valued(String operator, String key, String right, String wrong) {
    Attempt describe = w -> describe(w.user(), w.key());
    return new Case(
        key + " " + operator,
        false,
        condition(operator, key, right),
        condition(operator, key, wrong),
        describe,
        describe);
  }

  private static Case inIdentity(
      String operator, String key, String value, Attempt match, Attempt miss) {
    String condition = condition(operator, key, value);
    return new Case(key + " in an identity policy", true, condition, condition, match, miss);
  }

  private static String condition(String operator, String key, String value) {
    return "\"" + operator + "\":{\"" + key + "\":\"" + value + "\"}";
  }

  static List<Case> ofKeys() {
    return List.of(
        on("StringEquals", "kms:KeySpec", "SYMMETRIC_DEFAULT", d(World::key), d(World::pair)),
        on("StringLike", "kms:KeySpec", "ECC_*", d(World::pair), d(World::key)),
        on("StringEquals", "kms:CustomerMasterKeySpec", "HMAC_256", d(World::mac), d(World::key)),
        on("StringEquals", "kms:KeyUsage", "SIGN_VERIFY", d(World::pair), d(World::key)),
        on(
            "StringEquals",
            "kms:CustomerMasterKeyUsage",
            "KEY_AGREEMENT",
            d(World::agreement),
            d(World::pair)),
        on("StringEquals", "kms:KeyOrigin", "EXTERNAL", d(World::external), d(World::key)),
        on("Bool", "kms:MultiRegion", "true", d(World::primary), d(World::key)),
        on(
            "StringEquals",
            "kms:MultiRegionKeyType",
            "PRIMARY",
            d(World::primary),
            w -> describe(inReplicaRegion(w), replica(w))),
        on("StringEquals", "aws:ResourceTag/project", "x", d(World::key), d(World::other)),
        valued("StringEquals", "aws:ResourceAccount", "111122223333", "444455556666"),
        on(
            "NumericGreaterThan",
            "kms:TrailingDaysWithoutKeyUsage",
            "10",
            w -> {
              w.fixture().advance(Duration.ofDays(11));
              w.user().disableKey(DisableKey.Request.of(w.other()));
            },
            w -> w.user().disableKey(DisableKey.Request.of(w.other()))),
        inIdentity(
            "ForAnyValue:StringEquals",
            "kms:ResourceAliases",
            "alias/cond",
            d(World::key),
            d(World::other)));
  }

  private static Attempt d(java.util.function.Function<World, String> key) {
    return w -> describe(w.user(), key.apply(w));
  }

  private static void describe(Kms kms, String key) {
    kms.describeKey(DescribeKey.Request.of(key));
  }

  private static String replica(World w) {
    return w.primary().replace("eu-west-1", StateTable.REPLICA_REGION);
  }

  private static EmbeddedKms inReplicaRegion(World w) {
    return w.fixture().kms().as(w.user().caller().in(StateTable.REPLICA_REGION));
  }

  static List<Case> ofCryptography() {
    return List.of(
        on(
            "StringEquals",
            "kms:EncryptionAlgorithm",
            "SYMMETRIC_DEFAULT",
            w -> encrypt(w, Map.of()),
            d(World::key)),
        on(
            "StringEquals",
            "kms:EncryptionContext:app",
            "orders",
            w -> encrypt(w, ORDERS),
            w -> encrypt(w, Map.of("app", "Orders"))),
        on(
            "ForAnyValue:StringEquals",
            "kms:EncryptionContextKeys",
            "app",
            w -> encrypt(w, ORDERS),
            w -> encrypt(w, Map.of("App", "orders"))),
        on(
            "Null",
            "kms:EncryptionContextKeys",
            "true",
            w -> encrypt(w, Map.of()),
            w -> encrypt(w, ORDERS)),
        on(
            "StringEquals",
            "kms:DataKeyPairSpec",
            "ECC_NIST_P256",
            w -> pair(w, DataKeyPairSpec.ECC_NIST_P256),
            w -> pair(w, DataKeyPairSpec.ECC_NIST_P384)),
        on(
            "StringEquals",
            "kms:KeyAgreementAlgorithm",
            "ECDH",
            w ->
                w.user()
                    .deriveSharedSecret(
                        DeriveSharedSecret.Request.of(
                            w.agreement(), KeyAgreementAlgorithm.ECDH, TEXT)),
            d(World::agreement)),
        on(
            "StringEquals",
            "kms:MacAlgorithm",
            "HMAC_SHA_256",
            w -> mac(w, MacAlgorithm.HMAC_SHA_256),
            w -> mac(w, MacAlgorithm.HMAC_SHA_512)),
        on(
            "StringEquals",
            "kms:MessageType",
            "RAW",
            w -> sign(w, null, SigningAlgorithm.ECDSA_SHA_256),
            w -> sign(w, MessageType.DIGEST, SigningAlgorithm.ECDSA_SHA_256)),
        on(
            "StringEquals",
            "kms:SigningAlgorithm",
            "ECDSA_SHA_256",
            w -> sign(w, null, SigningAlgorithm.ECDSA_SHA_256),
            w -> sign(w, null, SigningAlgorithm.ECDSA_SHA_384)),
        on(
            "Bool",
            "kms:ReEncryptOnSameKey",
            "true",
            w -> w.user().reEncrypt(ReEncrypt.Request.of(w.ciphertext(), w.key())),
            w -> w.user().reEncrypt(ReEncrypt.Request.of(w.ciphertext(), w.other()))),
        on("StringLike", "kms:RequestAlias", "alias/c*", d(w -> "alias/cond"), d(World::key)));
  }

  private static void encrypt(World w, Map<String, String> context) {
    w.user().encrypt(Encrypt.Request.of(w.key(), TEXT).withEncryptionContext(context));
  }

  private static void pair(World w, DataKeyPairSpec spec) {
    w.user().generateDataKeyPair(GenerateDataKeyPair.Request.of(w.key(), spec));
  }

  private static void mac(World w, MacAlgorithm algorithm) {
    w.user().generateMac(GenerateMac.Request.of(TEXT, w.mac(), algorithm));
  }

  private static void sign(World w, MessageType type, SigningAlgorithm algorithm) {
    byte[] digest = new byte[32];
    w.user().sign(Sign.Request.of(w.pair(), digest, algorithm).withMessageType(type));
  }

  static List<Case> ofManagement() {
    return List.of(
        on(
            "Bool",
            "kms:BypassPolicyLockoutSafetyCheck",
            "true",
            w -> putPolicy(w, true),
            w -> putPolicy(w, null)),
        on(
            "StringEquals",
            "kms:ExpirationModel",
            "KEY_MATERIAL_DOES_NOT_EXPIRE",
            w -> importing(w, ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE, 0),
            w -> importing(w, ExpirationModel.KEY_MATERIAL_EXPIRES, 5)),
        on(
            "DateLessThan",
            "kms:ValidTo",
            "2026-12-24T00:00:00Z",
            w -> importing(w, null, 5),
            w -> importing(w, null, 60)),
        on(
            "StringEquals",
            "kms:WrappingAlgorithm",
            "RSAES_OAEP_SHA_256",
            w -> parameters(w, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_2048),
            w -> parameters(w, WrappingAlgorithm.RSAES_OAEP_SHA_1, WrappingKeySpec.RSA_2048)),
        on(
            "StringEquals",
            "kms:WrappingKeySpec",
            "RSA_2048",
            w -> parameters(w, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_2048),
            w -> parameters(w, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_4096)),
        on(
            "StringEquals",
            "kms:PrimaryRegion",
            StateTable.REPLICA_REGION,
            w ->
                w.user()
                    .updatePrimaryRegion(
                        UpdatePrimaryRegion.Request.of(w.primary(), StateTable.REPLICA_REGION)),
            w ->
                w.user()
                    .updatePrimaryRegion(
                        UpdatePrimaryRegion.Request.of(w.primary(), StateTable.NEW_REGION))),
        on(
            "StringEquals",
            "kms:ReplicaRegion",
            StateTable.NEW_REGION,
            w -> w.user().replicateKey(ReplicateKey.Request.of(w.primary(), StateTable.NEW_REGION)),
            w -> w.user().replicateKey(ReplicateKey.Request.of(w.primary(), "us-west-2"))),
        on(
            "NumericLessThanEquals",
            "kms:RotationPeriodInDays",
            "100",
            w -> rotating(w, 90),
            w -> rotating(w, 365)),
        on(
            "NumericGreaterThanEquals",
            "kms:ScheduleKeyDeletionPendingWindowInDays",
            "14",
            w -> deleting(w, 14),
            w -> deleting(w, 7)),
        on("StringEquals", "aws:RequestTag/team", "a", w -> tag(w, "a"), w -> tag(w, "b")),
        on(
            "ForAllValues:StringEquals",
            "aws:TagKeys",
            "team",
            w -> tag(w, "a"),
            w -> w.user().untagResource(UntagResource.Request.of(w.key(), List.of("cost")))));
  }

  private static void putPolicy(World w, Boolean bypass) {
    w.user()
        .putKeyPolicy(
            PutKeyPolicy.Request.of(w.other(), Policies.key(Policies.delegation()))
                .withBypassPolicyLockoutSafetyCheck(bypass));
  }

  private static void importing(World w, ExpirationModel model, int days) {
    Instant validTo = days == 0 ? null : w.fixture().now().plus(Duration.ofDays(days));
    w.user()
        .importKeyMaterial(
            ImportKeyMaterial.Request.of(w.external(), TEXT, TEXT)
                .withExpirationModel(model)
                .withValidTo(validTo));
  }

  private static void parameters(World w, WrappingAlgorithm algorithm, WrappingKeySpec spec) {
    w.user()
        .getParametersForImport(GetParametersForImport.Request.of(w.external(), algorithm, spec));
  }

  private static void rotating(World w, int days) {
    w.user()
        .enableKeyRotation(EnableKeyRotation.Request.of(w.key()).withRotationPeriodInDays(days));
  }

  private static void deleting(World w, int days) {
    w.user()
        .scheduleKeyDeletion(
            ScheduleKeyDeletion.Request.of(w.other()).withPendingWindowInDays(days));
  }

  private static void tag(World w, String value) {
    w.user().tagResource(TagResource.Request.of(w.key(), List.of(new Tag("team", value))));
  }

  static List<Case> ofGrants() {
    GrantConstraints subset = new GrantConstraints(ORDERS, null, null);
    GrantConstraints equal = new GrantConstraints(null, ORDERS, null);
    String source = "arn:aws:s3:::orders";
    return List.of(
        on(
            "StringEquals",
            "kms:GrantConstraintType",
            "EncryptionContextSubset",
            w -> grant(w, r -> r.withConstraints(subset)),
            w -> grant(w, r -> r.withConstraints(equal))),
        on(
            "ArnEquals",
            "kms:GrantConstraintSourceArn",
            source,
            w -> grant(w, r -> r.withConstraints(new GrantConstraints(null, null, source))),
            w -> grant(w, r -> r.withConstraints(NONE))),
        on(
            "StringEquals",
            "kms:EncryptionContext:app",
            "orders",
            w -> grant(w, r -> r.withConstraints(subset)),
            w -> grant(w, r -> r)),
        on(
            "StringEquals",
            "kms:GranteePrincipal",
            Policies.ROOT,
            w -> grant(w, r -> r),
            w ->
                w.user()
                    .createGrant(
                        CreateGrant.Request.of(w.key(), TESTER, List.of(GrantOperation.DECRYPT)))),
        on(
            "StringEquals",
            "kms:RetiringPrincipal",
            TESTER,
            w -> grant(w, r -> r.withRetiringPrincipal(TESTER)),
            w -> grant(w, r -> r.withRetiringPrincipal(Policies.ROOT))),
        on(
            "StringEquals",
            "kms:GranteeServicePrincipal",
            "s3.amazonaws.com",
            w -> serviceGrant(w, "s3.amazonaws.com"),
            w -> serviceGrant(w, "rds.amazonaws.com")),
        on(
            "StringEquals",
            "kms:RetiringServicePrincipal",
            "s3.amazonaws.com",
            w -> grant(w, r -> r.withRetiringServicePrincipal("s3.amazonaws.com")),
            w -> grant(w, r -> r)),
        on(
            "ForAllValues:StringEquals",
            "kms:GrantOperations",
            "Decrypt",
            w -> grant(w, r -> r),
            w ->
                w.user()
                    .createGrant(
                        CreateGrant.Request.of(
                            w.key(),
                            Policies.ROOT,
                            List.of(GrantOperation.DECRYPT, GrantOperation.ENCRYPT)))),
        on(
            "Bool",
            "kms:GrantIsForAWSResource",
            "true",
            w ->
                w.user("kms:ViaService", "s3.eu-west-1.amazonaws.com")
                    .createGrant(grantOf(w.key())),
            w -> grant(w, r -> r)));
  }

  private static CreateGrant.Request grantOf(String key) {
    return CreateGrant.Request.of(key, Policies.ROOT, List.of(GrantOperation.DECRYPT));
  }

  private static void grant(
      World w, java.util.function.UnaryOperator<CreateGrant.Request> request) {
    w.user().createGrant(request.apply(grantOf(w.key())));
  }

  private static void serviceGrant(World w, String service) {
    w.user()
        .createGrant(
            CreateGrant.Request.of(w.key(), null, List.of(GrantOperation.DECRYPT))
                .withGranteeServicePrincipal(service));
  }

  static List<Case> ofCallers() {
    Attempt plain = d(World::key);
    return List.of(
        valued("StringEquals", "kms:CallerAccount", "111122223333", "444455556666"),
        valued("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/test*", "arn:aws:iam::*:role/*"),
        valued("StringEquals", "aws:PrincipalAccount", "111122223333", "444455556666"),
        valued("StringEquals", "aws:PrincipalType", "User", "AssumedRole"),
        valued("Bool", "aws:PrincipalIsAWSService", "false", "true"),
        valued("StringEquals", "aws:username", "tester", "other"),
        valued("StringEquals", "aws:PrincipalTag/team", "blue", "red"),
        valued("StringEquals", "aws:RequestedRegion", "eu-west-1", "us-east-1"),
        valued(
            "DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        valued("NumericGreaterThan", "aws:EpochTime", "1700000000", "1900000000"),
        valued("Bool", "aws:SecureTransport", "true", "false"),
        on(
            "StringEquals",
            "kms:ViaService",
            "s3.eu-west-1.amazonaws.com",
            w -> describe(w.user("kms:ViaService", "s3.eu-west-1.amazonaws.com"), w.key()),
            plain),
        on(
            "Bool",
            "aws:ViaAWSService",
            "true",
            w -> describe(w.user("kms:ViaService", "s3.eu-west-1.amazonaws.com"), w.key()),
            plain),
        on(
            "IpAddress",
            "aws:SourceIp",
            "192.0.2.0/24",
            w -> describe(w.user("aws:SourceIp", "192.0.2.7"), w.key()),
            w -> describe(w.user("aws:SourceIp", "198.51.100.7"), w.key())),
        on(
            "Bool",
            "aws:MultiFactorAuthPresent",
            "true",
            w -> describe(w.user("aws:MultiFactorAuthPresent", "true"), w.key()),
            plain));
  }

  static List<Case> ofNewKeys() {
    CreateKey.Request usual =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
    CreateKey.Request empty = CreateKey.Request.of(null, null);
    CreateKey.Request mac = CreateKey.Request.of(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
    Attempt defaults = w -> w.user().createKey(empty);
    Attempt other = w -> w.user().createKey(mac);
    return List.of(
        inIdentity("StringEquals", "kms:KeySpec", "SYMMETRIC_DEFAULT", defaults, other),
        inIdentity("StringEquals", "kms:KeyUsage", "ENCRYPT_DECRYPT", defaults, other),
        inIdentity(
            "StringEquals",
            "kms:KeyOrigin",
            "AWS_KMS",
            defaults,
            w -> w.user().createKey(usual.withOrigin(KeyOrigin.EXTERNAL))),
        inIdentity(
            "Bool",
            "kms:MultiRegion",
            "true",
            w -> w.user().createKey(usual.withMultiRegion(true)),
            defaults),
        inIdentity(
            "StringEquals",
            "kms:MultiRegionKeyType",
            "PRIMARY",
            w -> w.user().createKey(usual.withMultiRegion(true)),
            defaults),
        inIdentity(
            "StringEquals",
            "aws:RequestTag/team",
            "a",
            w -> w.user().createKey(usual.withTags(List.of(new Tag("team", "a")))),
            defaults));
  }
}
