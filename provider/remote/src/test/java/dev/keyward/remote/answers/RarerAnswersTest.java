package dev.keyward.remote.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.EncapsulationAlgorithm;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.KeyAgreementAlgorithm;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;

/**
 * Answer B64 for the rarer operations: the key, the algorithm and the length that were asked for.
 */
class RarerAnswersTest extends LyingService {
  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  /** A request, its right answer, and answers that are to be refused. */
  private void refuses(String operation, Record asked, Record right, Record... wrong) {
    answers(right);
    assertThat(calls.call(operation, asked)).as(operation).isSameAs(right);
    for (Record each : wrong) {
      answers(each);
      refusal(operation, asked);
    }
  }

  @Test
  void reEncrypt_otherKeysOrAlgorithms_isRefused() {
    EncryptionAlgorithm symmetric = EncryptionAlgorithm.SYMMETRIC_DEFAULT;
    EncryptionAlgorithm rsa = EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    refuses(
        "ReEncrypt",
        ReEncrypt.Request.of(bytes(60), ARN).withSourceKeyId(ARN),
        new ReEncrypt.Response(bytes(60), ARN, ARN, symmetric, symmetric, null, null),
        new ReEncrypt.Response(bytes(60), OTHER, ARN, symmetric, symmetric, null, null),
        new ReEncrypt.Response(bytes(60), "source", ARN, symmetric, symmetric, null, null),
        new ReEncrypt.Response(bytes(60), ARN, OTHER, symmetric, symmetric, null, null),
        new ReEncrypt.Response(bytes(60), ARN, ARN, rsa, symmetric, null, null),
        new ReEncrypt.Response(bytes(60), ARN, ARN, symmetric, rsa, null, null),
        new ReEncrypt.Response(null, ARN, ARN, symmetric, symmetric, null, null));
  }

  @Test
  void verify_otherKeyOrAlgorithm_isRefused() {
    SigningAlgorithm asked = SigningAlgorithm.ECDSA_SHA_256;
    refuses(
        "Verify",
        Verify.Request.of(ARN, bytes(3), bytes(70), asked),
        new Verify.Response(ARN, true, asked),
        new Verify.Response(OTHER, true, asked),
        new Verify.Response(ARN, false, asked),
        new Verify.Response(ARN, true, SigningAlgorithm.ECDSA_SHA_384));
  }

  @Test
  void macs_otherKeyAlgorithmOrLength_areRefused() {
    MacAlgorithm asked = MacAlgorithm.HMAC_SHA_256;
    refuses(
        "GenerateMac",
        GenerateMac.Request.of(bytes(3), ARN, asked),
        new GenerateMac.Response(bytes(32), asked, ARN),
        new GenerateMac.Response(bytes(31), asked, ARN),
        new GenerateMac.Response(bytes(64), asked, ARN),
        new GenerateMac.Response(bytes(32), MacAlgorithm.HMAC_SHA_384, ARN),
        new GenerateMac.Response(bytes(32), asked, OTHER),
        new GenerateMac.Response(null, asked, ARN));
    refuses(
        "VerifyMac",
        VerifyMac.Request.of(bytes(3), ARN, asked, bytes(32)),
        new VerifyMac.Response(ARN, true, asked),
        new VerifyMac.Response(ARN, true, MacAlgorithm.HMAC_SHA_512),
        new VerifyMac.Response(ARN, null, asked));
  }

  private static DeriveSharedSecret.Response derived(
      String key, int length, KeyAgreementAlgorithm algorithm) {
    return new DeriveSharedSecret.Response(key, bytes(length), null, algorithm, null);
  }

  @Test
  void sharedSecret_otherKeyAlgorithmOrLength_isRefused() throws Exception {
    KeyAgreementAlgorithm ecdh = KeyAgreementAlgorithm.ECDH;
    byte[] onP384 = ec("secp384r1").getPublic().getEncoded();
    refuses(
        "DeriveSharedSecret",
        DeriveSharedSecret.Request.of(ARN, ecdh, onP384),
        derived(ARN, 48, ecdh),
        derived(OTHER, 48, ecdh),
        derived(ARN, 32, ecdh),
        derived(ARN, 49, ecdh),
        new DeriveSharedSecret.Response(ARN, null, null, ecdh, null));
    // A key of a curve that the JDK does not know, as SM2's.
    refuses(
        "DeriveSharedSecret",
        DeriveSharedSecret.Request.of(ARN, ecdh, bytes(91)),
        derived(ARN, 32, ecdh),
        derived(ARN, 16, ecdh));
  }

  @Test
  void encapsulation_otherKeyOrLength_isRefused() {
    EncapsulationAlgorithm kem = EncapsulationAlgorithm.ML_KEM;
    refuses(
        "Encapsulate",
        Encapsulate.Request.of(ARN),
        new Encapsulate.Response(ARN, kem, bytes(32), bytes(1088)),
        new Encapsulate.Response(OTHER, kem, bytes(32), bytes(1088)),
        new Encapsulate.Response(ARN, kem, bytes(16), bytes(1088)),
        new Encapsulate.Response(ARN, kem, bytes(32), bytes(1087)),
        new Encapsulate.Response(ARN, kem, bytes(32), null));
    refuses(
        "Decapsulate",
        Decapsulate.Request.of(ARN, bytes(1088)),
        new Decapsulate.Response(ARN, kem, bytes(32)),
        new Decapsulate.Response(OTHER, kem, bytes(32)),
        new Decapsulate.Response(ARN, kem, bytes(33)));
  }

  @Test
  void sharedSecret_refused_isWiped() {
    DeriveSharedSecret.Response wrong = derived(OTHER, 32, KeyAgreementAlgorithm.ECDH);
    answers(wrong);
    refusal(
        "DeriveSharedSecret",
        DeriveSharedSecret.Request.of(ARN, KeyAgreementAlgorithm.ECDH, bytes(91)));
    assertThat(wrong.sharedSecret()).containsOnly(0);
  }
}
