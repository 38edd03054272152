package dev.keyward.embedded;

import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.StateRules;
import dev.keyward.embedded.lifecycle.StateRules.Kind;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;

/** Signs, verifies, and computes message authentication codes. */
final class SigningOperations {
  private final Engine engine;

  SigningOperations(Engine engine) {
    this.engine = engine;
  }

  Sign.Response sign(Call call, Sign.Request request) {
    SigningAlgorithm algorithm = request.signingAlgorithm();
    KeyRecord key = forSigning(call, request.keyId(), algorithm);
    Input input = input(request.message(), request.messageType(), algorithm);
    call.stopDryRun();
    byte[] signature = engine.cryptography().sign(key, algorithm, input);
    return new Sign.Response(key.arn().text(), signature, algorithm);
  }

  Verify.Response verify(Call call, Verify.Request request) {
    SigningAlgorithm algorithm = request.signingAlgorithm();
    KeyRecord key = forSigning(call, request.keyId(), algorithm);
    Input input = input(request.message(), request.messageType(), algorithm);
    // Also in a dry run: a wrong signature is an error that the call would have.
    if (!engine.cryptography().verify(key, algorithm, input, request.signature())) {
      throw new KmsServiceException(ErrorCode.KMS_INVALID_SIGNATURE, null);
    }
    call.stopDryRun();
    return new Verify.Response(key.arn().text(), true, algorithm);
  }

  GenerateMac.Response generateMac(Call call, GenerateMac.Request request) {
    KeyRecord key = forMac(call, request.keyId(), request.macAlgorithm());
    call.stopDryRun();
    byte[] mac = engine.cryptography().mac(key, request.message());
    return new GenerateMac.Response(mac, request.macAlgorithm(), key.arn().text());
  }

  VerifyMac.Response verifyMac(Call call, VerifyMac.Request request) {
    KeyRecord key = forMac(call, request.keyId(), request.macAlgorithm());
    if (!engine.cryptography().verifyMac(key, request.message(), request.mac())) {
      throw new KmsServiceException(ErrorCode.KMS_INVALID_MAC, null);
    }
    call.stopDryRun();
    return new VerifyMac.Response(key.arn().text(), true, request.macAlgorithm());
  }

  private static KeyRecord forSigning(Call call, String keyId, SigningAlgorithm algorithm) {
    KeyRecord key = call.key(keyId);
    StateRules.check(key, Kind.CRYPTOGRAPHIC);
    KeyRules.requireUsage(key, KeyUsage.SIGN_VERIFY, call.rule().name());
    KeyRules.requireFits(algorithm.fits(key.keySpec()), algorithm, key);
    return key;
  }

  private static KeyRecord forMac(Call call, String keyId, MacAlgorithm algorithm) {
    KeyRecord key = call.key(keyId);
    StateRules.check(key, Kind.CRYPTOGRAPHIC);
    KeyRules.requireUsage(key, KeyUsage.GENERATE_VERIFY_MAC, call.rule().name());
    KeyRules.requireFits(Answers.macAlgorithm(key.keySpec()) == algorithm, algorithm, key);
    return key;
  }

  /**
   * What a signature algorithm signs.
   *
   * @param bytes digest, whole message, or the representative μ of ML-DSA
   * @param type which of these
   */
  record Input(byte[] bytes, MessageType type) {}

  private static Input input(byte[] message, MessageType asked, SigningAlgorithm algorithm) {
    MessageType type = asked == null ? MessageType.RAW : asked;
    return switch (algorithm) {
      case ED25519_SHA_512 -> require(type, MessageType.RAW, message, algorithm);
      case ED25519_PH_SHA_512 -> {
        require(type, MessageType.DIGEST, message, algorithm);
        yield digest(message, algorithm);
      }
      case ML_DSA_SHAKE_256 -> latticeInput(message, type, algorithm);
      default -> hashInput(message, type, algorithm);
    };
  }

  private static Input require(
      MessageType given, MessageType needed, byte[] message, SigningAlgorithm algorithm) {
    if (given != needed) {
      throw wrongType(given, algorithm);
    }
    return new Input(message, given);
  }

  private static Input latticeInput(byte[] message, MessageType type, SigningAlgorithm algorithm) {
    return switch (type) {
      case RAW -> new Input(message, type);
      case DIGEST -> throw wrongType(type, algorithm);
      case EXTERNAL_MU -> {
        digest(message, algorithm);
        yield new Input(message, type);
      }
    };
  }

  private static Input hashInput(byte[] message, MessageType type, SigningAlgorithm algorithm) {
    return switch (type) {
      case RAW -> new Input(hash(algorithm, message), MessageType.DIGEST);
      case DIGEST -> digest(message, algorithm);
      case EXTERNAL_MU -> throw wrongType(type, algorithm);
    };
  }

  private static Input digest(byte[] message, SigningAlgorithm algorithm) {
    if (message.length != algorithm.digestSizeBytes()) {
      throw KeyRules.invalid("Digest is invalid length for algorithm " + algorithm + ".");
    }
    return new Input(message, MessageType.DIGEST);
  }

  private static KmsServiceException wrongType(MessageType type, SigningAlgorithm algorithm) {
    return KeyRules.invalid(
        "MessageType " + type + " is not valid for algorithm " + algorithm + ".");
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
}
