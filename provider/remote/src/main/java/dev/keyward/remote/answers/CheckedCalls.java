package dev.keyward.remote.answers;

import static dev.keyward.remote.answers.Plausible.bytes;
import static dev.keyward.remote.answers.Plausible.equal;
import static dev.keyward.remote.answers.Plausible.orSymmetric;
import static dev.keyward.remote.answers.Plausible.require;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.Member;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.Shape;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.wire.KmsCalls;
import java.util.Arrays;

/** Refuses answers that cannot be right, before anybody uses them. */
public final class CheckedCalls implements KmsCalls {
  private final KmsCalls calls;
  private final Meters meters;
  private final PublicKeyPins pins;
  private final DataKeyChecks dataKeys;
  private final SignatureChecks signatures;

  /**
   * Checks what calls answer.
   *
   * @param calls the calls; owned
   * @param pins the public keys that were seen, also in other Regions
   * @param meters where refusals are counted
   * @param time the clock
   */
  public CheckedCalls(KmsCalls calls, PublicKeyPins pins, Meters meters, Waiter time) {
    this.calls = calls;
    this.pins = pins;
    this.meters = meters;
    this.dataKeys = new DataKeyChecks(calls);
    this.signatures = new SignatureChecks(this, pins, meters, time);
  }

  @Override
  public Record call(String operation, Record request) {
    Record response = calls.call(operation, request);
    try {
      check(request, response);
      return response;
    } catch (InvalidAnswerException e) {
      meters.add(Count.REFUSED_ANSWERS);
      wipe(response);
      throw e;
    }
  }

  private void check(Record request, Record response) {
    if (response instanceof Decrypt.Response answer) {
      decrypted((Decrypt.Request) request, answer);
    } else if (response instanceof GenerateDataKey.Response answer) {
      dataKeys.check((GenerateDataKey.Request) request, answer);
    } else if (response instanceof Sign.Response answer) {
      Sign.Request asked = (Sign.Request) request;
      SameKey.require(asked.keyId(), answer.keyId());
      equal("signing algorithm", asked.signingAlgorithm(), answer.signingAlgorithm());
      signatures.check(asked, answer);
    } else if (response instanceof GetPublicKey.Response answer) {
      SameKey.require(((GetPublicKey.Request) request).keyId(), answer.keyId());
      pins.check(answer);
    } else if (response instanceof DescribeKey.Response answer) {
      require(answer.keyMetadata() != null, "no metadata");
      SameKey.require(((DescribeKey.Request) request).keyId(), answer.keyMetadata().arn());
    } else {
      checkRarer(request, response);
    }
  }

  private static void checkRarer(Record request, Record response) {
    if (response instanceof Encrypt.Response answer) {
      Encrypt.Request asked = (Encrypt.Request) request;
      SameKey.require(asked.keyId(), answer.keyId());
      equal(
          "encryption algorithm",
          orSymmetric(asked.encryptionAlgorithm()),
          answer.encryptionAlgorithm());
      bytes("ciphertext", answer.ciphertextBlob());
    } else if (response instanceof ReEncrypt.Response answer) {
      reEncrypted((ReEncrypt.Request) request, answer);
    } else if (response instanceof GenerateDataKeyWithoutPlaintext.Response answer) {
      SameKey.require(((GenerateDataKeyWithoutPlaintext.Request) request).keyId(), answer.keyId());
      bytes("ciphertext", answer.ciphertextBlob());
    } else if (response instanceof GenerateDataKeyPair.Response answer) {
      DataKeyPairChecks.check((GenerateDataKeyPair.Request) request, answer);
    } else if (response instanceof GenerateDataKeyPairWithoutPlaintext.Response answer) {
      DataKeyPairChecks.check((GenerateDataKeyPairWithoutPlaintext.Request) request, answer);
    } else if (response instanceof Verify.Response answer) {
      Verify.Request asked = (Verify.Request) request;
      SameKey.require(asked.keyId(), answer.keyId());
      equal("signing algorithm", asked.signingAlgorithm(), answer.signingAlgorithm());
      require(Boolean.TRUE.equals(answer.signatureValid()), "neither a yes nor a refusal");
    } else if (response instanceof VerifyMac.Response answer) {
      VerifyMac.Request asked = (VerifyMac.Request) request;
      SameKey.require(asked.keyId(), answer.keyId());
      equal("MAC algorithm", asked.macAlgorithm(), answer.macAlgorithm());
      require(Boolean.TRUE.equals(answer.macValid()), "neither a yes nor a refusal");
    } else if (response instanceof GenerateMac.Response answer) {
      GenerateMac.Request asked = (GenerateMac.Request) request;
      SameKey.require(asked.keyId(), answer.keyId());
      equal("MAC algorithm", asked.macAlgorithm(), answer.macAlgorithm());
      Plausible.length("code", answer.mac(), macBytes(asked.macAlgorithm()));
    } else if (response instanceof DeriveSharedSecret.Response answer) {
      AgreementChecks.check((DeriveSharedSecret.Request) request, answer);
    } else if (response instanceof Encapsulate.Response answer) {
      AgreementChecks.check((Encapsulate.Request) request, answer);
    } else if (response instanceof Decapsulate.Response answer) {
      AgreementChecks.check((Decapsulate.Request) request, answer);
    } else if (response instanceof GenerateRandom.Response answer) {
      Integer length = ((GenerateRandom.Request) request).numberOfBytes();
      boolean enclave = answer.ciphertextForRecipient() != null;
      require(
          enclave
              || length == null
              || answer.plaintext() != null && answer.plaintext().length == length,
          "another number of random bytes");
    }
  }

  private static void decrypted(Decrypt.Request asked, Decrypt.Response answer) {
    SameKey.require(asked.keyId(), answer.keyId());
    equal(
        "encryption algorithm",
        orSymmetric(asked.encryptionAlgorithm()),
        answer.encryptionAlgorithm());
    if (asked.recipient() == null) {
      require(answer.plaintext() != null, "no plaintext");
      require(answer.plaintext().length > 0 || isRsa(asked), "an empty plaintext");
      require(answer.plaintext().length <= 4096, "a plaintext that is too long");
    }
  }

  /** OAEP encrypts nothing as well as something, here and without asking the service. */
  private static boolean isRsa(Decrypt.Request asked) {
    return asked.encryptionAlgorithm() == EncryptionAlgorithm.RSAES_OAEP_SHA_1
        || asked.encryptionAlgorithm() == EncryptionAlgorithm.RSAES_OAEP_SHA_256;
  }

  private static void reEncrypted(ReEncrypt.Request asked, ReEncrypt.Response answer) {
    SameKey.require(asked.destinationKeyId(), answer.keyId());
    SameKey.require(asked.sourceKeyId(), answer.sourceKeyId());
    equal(
        "encryption algorithm of the source",
        orSymmetric(asked.sourceEncryptionAlgorithm()),
        answer.sourceEncryptionAlgorithm());
    equal(
        "encryption algorithm of the destination",
        orSymmetric(asked.destinationEncryptionAlgorithm()),
        answer.destinationEncryptionAlgorithm());
    bytes("ciphertext", answer.ciphertextBlob());
  }

  private static int macBytes(MacAlgorithm algorithm) {
    return switch (algorithm) {
      case HMAC_SHA_224 -> 28;
      case HMAC_SHA_256 -> 32;
      case HMAC_SHA_384 -> 48;
      case HMAC_SHA_512 -> 64;
    };
  }

  /** What the API calls sensitive. */
  private static void wipe(Record response) {
    if (response == null) {
      return;
    }
    for (Shape.Part part : Shape.of(response.getClass()).parts()) {
      if (part.limits().map(Member::sensitive).orElse(false)
          && part.value(response) instanceof byte[] secret) {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
