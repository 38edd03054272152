package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.SCOPE;

import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteCustomKeyStore;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.RetireGrant;
import dev.keyward.kms.RevokeGrant;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.time.Duration;
import java.util.List;

/** Sections 4.2 and 4.3 of the contract: how to get each error, and what it says. */
final class ErrorTexts {
  static final String NOBODY = "1234abcd-12ab-34cd-56ef-1234567890ab";
  static final String ALLOWED = "arn:aws:iam::111122223333:user/allowed";
  static final String STRANGER = "arn:aws:iam::111122223333:user/stranger";
  private static final byte[] TEXT = {1, 2, 3};
  private static final SigningAlgorithm ECDSA = SigningAlgorithm.ECDSA_SHA_256;

  private ErrorTexts() {}

  /**
   * What the cases work on.
   *
   * @param key a symmetric key with the alias {@code alias/known}
   * @param pair a signing key with the alias {@code alias/pair}
   * @param mac a key for MACs
   * @param external a key that waits for its import
   * @param keyStore a connected custom key store with a key
   */
  record World(
      EmbeddedKmsFixture fixture,
      String key,
      String pair,
      String mac,
      String external,
      String keyStore) {
    Kms kms() {
      return fixture.served();
    }

    Kms as(String user) {
      return fixture.front().user(user);
    }
  }

  @FunctionalInterface
  interface Attempt {
    void in(World world);
  }

  /**
   * One case.
   *
   * @param text the message; {@code {key}}, {@code {pair}} and {@code {mac}} are their ARNs, {@code
   *     {arn}} is what ARNs of the account begin with; null for no message
   */
  record Case(String name, ErrorCode code, String text, Attempt attempt) {
    String textIn(World world) {
      return text == null
          ? null
          : text.replace("{key}", world.key())
              .replace("{pair}", world.pair())
              .replace("{mac}", world.mac())
              .replace("{external}", world.external())
              .replace("{store}", world.keyStore())
              .replace("{arn}", "arn:aws:kms:" + SCOPE.region() + ":" + SCOPE.account());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, ErrorCode code, String text, Attempt attempt) {
    return new Case(name, code, text, attempt);
  }

  static List<Case> names() {
    return List.of(
        of(
            "bad key id",
            ErrorCode.NOT_FOUND,
            "Invalid keyId orders",
            w -> w.kms().describeKey(DescribeKey.Request.of("orders"))),
        of(
            "malformed ARN",
            ErrorCode.INVALID_ARN,
            "Invalid arn arn:aws:kms:nonsense",
            w -> w.kms().describeKey(DescribeKey.Request.of("arn:aws:kms:nonsense"))),
        of(
            "unknown key",
            ErrorCode.NOT_FOUND,
            "Key '{arn}:key/" + NOBODY + "' does not exist",
            w -> w.kms().describeKey(DescribeKey.Request.of(NOBODY))),
        of(
            "key of another Region",
            ErrorCode.NOT_FOUND,
            "Key 'arn:aws:kms:us-east-1:111122223333:key/" + NOBODY + "' does not exist",
            w ->
                w.kms()
                    .describeKey(
                        DescribeKey.Request.of(
                            "arn:aws:kms:us-east-1:111122223333:key/" + NOBODY))),
        of(
            "unknown alias",
            ErrorCode.NOT_FOUND,
            "Alias {arn}:alias/ordres is not found.",
            w -> w.kms().describeKey(DescribeKey.Request.of("alias/ordres"))),
        of(
            "alias exists",
            ErrorCode.ALREADY_EXISTS,
            "An alias with the name {arn}:alias/known already exists",
            w -> w.kms().createAlias(CreateAlias.Request.of("alias/known", w.key()))),
        of(
            "alias of an alias",
            ErrorCode.VALIDATION,
            "Aliases must refer to keys. Not aliases",
            w -> w.kms().createAlias(CreateAlias.Request.of("alias/new", "alias/known"))),
        of(
            "alias without prefix",
            ErrorCode.VALIDATION,
            "Invalid identifier",
            w -> w.kms().createAlias(CreateAlias.Request.of("orders", w.key()))),
        of(
            "alias with colon",
            ErrorCode.INVALID_ALIAS_NAME,
            "alias/a:b contains invalid characters for an alias",
            w -> w.kms().createAlias(CreateAlias.Request.of("alias/a:b", w.key()))),
        of(
            "reserved alias",
            ErrorCode.NOT_AUTHORIZED,
            "Aliases that begin with alias/aws/ are reserved",
            w -> w.kms().createAlias(CreateAlias.Request.of("alias/aws/mine", w.key()))),
        of(
            "alias to another usage",
            ErrorCode.VALIDATION,
            "Alias {arn}:alias/known cannot be changed from a CMK with key usage ENCRYPT_DECRYPT to"
                + " a CMK with key usage SIGN_VERIFY",
            w -> w.kms().updateAlias(UpdateAlias.Request.of("alias/known", w.pair()))),
        of(
            "policy name",
            ErrorCode.NOT_FOUND,
            "No such policy exists",
            w -> w.kms().getKeyPolicy(GetKeyPolicy.Request.of(w.key()).withPolicyName("other"))),
        of(
            "forged marker",
            ErrorCode.INVALID_MARKER,
            "The marker does not belong to this listing.",
            w -> w.kms().listKeys(ListKeys.Request.of().withMarker("AAAA"))));
  }

  static List<Case> keys() {
    return List.of(
        of(
            "usage missing",
            ErrorCode.VALIDATION,
            "You must specify a KeyUsage value for an asymmetric CMK.",
            w -> w.kms().createKey(CreateKey.Request.of(KeySpec.RSA_2048, null))),
        of(
            "usage against spec",
            ErrorCode.VALIDATION,
            "KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT",
            w ->
                w.kms()
                    .createKey(
                        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.SIGN_VERIFY))),
        of(
            "both names of the spec",
            ErrorCode.VALIDATION,
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
                + " CustomerMasterKeySpec is deprecated.",
            w ->
                w.kms()
                    .createKey(
                        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, null)
                            .withCustomerMasterKeySpec(KeySpec.SYMMETRIC_DEFAULT))),
        of(
            "spec of another partition",
            ErrorCode.UNSUPPORTED_OPERATION,
            "KeySpec SM2 is not offered in this Region.",
            w -> w.kms().createKey(CreateKey.Request.of(KeySpec.SM2, KeyUsage.SIGN_VERIFY))),
        of(
            "replica of a single-Region key",
            ErrorCode.UNSUPPORTED_OPERATION,
            "{key} is not a multi-Region primary key.",
            w -> w.kms().replicateKey(ReplicateKey.Request.of(w.key(), "us-east-1"))),
        of(
            "cancel without a deletion",
            ErrorCode.KMS_INVALID_STATE,
            "{key} is not pending deletion.",
            w -> w.kms().cancelKeyDeletion(CancelKeyDeletion.Request.of(w.key()))),
        of(
            "waiting period",
            ErrorCode.VALIDATION,
            "1 validation error detected: Value '6' at 'pendingWindowInDays' failed to satisfy"
                + " constraint: Member must have value greater than or equal to 7",
            w ->
                w.kms()
                    .scheduleKeyDeletion(
                        ScheduleKeyDeletion.Request.of(w.key()).withPendingWindowInDays(6))),
        of(
            "tag with a comma",
            ErrorCode.TAG,
            "Invalid tag: names and values consist of letters, digits, spaces and _ . / = + - : @.",
            w -> w.kms().tagResource(TagResource.Request.of(w.key(), List.of(new Tag("a,b", ""))))),
        of(
            "rotation about to begin",
            ErrorCode.CONFLICT,
            "{key} is about to be rotated automatically.",
            w -> {
              w.kms()
                  .enableKeyRotation(
                      EnableKeyRotation.Request.of(w.key()).withRotationPeriodInDays(90));
              w.fixture().advance(Duration.ofDays(90).minusMinutes(20));
              w.kms().rotateKeyOnDemand(RotateKeyOnDemand.Request.of(w.key()));
            }),
        of(
            "lock-out",
            ErrorCode.MALFORMED_POLICY_DOCUMENT,
            "The new key policy will not allow you to update the key policy in the future.",
            w ->
                w.kms()
                    .putKeyPolicy(
                        PutKeyPolicy.Request.of(
                            w.key(), Policies.key(Policies.allow(ALLOWED, "kms:*"))))),
        of(
            "unknown principal",
            ErrorCode.MALFORMED_POLICY_DOCUMENT,
            "Policy contains a statement with one or more invalid principals.",
            w ->
                w.kms()
                    .putKeyPolicy(
                        PutKeyPolicy.Request.of(
                            w.key(),
                            Policies.key(
                                Policies.allow("arn:aws:iam::111122223333:user/gone", "kms:*"))))),
        of(
            "policy too long",
            ErrorCode.LIMIT_EXCEEDED,
            "The key policy has 32769 bytes; at most 32768 are allowed.",
            w -> w.kms().putKeyPolicy(PutKeyPolicy.Request.of(w.key(), "x".repeat(32_769)))));
  }

  static List<Case> cryptography() {
    return List.of(
        of(
            "algorithm against spec",
            ErrorCode.INVALID_KEY_USAGE,
            "Algorithm RSASSA_PSS_SHA_256 is incompatible with key spec ECC_NIST_P256.",
            w ->
                w.kms().sign(Sign.Request.of(w.pair(), TEXT, SigningAlgorithm.RSASSA_PSS_SHA_256))),
        of(
            "usage against operation",
            ErrorCode.INVALID_KEY_USAGE,
            "{pair} key usage is SIGN_VERIFY which is not valid for Encrypt.",
            w -> w.kms().encrypt(Encrypt.Request.of(w.pair(), TEXT))),
        of(
            "digest length",
            ErrorCode.VALIDATION,
            "Digest is invalid length for algorithm ECDSA_SHA_256.",
            w ->
                w.kms()
                    .sign(
                        Sign.Request.of(w.pair(), TEXT, ECDSA)
                            .withMessageType(MessageType.DIGEST))),
        of(
            "signature of something else",
            ErrorCode.KMS_INVALID_SIGNATURE,
            null,
            w -> w.kms().verify(Verify.Request.of(w.pair(), TEXT, new byte[70], ECDSA))),
        of(
            "MAC of something else",
            ErrorCode.KMS_INVALID_MAC,
            null,
            w ->
                w.kms()
                    .verifyMac(
                        VerifyMac.Request.of(
                            TEXT, w.mac(), MacAlgorithm.HMAC_SHA_256, new byte[32]))),
        of(
            "data key without a size",
            ErrorCode.VALIDATION,
            "Please specify either number of bytes or key spec.",
            w -> w.kms().generateDataKey(GenerateDataKey.Request.of(w.key()))),
        of(
            "data key with two sizes",
            ErrorCode.VALIDATION,
            "Please specify either number of bytes or key spec.",
            w ->
                w.kms()
                    .generateDataKey(
                        GenerateDataKey.Request.of(w.key())
                            .withNumberOfBytes(16)
                            .withKeySpec(DataKeySpec.AES_128))),
        of(
            "damaged ciphertext",
            ErrorCode.INVALID_CIPHERTEXT,
            null,
            w -> w.kms().decrypt(Decrypt.Request.of(new byte[] {1, 2, 3}).withKeyId(w.key()))),
        of(
            "ciphertext of an unknown key",
            ErrorCode.ACCESS_DENIED,
            "The ciphertext refers to a customer master key that does not exist, does not exist in"
                + " this region, or you are not allowed to access.",
            w -> {
              byte[] blob = w.kms().encrypt(Encrypt.Request.of(w.key(), TEXT)).ciphertextBlob();
              w.fixture().front().administrator("us-east-1").decrypt(Decrypt.Request.of(blob));
            }),
        of(
            "ciphertext of another key",
            ErrorCode.INCORRECT_KEY,
            "The key ID in the request does not identify a CMK that can perform this operation.",
            w -> {
              byte[] blob = w.kms().encrypt(Encrypt.Request.of(w.key(), TEXT)).ciphertextBlob();
              String other = EmbeddedKmsFixture.symmetric(w.kms());
              w.kms().decrypt(Decrypt.Request.of(blob).withKeyId(other));
            }),
        of(
            "dry run",
            ErrorCode.DRY_RUN_OPERATION,
            "The request would have succeeded, but the DryRun option is set.",
            w -> w.kms().encrypt(Encrypt.Request.of(w.key(), TEXT).withDryRun(true))),
        of(
            "grant token of nobody",
            ErrorCode.INVALID_GRANT_TOKEN,
            "The grant token does not belong to a grant.",
            w ->
                w.kms()
                    .encrypt(
                        Encrypt.Request.of(w.key(), TEXT).withGrantTokens(List.of("AQpAM2Rh")))),
        of(
            "unknown grant",
            ErrorCode.NOT_FOUND,
            "Grant ID " + "ab".repeat(32) + " not found",
            w -> w.kms().revokeGrant(RevokeGrant.Request.of(w.key(), "ab".repeat(32)))),
        of(
            "malformed grant id",
            ErrorCode.INVALID_GRANT_ID,
            "The grant id is not valid.",
            w -> w.kms().revokeGrant(RevokeGrant.Request.of(w.key(), "no grant"))),
        of(
            "malformed grant id to retire",
            ErrorCode.INVALID_GRANT_ID,
            "The grant id is not valid.",
            w ->
                w.kms()
                    .retireGrant(
                        RetireGrant.Request.of(null).withKeyId(w.key()).withGrantId("no grant"))));
  }

  static List<Case> imports() {
    return List.of(
        of(
            "expiry in the past",
            ErrorCode.VALIDATION,
            "ValidTo must be in the future",
            w -> w.kms().importKeyMaterial(dummy(w).withValidTo(w.fixture().now()))),
        of(
            "expiry missing",
            ErrorCode.VALIDATION,
            "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES",
            w -> w.kms().importKeyMaterial(dummy(w))),
        of(
            "foreign import token",
            ErrorCode.INVALID_IMPORT_TOKEN,
            null,
            w -> w.kms().importKeyMaterial(dummy(w).withValidTo(w.fixture().now().plusSeconds(9)))),
        of(
            "import token of yesterday",
            ErrorCode.EXPIRED_IMPORT_TOKEN,
            null,
            w -> {
              ImportKeyMaterial.Request request =
                  Imports.request(w.kms(), w.external(), Imports.randomMaterial(32));
              w.fixture().advance(Duration.ofHours(25));
              w.kms().importKeyMaterial(request);
            }),
        of(
            "material of the wrong length",
            ErrorCode.INCORRECT_KEY_MATERIAL,
            null,
            w -> Imports.importInto(w.kms(), w.external(), Imports.randomMaterial(31))));
  }

  private static ImportKeyMaterial.Request dummy(World world) {
    return ImportKeyMaterial.Request.of(world.external(), TEXT, TEXT);
  }

  static List<Case> keyStores() {
    return List.of(
        of(
            "unknown key store",
            ErrorCode.CUSTOM_KEY_STORE_NOT_FOUND,
            "Custom key store \"cks-1234567890abcdef0\" does not exist.",
            w ->
                w.kms()
                    .describeCustomKeyStores(
                        DescribeCustomKeyStores.Request.of()
                            .withCustomKeyStoreId("cks-1234567890abcdef0"))),
        of(
            "name in use",
            ErrorCode.CUSTOM_KEY_STORE_NAME_IN_USE,
            "Another custom key store in this account and Region has that name.",
            w -> w.kms().createCustomKeyStore(KeyStores.request("hsm"))),
        of(
            "cluster in use",
            ErrorCode.CLOUD_HSM_CLUSTER_IN_USE,
            "Cluster " + KeyStores.CLUSTER + " belongs to another custom key store.",
            w -> w.kms().createCustomKeyStore(KeyStores.request("other"))),
        of(
            "delete while connected",
            ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
            "Custom key store {store} is CONNECTED and must be disconnected first.",
            w -> w.kms().deleteCustomKeyStore(DeleteCustomKeyStore.Request.of(w.keyStore()))));
  }

  static List<Case> members() {
    return List.of(
        of(
            "null member",
            ErrorCode.VALIDATION,
            "1 validation error detected: Value null at 'plaintext' failed to satisfy constraint:"
                + " Member must not be null",
            w -> w.kms().encrypt(Encrypt.Request.of(w.key(), null))),
        of(
            "two violations",
            ErrorCode.VALIDATION,
            "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint:"
                + " Member must not be null; Value null at 'plaintext' failed to satisfy"
                + " constraint: Member must not be null",
            w -> w.kms().encrypt(Encrypt.Request.of(null, null))),
        of(
            "number too large",
            ErrorCode.VALIDATION,
            "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy"
                + " constraint: Member must have value less than or equal to 1024",
            w -> w.kms().generateRandom(GenerateRandom.Request.of(1025))),
        of(
            "sensitive value too short",
            ErrorCode.VALIDATION,
            "1 validation error detected: Value at 'plaintext' failed to satisfy constraint:"
                + " Member must have length greater than or equal to 1",
            w -> w.kms().encrypt(Encrypt.Request.of(w.key(), new byte[0]))),
        of(
            "pattern",
            ErrorCode.VALIDATION,
            "1 validation error detected: Value 'alias/ä' at 'aliasName' failed to satisfy"
                + " constraint: Member must satisfy regular expression pattern:"
                + " ^[a-zA-Z0-9:/_-]+$",
            w -> w.kms().createAlias(CreateAlias.Request.of("alias/ä", w.key()))));
  }

  static List<Case> permissions() {
    return List.of(
        of(
            "nothing in the caller's policies",
            ErrorCode.ACCESS_DENIED,
            "User: "
                + STRANGER
                + " is not authorized to perform: kms:Encrypt on resource: {key} because no"
                + " identity-based policy allows the kms:Encrypt action",
            w -> w.as(STRANGER).encrypt(Encrypt.Request.of(w.key(), TEXT))),
        of(
            "nothing in the key policy",
            ErrorCode.ACCESS_DENIED,
            "User: "
                + STRANGER
                + " is not authorized to perform: kms:GenerateMac on resource: {mac} because no"
                + " resource-based policy allows the kms:GenerateMac action",
            w -> {
              w.kms()
                  .putKeyPolicy(
                      PutKeyPolicy.Request.of(
                              w.mac(), Policies.key(Policies.allow(ALLOWED, "kms:*")))
                          .withBypassPolicyLockoutSafetyCheck(true));
              w.as(STRANGER)
                  .generateMac(GenerateMac.Request.of(TEXT, w.mac(), MacAlgorithm.HMAC_SHA_256));
            }),
        of(
            "deny in the key policy",
            ErrorCode.ACCESS_DENIED,
            "User: "
                + ALLOWED
                + " is not authorized to perform: kms:Sign on resource: {pair} with an explicit"
                + " deny in a resource-based policy",
            w -> {
              w.kms()
                  .putKeyPolicy(
                      PutKeyPolicy.Request.of(
                          w.pair(),
                          Policies.key(Policies.delegation(), Policies.deny(ALLOWED, "kms:Sign"))));
              w.as(ALLOWED).sign(Sign.Request.of(w.pair(), TEXT, ECDSA));
            }),
        of(
            "deny in the caller's policies",
            ErrorCode.ACCESS_DENIED,
            "User: "
                + ALLOWED
                + " is not authorized to perform: kms:Decrypt on resource: {key} with an explicit"
                + " deny in an identity-based policy",
            w -> {
              w.fixture()
                  .kms()
                  .identities()
                  .putInlinePolicy(
                      ALLOWED, "no", Policies.identity("Deny", "kms:Decrypt", "*", ""));
              byte[] blob = w.kms().encrypt(Encrypt.Request.of(w.key(), TEXT)).ciphertextBlob();
              w.as(ALLOWED).decrypt(Decrypt.Request.of(blob));
            }));
  }
}
