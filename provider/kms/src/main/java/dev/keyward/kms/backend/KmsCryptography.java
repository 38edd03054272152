package dev.keyward.kms.backend;

import static dev.keyward.kms.backend.FailureTranslation.calling;
import static dev.keyward.kms.backend.KmsKeyBackend.checkSameKey;

import dev.keyward.backend.Encapsulates.Encapsulation;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.EncapsulationAlgorithm;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.KeyAgreementAlgorithm;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.Verify;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.util.Optional;
import java.util.function.Supplier;

/** Operations that use the KMS key itself, each answer checked against the question. */
final class KmsCryptography {
  private static final int ENCAPSULATED_SECRET_BYTES = 32;

  private final Kms kms;

  KmsCryptography(Kms kms) {
    this.kms = kms;
  }

  byte[] encrypt(
      KeyReference key,
      EncryptionAlgorithm algorithm,
      byte[] plaintext,
      EncryptionContext context) {
    return calling(
        "encrypt with " + key,
        () -> {
          Encrypt.Response answer =
              kms.encrypt(
                  Encrypt.Request.of(key.text(), plaintext)
                      .withEncryptionAlgorithm(algorithm)
                      .withEncryptionContext(KmsKeyBackend.pairs(context)));
          checkSameKey(key, KeyArn.parse(answer.keyId()));
          return notEmpty(answer.ciphertextBlob(), "ciphertext");
        });
  }

  SecretBytes decrypt(
      Optional<KeyReference> expected,
      EncryptionAlgorithm algorithm,
      byte[] ciphertext,
      EncryptionContext context) {
    return calling(
        "decrypt" + expected.map(key -> " with " + key).orElse(""),
        () -> {
          Decrypt.Request request =
              Decrypt.Request.of(ciphertext)
                  .withEncryptionAlgorithm(algorithm)
                  .withEncryptionContext(KmsKeyBackend.pairs(context));
          Decrypt.Response answer =
              kms.decrypt(expected.map(key -> request.withKeyId(key.text())).orElse(request));
          SecretBytes plaintext = SecretBytes.owning(answer.plaintext());
          return orClosed(
              plaintext,
              () -> {
                KeyArn arn = KeyArn.parse(answer.keyId());
                expected.ifPresent(key -> checkSameKey(key, arn));
                return plaintext;
              });
        });
  }

  byte[] generateMac(KeyReference key, KeySpec spec, byte[] message) {
    return calling(
        "make a MAC with " + key,
        () -> {
          MacAlgorithm algorithm = MacAlgorithm.valueOf("HMAC_SHA_" + spec.size());
          GenerateMac.Response answer =
              kms.generateMac(GenerateMac.Request.of(message, key.text(), algorithm));
          checkSameKey(key, KeyArn.parse(answer.keyId()));
          requireLength(answer.mac().length, spec.size() / 8, "MAC");
          return answer.mac();
        });
  }

  SecretBytes deriveSharedSecret(KeyReference key, byte[] peerPublicKey) {
    return calling(
        "derive a shared secret with " + key,
        () -> {
          DeriveSharedSecret.Response answer =
              kms.deriveSharedSecret(
                  DeriveSharedSecret.Request.of(
                      key.text(), KeyAgreementAlgorithm.ECDH, peerPublicKey));
          SecretBytes secret = SecretBytes.owning(answer.sharedSecret());
          return orClosed(
              secret,
              () -> {
                checkSameKey(key, KeyArn.parse(answer.keyId()));
                return secret;
              });
        });
  }

  Encapsulation encapsulate(KeyReference key) {
    return calling(
        "encapsulate with " + key,
        () -> {
          Encapsulate.Response answer =
              kms.encapsulate(
                  Encapsulate.Request.of(key.text())
                      .withEncapsulationAlgorithm(EncapsulationAlgorithm.ML_KEM));
          SecretBytes secret = SecretBytes.owning(answer.sharedSecret());
          return orClosed(
              secret,
              () -> {
                checkSameKey(key, KeyArn.parse(answer.keyId()));
                requireLength(secret.length(), ENCAPSULATED_SECRET_BYTES, "shared secret");
                byte[] blob = notEmpty(answer.sharedSecretCiphertextBlob(), "encapsulation");
                return new Encapsulation(secret, blob);
              });
        });
  }

  SecretBytes decapsulate(KeyReference key, byte[] encapsulation) {
    return calling(
        "decapsulate with " + key,
        () -> {
          Decapsulate.Response answer =
              kms.decapsulate(
                  Decapsulate.Request.of(key.text(), encapsulation)
                      .withEncapsulationAlgorithm(EncapsulationAlgorithm.ML_KEM));
          SecretBytes secret = SecretBytes.owning(answer.sharedSecret());
          return orClosed(
              secret,
              () -> {
                checkSameKey(key, KeyArn.parse(answer.keyId()));
                requireLength(secret.length(), ENCAPSULATED_SECRET_BYTES, "shared secret");
                return secret;
              });
        });
  }

  SecretBytes randomBytes(int count) {
    return calling(
        "get random bytes",
        () -> {
          SecretBytes random =
              SecretBytes.owning(kms.generateRandom(GenerateRandom.Request.of(count)).plaintext());
          return orClosed(
              random,
              () -> {
                KmsKeyBackend.requireRandom(random, count);
                return random;
              });
        });
  }

  boolean verify(
      KeyReference key,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature) {
    return calling(
        "verify with " + key,
        () -> {
          try {
            Verify.Response answer =
                kms.verify(
                    Verify.Request.of(key.text(), message, signature, algorithm)
                        .withMessageType(type));
            checkSameKey(key, KeyArn.parse(answer.keyId()));
            return Boolean.TRUE.equals(answer.signatureValid());
          } catch (KmsServiceException e) {
            if (e.is(ErrorCode.KMS_INVALID_SIGNATURE)) {
              return false;
            }
            throw e;
          }
        });
  }

  /** What is refused is zeroed at once. */
  private static <T> T orClosed(SecretBytes secret, Supplier<T> checked) {
    try {
      return checked.get();
    } catch (RuntimeException e) {
      secret.close();
      throw e;
    }
  }

  private static byte[] notEmpty(byte[] answered, String what) {
    if (answered == null || answered.length == 0) {
      throw new InvalidAnswerException("The key service answered an empty " + what + ".");
    }
    return answered;
  }

  private static void requireLength(int actual, int expected, String what) {
    if (actual != expected) {
      throw new InvalidAnswerException(
          "The key service answered a " + what + " that has not " + expected + " bytes.");
    }
  }
}
