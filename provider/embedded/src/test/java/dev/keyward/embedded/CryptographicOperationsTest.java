package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DryRunModifier;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Verify;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CryptographicOperationsTest {
  private static final byte[] TEXT = "attack at dawn".getBytes(UTF_8);
  private static final Map<String, String> CONTEXT = Map.of("table", "orders", "row", "7");

  private EmbeddedKmsFixture fixture;
  private Kms kms;
  private String key;
  private String rsaSigning;
  private String rsaEncrypting;

  @BeforeAll
  void open(@TempDir Path home) {
    fixture = new EmbeddedKmsFixture(home);
    kms = fixture.served();
    key = symmetric(kms);
    rsaSigning = create(kms, KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    rsaEncrypting = create(kms, KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private byte[] encrypted() {
    return kms.encrypt(Encrypt.Request.of(key, TEXT).withEncryptionContext(CONTEXT))
        .ciphertextBlob();
  }

  private Decrypt.Request decryption(byte[] blob) {
    return Decrypt.Request.of(blob).withEncryptionContext(CONTEXT);
  }

  @Test
  void encrypt_thenDecrypt_givesTheTextAndNamesTheKey() {
    Encrypt.Response sealed =
        kms.encrypt(Encrypt.Request.of(key, TEXT).withEncryptionContext(CONTEXT));
    assertThat(sealed.keyId()).isEqualTo(key);
    assertThat(sealed.encryptionAlgorithm()).isEqualTo(EncryptionAlgorithm.SYMMETRIC_DEFAULT);
    assertThat(sealed.ciphertextBlob().length - TEXT.length).isLessThanOrEqualTo(200);
    Decrypt.Response opened = kms.decrypt(decryption(sealed.ciphertextBlob()).withKeyId(key));
    assertThat(opened.plaintext()).isEqualTo(TEXT);
    assertThat(opened.keyId()).isEqualTo(key);
    assertThat(opened.keyMaterialId()).matches("[0-9a-f]{64}");
  }

  @Test
  void encrypt_sameTextManyTimes_neverRepeatsAByteOfNonceOrText() {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      byte[] blob = encrypted();
      nonces.add(Arrays.toString(Arrays.copyOfRange(blob, 53, 69)));
    }
    assertThat(nonces).hasSize(1000);
  }

  @ParameterizedTest
  @CsvSource({"1,true", "4096,true", "0,false", "4097,false"})
  void encrypt_length_isBetween1And4096(int length, boolean fits) {
    Encrypt.Request request = Encrypt.Request.of(key, new byte[length]);
    if (fits) {
      byte[] blob = kms.encrypt(request).ciphertextBlob();
      assertThat(blob.length).isLessThanOrEqualTo(6144);
      assertThat(kms.decrypt(Decrypt.Request.of(blob)).plaintext()).hasSize(length);
    } else {
      refused(ErrorCode.VALIDATION, () -> kms.encrypt(request));
    }
  }

  @Test
  void decrypt_everyByteChanged_neverGivesAText() {
    byte[] blob = encrypted();
    for (int i = 0; i < blob.length; i++) {
      byte[] changed = blob.clone();
      changed[i] ^= 0x40;
      // A changed key id names a key that does not exist; anything else is just not authentic.
      boolean inKeyId = i >= 5 && i < 21;
      refused(
          inKeyId ? ErrorCode.ACCESS_DENIED : ErrorCode.INVALID_CIPHERTEXT,
          () -> kms.decrypt(decryption(changed)));
    }
  }

  @Test
  void decrypt_cutAnywhereOrExtended_isInvalid() {
    byte[] blob = encrypted();
    for (int length = 1; length < blob.length; length++) {
      byte[] cut = Arrays.copyOf(blob, length);
      refused(ErrorCode.INVALID_CIPHERTEXT, () -> kms.decrypt(decryption(cut)));
    }
    byte[] longer = Arrays.copyOf(blob, blob.length + 1);
    assertThat(refused(ErrorCode.INVALID_CIPHERTEXT, () -> kms.decrypt(decryption(longer))))
        .hasMessage(null);
  }

  @Test
  void decrypt_otherContext_isInvalid() {
    byte[] blob = encrypted();
    for (Map<String, String> context :
        List.of(
            Map.<String, String>of(),
            Map.of("table", "orders"),
            Map.of("table", "orders", "row", "8"),
            Map.of("table", "orders", "Row", "7"),
            Map.of("table", "orders", "row", "7", "x", ""))) {
      refused(
          ErrorCode.INVALID_CIPHERTEXT,
          () -> kms.decrypt(Decrypt.Request.of(blob).withEncryptionContext(context)));
    }
  }

  @Test
  void decrypt_otherKeyNamed_isIncorrectKey() {
    String other = symmetric(kms);
    assertThat(
            refused(
                ErrorCode.INCORRECT_KEY,
                () -> kms.decrypt(decryption(encrypted()).withKeyId(other))))
        .hasMessage(
            "The key ID in the request does not identify a CMK that can perform this operation.");
  }

  @Test
  void encrypt_contextTooLargeOrMalformed_isRefused() {
    Encrypt.Request request = Encrypt.Request.of(key, TEXT);
    refused(
        ErrorCode.VALIDATION,
        () -> kms.encrypt(request.withEncryptionContext(Map.of("k", "v".repeat(8192)))));
    // JSON cannot carry half a character: over a wire it does not get as far as the constraints.
    assertThatThrownBy(() -> kms.encrypt(request.withEncryptionContext(Map.of("k", "\ud800"))))
        .isInstanceOfSatisfying(
            KmsServiceException.class,
            refusal ->
                assertThat(refusal.code()).isIn("ValidationException", "SerializationException"));
  }

  @Test
  void reEncrypt_toAnotherKeyAndContext_showsBothKeys() {
    String other = symmetric(kms);
    ReEncrypt.Response moved =
        kms.reEncrypt(
            ReEncrypt.Request.of(encrypted(), other)
                .withSourceEncryptionContext(CONTEXT)
                .withDestinationEncryptionContext(Map.of("moved", "yes")));
    assertThat(moved.sourceKeyId()).isEqualTo(key);
    assertThat(moved.keyId()).isEqualTo(other);
    assertThat(moved.sourceKeyMaterialId()).isNotEqualTo(moved.destinationKeyMaterialId());
    assertThat(
            kms.decrypt(
                    Decrypt.Request.of(moved.ciphertextBlob())
                        .withEncryptionContext(Map.of("moved", "yes")))
                .plaintext())
        .isEqualTo(TEXT);
  }

  @Test
  void reEncrypt_fromSymmetricToRsaAndBack_keepsTheText() {
    byte[] rsa =
        kms.reEncrypt(
                ReEncrypt.Request.of(encrypted(), rsaEncrypting)
                    .withSourceEncryptionContext(CONTEXT)
                    .withDestinationEncryptionAlgorithm(EncryptionAlgorithm.RSAES_OAEP_SHA_256))
            .ciphertextBlob();
    byte[] back =
        kms.reEncrypt(
                ReEncrypt.Request.of(rsa, key)
                    .withSourceKeyId(rsaEncrypting)
                    .withSourceEncryptionAlgorithm(EncryptionAlgorithm.RSAES_OAEP_SHA_256))
            .ciphertextBlob();
    assertThat(kms.decrypt(Decrypt.Request.of(back)).plaintext()).isEqualTo(TEXT);
  }

  @Test
  void generateDataKey_eitherSizeOrSpec_givesThatManyBytes() {
    GenerateDataKey.Response aes =
        kms.generateDataKey(GenerateDataKey.Request.of(key).withKeySpec(DataKeySpec.AES_128));
    assertThat(aes.plaintext()).hasSize(16);
    assertThat(kms.decrypt(Decrypt.Request.of(aes.ciphertextBlob())).plaintext())
        .isEqualTo(aes.plaintext());
    assertThat(
            kms.generateDataKey(GenerateDataKey.Request.of(key).withNumberOfBytes(1024))
                .plaintext())
        .hasSize(1024);
    assertThat(
            refused(
                ErrorCode.VALIDATION, () -> kms.generateDataKey(GenerateDataKey.Request.of(key))))
        .hasMessage("Please specify either number of bytes or key spec.");
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.generateDataKey(
                GenerateDataKey.Request.of(key)
                    .withNumberOfBytes(32)
                    .withKeySpec(DataKeySpec.AES_256)));
    for (int size : new int[] {0, 1025, -1}) {
      refused(
          ErrorCode.VALIDATION,
          () -> kms.generateDataKey(GenerateDataKey.Request.of(key).withNumberOfBytes(size)));
    }
  }

  @Test
  void generateDataKeyWithoutPlaintext_isDecryptable() {
    byte[] blob =
        kms.generateDataKeyWithoutPlaintext(
                GenerateDataKeyWithoutPlaintext.Request.of(key).withKeySpec(DataKeySpec.AES_256))
            .ciphertextBlob();
    byte[] plaintext = kms.decrypt(Decrypt.Request.of(blob)).plaintext();
    assertThat(plaintext).hasSize(32).isNotEqualTo(new byte[32]);
  }

  @Test
  void generateRandom_boundsAreKept() {
    assertThat(kms.generateRandom(GenerateRandom.Request.of(1024)).plaintext()).hasSize(1024);
    refused(ErrorCode.VALIDATION, () -> kms.generateRandom(GenerateRandom.Request.of(0)));
    refused(ErrorCode.VALIDATION, () -> kms.generateRandom(GenerateRandom.Request.of(1025)));
    refused(ErrorCode.VALIDATION, () -> kms.generateRandom(GenerateRandom.Request.of(null)));
  }

  @ParameterizedTest
  @EnumSource(
      value = EncryptionAlgorithm.class,
      names = {"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"})
  void rsaEncrypt_longestText_isReadByTheKmsAndWrittenByTheJdk(EncryptionAlgorithm algorithm)
      throws Exception {
    byte[] text = new byte[algorithm.maxPlaintextBytes(KeySpec.RSA_2048)];
    Arrays.fill(text, (byte) 7);
    byte[] blob =
        kms.encrypt(Encrypt.Request.of(rsaEncrypting, text).withEncryptionAlgorithm(algorithm))
            .ciphertextBlob();
    assertThat(rsaDecrypt(blob, algorithm)).isEqualTo(text);
    assertThat(rsaDecrypt(jdkEncrypt(text, algorithm), algorithm)).isEqualTo(text);
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.encrypt(
                Encrypt.Request.of(rsaEncrypting, Arrays.copyOf(text, text.length + 1))
                    .withEncryptionAlgorithm(algorithm)));
    blob[9] ^= 1;
    refused(ErrorCode.INVALID_CIPHERTEXT, () -> rsaDecrypt(blob, algorithm));
    refused(ErrorCode.INVALID_CIPHERTEXT, () -> rsaDecrypt(new byte[1], algorithm));
  }

  private byte[] rsaDecrypt(byte[] blob, EncryptionAlgorithm algorithm) {
    return kms.decrypt(
            Decrypt.Request.of(blob).withKeyId(rsaEncrypting).withEncryptionAlgorithm(algorithm))
        .plaintext();
  }

  private byte[] jdkEncrypt(byte[] text, EncryptionAlgorithm algorithm) throws Exception {
    String hash = algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1 ? "SHA-1" : "SHA-256";
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        publicKey(rsaEncrypting, "RSA"),
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(text);
  }

  private PublicKey publicKey(String keyId, String algorithm) throws Exception {
    byte[] encoded = kms.getPublicKey(GetPublicKey.Request.of(keyId)).publicKey();
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
  }

  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256,ECDSA_SHA_256,SHA256withECDSA",
    "ECC_NIST_P384,ECDSA_SHA_384,SHA384withECDSA",
    "ECC_NIST_P521,ECDSA_SHA_512,SHA512withECDSA",
  })
  void ecdsaSign_rawAndDigest_verifyWithTheJdkAndTheKms(
      KeySpec spec, SigningAlgorithm algorithm, String jca) throws Exception {
    String signing = create(kms, spec, KeyUsage.SIGN_VERIFY);
    Signature verifier = Signature.getInstance(jca, "SunEC");
    signAndVerify(signing, algorithm, verifier, publicKey(signing, "EC"));
  }

  @ParameterizedTest
  @CsvSource({
    "RSASSA_PKCS1_V1_5_SHA_256,SHA256withRSA",
    "RSASSA_PKCS1_V1_5_SHA_384,SHA384withRSA",
    "RSASSA_PKCS1_V1_5_SHA_512,SHA512withRSA",
    "RSASSA_PSS_SHA_256,SHA-256",
    "RSASSA_PSS_SHA_384,SHA-384",
    "RSASSA_PSS_SHA_512,SHA-512",
  })
  void rsaSign_rawAndDigest_verifyWithTheJdkAndTheKms(SigningAlgorithm algorithm, String jca)
      throws Exception {
    Signature verifier;
    if (jca.startsWith("SHA-")) {
      verifier = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
      verifier.setParameter(
          new PSSParameterSpec(
              jca, "MGF1", new MGF1ParameterSpec(jca), algorithm.digestSizeBytes(), 1));
    } else {
      verifier = Signature.getInstance(jca, "SunRsaSign");
    }
    signAndVerify(rsaSigning, algorithm, verifier, publicKey(rsaSigning, "RSA"));
  }

  private void signAndVerify(
      String keyId, SigningAlgorithm algorithm, Signature verifier, PublicKey publicKey)
      throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-" + algorithm.digestSizeBytes() * 8).digest(TEXT);
    byte[] raw = kms.sign(Sign.Request.of(keyId, TEXT, algorithm)).signature();
    byte[] ofDigest =
        kms.sign(Sign.Request.of(keyId, digest, algorithm).withMessageType(MessageType.DIGEST))
            .signature();
    for (byte[] signature : List.of(raw, ofDigest)) {
      verifier.initVerify(publicKey);
      verifier.update(TEXT);
      assertThat(verifier.verify(signature)).isTrue();
      assertThat(kms.verify(Verify.Request.of(keyId, TEXT, signature, algorithm)).signatureValid())
          .isTrue();
      assertThat(
              kms.verify(
                      Verify.Request.of(keyId, digest, signature, algorithm)
                          .withMessageType(MessageType.DIGEST))
                  .signatureValid())
          .isTrue();
      byte[] wrong = signature.clone();
      wrong[wrong.length / 2] ^= 1;
      refused(
          ErrorCode.KMS_INVALID_SIGNATURE,
          () -> kms.verify(Verify.Request.of(keyId, TEXT, wrong, algorithm)));
      refused(
          ErrorCode.KMS_INVALID_SIGNATURE,
          () ->
              kms.verify(
                  Verify.Request.of(keyId, "another".getBytes(UTF_8), signature, algorithm)));
    }
  }

  @Test
  void sign_wrongDigestLengthTypeOrAlgorithm_isRefused() {
    SigningAlgorithm pss = SigningAlgorithm.RSASSA_PSS_SHA_256;
    assertThat(
            refused(
                ErrorCode.VALIDATION,
                () ->
                    kms.sign(
                        Sign.Request.of(rsaSigning, new byte[31], pss)
                            .withMessageType(MessageType.DIGEST))))
        .hasMessage("Digest is invalid length for algorithm RSASSA_PSS_SHA_256.");
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.sign(
                Sign.Request.of(rsaSigning, new byte[64], pss)
                    .withMessageType(MessageType.EXTERNAL_MU)));
    assertThat(
            refused(
                ErrorCode.INVALID_KEY_USAGE,
                () -> kms.sign(Sign.Request.of(rsaSigning, TEXT, SigningAlgorithm.ECDSA_SHA_256))))
        .hasMessage("Algorithm ECDSA_SHA_256 is incompatible with key spec RSA_2048.");
    refused(ErrorCode.VALIDATION, () -> kms.sign(Sign.Request.of(rsaSigning, new byte[4097], pss)));
  }

  @Test
  void wrongUsage_everyOperation_isRefusedWithTheTextOfTheApi() {
    assertThat(
            refused(
                ErrorCode.INVALID_KEY_USAGE,
                () ->
                    kms.encrypt(
                        Encrypt.Request.of(rsaSigning, TEXT)
                            .withEncryptionAlgorithm(EncryptionAlgorithm.RSAES_OAEP_SHA_256))))
        .hasMessage(rsaSigning + " key usage is SIGN_VERIFY which is not valid for Encrypt.");
    refused(
        ErrorCode.INVALID_KEY_USAGE,
        () -> kms.sign(Sign.Request.of(key, TEXT, SigningAlgorithm.ECDSA_SHA_256)));
    refused(
        ErrorCode.INVALID_KEY_USAGE,
        () ->
            kms.generateDataKey(
                GenerateDataKey.Request.of(rsaEncrypting).withKeySpec(DataKeySpec.AES_256)));
  }

  @Test
  void dryRun_callThatWouldSucceed_saysSoAndOthersGiveTheirError() {
    refused(
        ErrorCode.DRY_RUN_OPERATION,
        () -> kms.encrypt(Encrypt.Request.of(key, TEXT).withDryRun(true)));
    refused(
        ErrorCode.DRY_RUN_OPERATION, () -> kms.decrypt(decryption(encrypted()).withDryRun(true)));
    refused(
        ErrorCode.INVALID_KEY_USAGE,
        () -> kms.encrypt(Encrypt.Request.of(rsaSigning, TEXT).withDryRun(true)));
    Decrypt.Request keyOnly =
        Decrypt.Request.of(null)
            .withKeyId(key)
            .withDryRunModifiers(List.of(DryRunModifier.IGNORE_CIPHERTEXT));
    refused(ErrorCode.DRY_RUN_OPERATION, () -> kms.decrypt(keyOnly.withDryRun(true)));
    refused(ErrorCode.VALIDATION, () -> kms.decrypt(keyOnly));
    refused(ErrorCode.VALIDATION, () -> kms.decrypt(keyOnly.withDryRun(true).withKeyId(null)));
  }

  @Test
  void dryRun_callThatWouldFailOnItsBytes_givesThatError() {
    byte[] damaged = encrypted();
    damaged[damaged.length - 1] ^= 1;
    refused(ErrorCode.INVALID_CIPHERTEXT, () -> kms.decrypt(decryption(damaged).withDryRun(true)));
    refused(
        ErrorCode.INVALID_CIPHERTEXT,
        () ->
            kms.reEncrypt(
                ReEncrypt.Request.of(damaged, key)
                    .withSourceEncryptionContext(CONTEXT)
                    .withDryRun(true)));
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.encrypt(
                Encrypt.Request.of(rsaEncrypting, new byte[191])
                    .withEncryptionAlgorithm(EncryptionAlgorithm.RSAES_OAEP_SHA_256)
                    .withDryRun(true)));
  }

  @Test
  void decrypt_noCiphertextOrNoKeyForRsa_isRefused() {
    refused(ErrorCode.VALIDATION, () -> kms.decrypt(Decrypt.Request.of(null)));
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.decrypt(
                Decrypt.Request.of(new byte[256])
                    .withEncryptionAlgorithm(EncryptionAlgorithm.RSAES_OAEP_SHA_1)));
  }
}
