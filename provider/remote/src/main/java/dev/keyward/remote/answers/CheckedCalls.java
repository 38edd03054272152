package dev.keyward.remote.answers;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.wire.KmsCalls;
import java.util.Arrays;
import java.util.Objects;

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
   */
  public CheckedCalls(KmsCalls calls, PublicKeyPins pins, Meters meters) {
    this.calls = calls;
    this.pins = pins;
    this.meters = meters;
    this.dataKeys = new DataKeyChecks(calls);
    this.signatures = new SignatureChecks(this, pins);
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
      requireEqual("signing algorithm", asked.signingAlgorithm(), answer.signingAlgorithm());
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
      requireEqual(
          "encryption algorithm",
          orSymmetric(asked.encryptionAlgorithm()),
          answer.encryptionAlgorithm());
      requireBytes("ciphertext", answer.ciphertextBlob());
    } else if (response instanceof ReEncrypt.Response answer) {
      SameKey.require(((ReEncrypt.Request) request).destinationKeyId(), answer.keyId());
      requireBytes("ciphertext", answer.ciphertextBlob());
    } else if (response instanceof GenerateDataKeyWithoutPlaintext.Response answer) {
      SameKey.require(((GenerateDataKeyWithoutPlaintext.Request) request).keyId(), answer.keyId());
      requireBytes("ciphertext", answer.ciphertextBlob());
    } else if (response instanceof GenerateDataKeyPair.Response answer) {
      DataKeyPairChecks.check((GenerateDataKeyPair.Request) request, answer);
    } else if (response instanceof GenerateDataKeyPairWithoutPlaintext.Response answer) {
      DataKeyPairChecks.check((GenerateDataKeyPairWithoutPlaintext.Request) request, answer);
    } else if (response instanceof Verify.Response answer) {
      SameKey.require(((Verify.Request) request).keyId(), answer.keyId());
      require(Boolean.TRUE.equals(answer.signatureValid()), "neither a yes nor a refusal");
    } else if (response instanceof VerifyMac.Response answer) {
      SameKey.require(((VerifyMac.Request) request).keyId(), answer.keyId());
      require(Boolean.TRUE.equals(answer.macValid()), "neither a yes nor a refusal");
    } else if (response instanceof GenerateMac.Response answer) {
      SameKey.require(((GenerateMac.Request) request).keyId(), answer.keyId());
      requireBytes("code", answer.mac());
    } else if (response instanceof DeriveSharedSecret.Response answer) {
      SameKey.require(((DeriveSharedSecret.Request) request).keyId(), answer.keyId());
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
    requireEqual(
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

  private static EncryptionAlgorithm orSymmetric(EncryptionAlgorithm asked) {
    return asked == null ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : asked;
  }

  private static void requireEqual(String what, Object asked, Object answered) {
    // Services that are older than the member leave it out.
    require(answered == null || Objects.equals(asked, answered), "another " + what);
  }

  private static void requireBytes(String what, byte[] bytes) {
    require(bytes != null && bytes.length > 0, "no " + what);
  }

  private static void require(boolean plausible, String found) {
    if (!plausible) {
      throw Refusal.of(Refusal.INVALID, found);
    }
  }

  private static void wipe(Record response) {
    if (response instanceof Decrypt.Response answer && answer.plaintext() != null) {
      Arrays.fill(answer.plaintext(), (byte) 0);
    }
    if (response instanceof GenerateDataKey.Response answer && answer.plaintext() != null) {
      Arrays.fill(answer.plaintext(), (byte) 0);
    }
    if (response instanceof GenerateDataKeyPair.Response answer
        && answer.privateKeyPlaintext() != null) {
      Arrays.fill(answer.privateKeyPlaintext(), (byte) 0);
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
