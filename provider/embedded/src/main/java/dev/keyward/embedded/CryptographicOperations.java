package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.KeyResolver;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.Constraints;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DryRunModifier;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.RecipientInfo;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Verify;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The operations that use keys. Each checks in the same order: identifier, state, usage and
 * algorithm, dry run; then it executes.
 */
final class CryptographicOperations {
  private final KeyResolver resolver;
  private final Cryptography cryptography;
  private final UnaryOperator<KeyRecord> rotation;
  private final SecureRandom random;

  /**
   * Makes it.
   *
   * @param rotation rotates a key first if that is due and possible
   */
  CryptographicOperations(
      KeyResolver resolver,
      Cryptography cryptography,
      UnaryOperator<KeyRecord> rotation,
      SecureRandom random) {
    this.resolver = resolver;
    this.cryptography = cryptography;
    this.rotation = rotation;
    this.random = random;
  }

  Encrypt.Response encrypt(Encrypt.Request request) {
    refuseGrantTokens(request.grantTokens());
    EncryptionAlgorithm algorithm = orDefault(request.encryptionAlgorithm());
    KeyRecord key = forEncryption(request.keyId(), algorithm, "Encrypt");
    EncryptionContext context = context(request.encryptionContext(), algorithm);
    Cryptography.requireFits(key, algorithm, request.plaintext());
    stopDryRun(request.dryRun());
    byte[] blob = cryptography.encrypt(current(key), algorithm, context, request.plaintext());
    return new Encrypt.Response(blob, key.arn().text(), algorithm);
  }

  Decrypt.Response decrypt(Decrypt.Request request) {
    refuseRecipient(request.recipient());
    Source source =
        source(
            "Decrypt",
            request.ciphertextBlob(),
            request.keyId(),
            request.encryptionAlgorithm(),
            request.encryptionContext(),
            ignoresCiphertext(request.dryRun(), request.dryRunModifiers()),
            request.grantTokens());
    byte[] plaintext = source.decrypt(cryptography);
    if (Boolean.TRUE.equals(request.dryRun())) {
      Arrays.fill(plaintext, (byte) 0);
    }
    stopDryRun(request.dryRun());
    return new Decrypt.Response(
        source.key().arn().text(), plaintext, source.algorithm(), null, source.materialId());
  }

  ReEncrypt.Response reEncrypt(ReEncrypt.Request request) {
    Source source =
        source(
            "ReEncrypt",
            request.ciphertextBlob(),
            request.sourceKeyId(),
            request.sourceEncryptionAlgorithm(),
            request.sourceEncryptionContext(),
            ignoresCiphertext(request.dryRun(), request.dryRunModifiers()),
            request.grantTokens());
    EncryptionAlgorithm algorithm = orDefault(request.destinationEncryptionAlgorithm());
    KeyRecord destination = forEncryption(request.destinationKeyId(), algorithm, "ReEncrypt");
    EncryptionContext context = context(request.destinationEncryptionContext(), algorithm);
    byte[] plaintext = source.decrypt(cryptography);
    try {
      Cryptography.requireFits(destination, algorithm, plaintext);
      stopDryRun(request.dryRun());
      KeyRecord target = current(destination);
      return new ReEncrypt.Response(
          cryptography.encrypt(target, algorithm, context, plaintext),
          source.key().arn().text(),
          target.arn().text(),
          source.algorithm(),
          algorithm,
          source.materialId(),
          materialId(target));
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  GenerateDataKey.Response generateDataKey(GenerateDataKey.Request request) {
    refuseGrantTokens(request.grantTokens());
    refuseRecipient(request.recipient());
    NewDataKey made =
        newDataKey(
            request.keyId(),
            request.keySpec(),
            request.numberOfBytes(),
            request.encryptionContext(),
            request.dryRun(),
            "GenerateDataKey");
    return new GenerateDataKey.Response(
        made.blob(), made.plaintext(), made.key().arn().text(), null, materialId(made.key()));
  }

  GenerateDataKeyWithoutPlaintext.Response generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintext.Request request) {
    refuseGrantTokens(request.grantTokens());
    NewDataKey made =
        newDataKey(
            request.keyId(),
            request.keySpec(),
            request.numberOfBytes(),
            request.encryptionContext(),
            request.dryRun(),
            "GenerateDataKeyWithoutPlaintext");
    Arrays.fill(made.plaintext(), (byte) 0);
    return new GenerateDataKeyWithoutPlaintext.Response(
        made.blob(), made.key().arn().text(), materialId(made.key()));
  }

  GenerateRandom.Response generateRandom(GenerateRandom.Request request) {
    refuseRecipient(request.recipient());
    if (request.customKeyStoreId() != null) {
      throw new KmsServiceException(
          ErrorCode.CUSTOM_KEY_STORE_NOT_FOUND, "There is no such custom key store.");
    }
    if (request.numberOfBytes() == null) {
      throw new KmsServiceException(ErrorCode.VALIDATION, "Please specify the number of bytes.");
    }
    byte[] bytes = new byte[request.numberOfBytes()];
    random.nextBytes(bytes);
    return new GenerateRandom.Response(bytes, null);
  }

  Sign.Response sign(Sign.Request request) {
    refuseGrantTokens(request.grantTokens());
    KeyRecord key = forSigning(request.keyId(), request.signingAlgorithm(), "Sign");
    byte[] digest = digest(request.message(), request.messageType(), request.signingAlgorithm());
    stopDryRun(request.dryRun());
    byte[] signature = cryptography.sign(key, request.signingAlgorithm(), digest);
    return new Sign.Response(key.arn().text(), signature, request.signingAlgorithm());
  }

  Verify.Response verify(Verify.Request request) {
    refuseGrantTokens(request.grantTokens());
    KeyRecord key = forSigning(request.keyId(), request.signingAlgorithm(), "Verify");
    byte[] digest = digest(request.message(), request.messageType(), request.signingAlgorithm());
    stopDryRun(request.dryRun());
    if (!cryptography.verify(key, request.signingAlgorithm(), digest, request.signature())) {
      throw new KmsServiceException(ErrorCode.KMS_INVALID_SIGNATURE, null);
    }
    return new Verify.Response(key.arn().text(), true, request.signingAlgorithm());
  }

  private record NewDataKey(KeyRecord key, byte[] plaintext, byte[] blob) {}

  private NewDataKey newDataKey(
      String keyId,
      DataKeySpec spec,
      Integer numberOfBytes,
      Map<String, String> pairs,
      Boolean dryRun,
      String operation) {
    KeyRecord key = forEncryption(keyId, EncryptionAlgorithm.SYMMETRIC_DEFAULT, operation);
    if ((spec == null) == (numberOfBytes == null)) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "Please specify either number of bytes or key spec.");
    }
    EncryptionContext context = context(pairs, EncryptionAlgorithm.SYMMETRIC_DEFAULT);
    stopDryRun(dryRun);
    byte[] plaintext = new byte[numberOfBytes != null ? numberOfBytes : sizeBytes(spec)];
    random.nextBytes(plaintext);
    try {
      KeyRecord current = current(key);
      byte[] blob =
          cryptography.encrypt(current, EncryptionAlgorithm.SYMMETRIC_DEFAULT, context, plaintext);
      return new NewDataKey(current, plaintext, blob);
    } catch (RuntimeException e) {
      Arrays.fill(plaintext, (byte) 0);
      throw e;
    }
  }

  /** A ciphertext, or in a dry run without one only the key, that may be decrypted. */
  private record Source(
      KeyRecord key,
      EncryptionAlgorithm algorithm,
      Optional<CiphertextBlob> blob,
      byte[] ciphertext,
      EncryptionContext context) {

    /** Decrypts, also in a dry run: it tells whether the call would succeed. */
    byte[] decrypt(Cryptography cryptography) {
      if (ciphertext == null) {
        return new byte[0];
      }
      return blob.isPresent()
          ? cryptography.decrypt(key, blob.get(), context)
          : cryptography.decrypt(key, algorithm, ciphertext);
    }

    String materialId() {
      return blob.map(CiphertextBlob::keyMaterialId).orElse(null);
    }
  }

  private Source source(
      String operation,
      byte[] ciphertext,
      String keyId,
      EncryptionAlgorithm asked,
      Map<String, String> pairs,
      boolean withoutCiphertext,
      List<String> grantTokens) {
    refuseGrantTokens(grantTokens);
    EncryptionAlgorithm algorithm = orDefault(asked);
    EncryptionContext context = context(pairs, algorithm);
    if (withoutCiphertext) {
      requireMember(keyId, operation.equals("Decrypt") ? "keyId" : "sourceKeyId");
      return new Source(
          forEncryption(keyId, algorithm, operation), algorithm, Optional.empty(), null, context);
    }
    requireMember(ciphertext, "ciphertextBlob");
    if (algorithm != EncryptionAlgorithm.SYMMETRIC_DEFAULT) {
      requireMember(keyId, operation.equals("Decrypt") ? "keyId" : "sourceKeyId");
      KeyRecord key = forEncryption(keyId, algorithm, operation);
      return new Source(key, algorithm, Optional.empty(), ciphertext, context);
    }
    return symmetricSource(operation, ciphertext, keyId, context);
  }

  private Source symmetricSource(
      String operation, byte[] ciphertext, String keyId, EncryptionContext context) {
    Optional<KeyRecord> named = Optional.ofNullable(keyId).map(id -> resolver.resolve(id).value());
    CiphertextBlob blob =
        CiphertextBlob.parse(ciphertext).orElseThrow(Cryptography::invalidCiphertext);
    if (named.isPresent() && !named.get().keyId().equals(blob.keyId().text())) {
      throw new KmsServiceException(
          ErrorCode.INCORRECT_KEY,
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    KeyRecord key =
        resolver
            .findWith(blob.keyId(), blob.keyMaterialId())
            .orElseThrow(
                () ->
                    new KmsServiceException(
                        ErrorCode.ACCESS_DENIED,
                        "The ciphertext refers to a customer master key that does not exist, does"
                            + " not exist in this region, or you are not allowed to access."))
            .value();
    checkUse(key, KeyUsage.ENCRYPT_DECRYPT, operation);
    checkFits(EncryptionAlgorithm.SYMMETRIC_DEFAULT, key);
    return new Source(
        key, EncryptionAlgorithm.SYMMETRIC_DEFAULT, Optional.of(blob), ciphertext, context);
  }

  private KeyRecord forEncryption(String keyId, EncryptionAlgorithm algorithm, String operation) {
    KeyRecord key = resolver.resolve(keyId).value();
    checkUse(key, KeyUsage.ENCRYPT_DECRYPT, operation);
    checkFits(algorithm, key);
    return key;
  }

  private KeyRecord forSigning(String keyId, SigningAlgorithm algorithm, String operation) {
    KeyRecord key = resolver.resolve(keyId).value();
    checkUse(key, KeyUsage.SIGN_VERIFY, operation);
    if (!algorithm.fits(key.keySpec())) {
      throw incompatible(algorithm, key);
    }
    return key;
  }

  /** The key after an automatic rotation that is due; only what encrypts asks for it. */
  private KeyRecord current(KeyRecord key) {
    return rotation.apply(key);
  }

  private static void checkUse(KeyRecord key, KeyUsage usage, String operation) {
    StateRules.check(key, StateRules.Kind.CRYPTOGRAPHIC);
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

  private static void checkFits(EncryptionAlgorithm algorithm, KeyRecord key) {
    if (!algorithm.fits(key.keySpec())) {
      throw incompatible(algorithm, key);
    }
  }

  private static KmsServiceException incompatible(Enum<?> algorithm, KeyRecord key) {
    return new KmsServiceException(
        ErrorCode.INVALID_KEY_USAGE,
        "Algorithm " + algorithm + " is incompatible with key spec " + key.keySpec() + ".");
  }

  private static EncryptionAlgorithm orDefault(EncryptionAlgorithm algorithm) {
    return algorithm == null ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : algorithm;
  }

  private static int sizeBytes(DataKeySpec spec) {
    return switch (spec) {
      case AES_256 -> 32;
      case AES_128 -> 16;
    };
  }

  private static String materialId(KeyRecord key) {
    return key.keySpec() == KeySpec.SYMMETRIC_DEFAULT ? key.current().keyMaterialId() : null;
  }

  private static EncryptionContext context(
      Map<String, String> pairs, EncryptionAlgorithm algorithm) {
    EncryptionContext context;
    try {
      context = EncryptionContext.of(pairs);
    } catch (IllegalArgumentException e) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "EncryptionContext is not valid: " + e.getMessage() + ".");
    }
    if (!context.isEmpty() && algorithm != EncryptionAlgorithm.SYMMETRIC_DEFAULT) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION,
          "EncryptionContext cannot be used with algorithm " + algorithm + ".");
    }
    return context;
  }

  private static byte[] digest(byte[] message, MessageType type, SigningAlgorithm algorithm) {
    MessageType given = type == null ? MessageType.RAW : type;
    switch (given) {
      case RAW -> {
        return hash(algorithm, message);
      }
      case DIGEST -> {
        if (message.length != algorithm.digestSizeBytes()) {
          throw new KmsServiceException(
              ErrorCode.VALIDATION, "Digest is invalid length for algorithm " + algorithm + ".");
        }
        return message;
      }
      case EXTERNAL_MU -> {}
    }
    throw new KmsServiceException(
        ErrorCode.VALIDATION,
        "MessageType " + given + " is not valid for algorithm " + algorithm + ".");
  }

  private static byte[] hash(SigningAlgorithm algorithm, byte[] message) {
    try {
      return MessageDigest.getInstance(
              "SHA-" + algorithm.digestSizeBytes() * 8, JdkProvider.SUN.instance())
          .digest(message);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("SHA-2 failed inside the JDK", e);
    }
  }

  private static boolean ignoresCiphertext(Boolean dryRun, List<DryRunModifier> modifiers) {
    if (modifiers == null || modifiers.isEmpty()) {
      return false;
    }
    if (!Boolean.TRUE.equals(dryRun)) {
      throw new KmsServiceException(
          ErrorCode.VALIDATION, "DryRunModifiers can only be used when DryRun is true.");
    }
    return modifiers.contains(DryRunModifier.IGNORE_CIPHERTEXT);
  }

  private static void stopDryRun(Boolean dryRun) {
    if (Boolean.TRUE.equals(dryRun)) {
      throw new KmsServiceException(
          ErrorCode.DRY_RUN_OPERATION,
          "The request would have succeeded, but the DryRun option is set.");
    }
  }

  private static void requireMember(Object value, String field) {
    if (value == null) {
      throw Constraints.failure(List.of(Constraints.violation(null, field, "not be null")));
    }
  }

  private static void refuseRecipient(RecipientInfo recipient) {
    if (recipient != null) {
      throw new KmsServiceException(
          ErrorCode.UNSUPPORTED_OPERATION, "Recipient is not supported by this key service.");
    }
  }

  static void refuseGrantTokens(List<String> grantTokens) {
    if (grantTokens != null && !grantTokens.isEmpty()) {
      throw new KmsServiceException(
          ErrorCode.INVALID_GRANT_TOKEN, "The grant token does not belong to a grant.");
    }
  }
}
