package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.DryRunModifier;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KeyAgreementAlgorithm;
import dev.keyward.kms.Kms;
import dev.keyward.kms.MacAlgorithm;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.Sign;
import dev.keyward.kms.Verify;
import dev.keyward.kms.VerifyMac;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import javax.crypto.KeyAgreement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of every family through the API, against the JDK as the other side. */
class KeySpecsTest {
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private Kms kms;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    kms = fixture.served();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private byte[] publicKey(String key) {
    return kms.getPublicKey(GetPublicKey.Request.of(key)).publicKey();
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_224, HMAC_SHA_224, 28",
    "HMAC_256, HMAC_SHA_256, 32",
    "HMAC_384, HMAC_SHA_384, 48",
    "HMAC_512, HMAC_SHA_512, 64"
  })
  void mac_ofEverySpec_verifiesAndFitsNoOtherMessage(
      KeySpec spec, MacAlgorithm algorithm, int length) {
    String key = create(kms, spec, KeyUsage.GENERATE_VERIFY_MAC);
    byte[] mac = kms.generateMac(GenerateMac.Request.of(TEXT, key, algorithm)).mac();
    assertThat(mac).hasSize(length);
    assertThat(kms.verifyMac(VerifyMac.Request.of(TEXT, key, algorithm, mac)).macValid()).isTrue();
    refused(
        ErrorCode.KMS_INVALID_MAC,
        () -> kms.verifyMac(VerifyMac.Request.of(new byte[] {1}, key, algorithm, mac)));
    MacAlgorithm other =
        algorithm == MacAlgorithm.HMAC_SHA_256
            ? MacAlgorithm.HMAC_SHA_384
            : MacAlgorithm.HMAC_SHA_256;
    refused(
        ErrorCode.INVALID_KEY_USAGE,
        () -> kms.generateMac(GenerateMac.Request.of(TEXT, key, other)));
  }

  @Test
  void ed25519_signature_isOneTheJdkAccepts() throws Exception {
    String key = create(kms, KeySpec.ECC_NIST_EDWARDS25519, KeyUsage.SIGN_VERIFY);
    byte[] signature =
        kms.sign(Sign.Request.of(key, TEXT, SigningAlgorithm.ED25519_SHA_512)).signature();
    Signature jdk = Signature.getInstance("Ed25519", "SunEC");
    jdk.initVerify(
        KeyFactory.getInstance("Ed25519", "SunEC")
            .generatePublic(new X509EncodedKeySpec(publicKey(key))));
    jdk.update(TEXT);
    assertThat(jdk.verify(signature)).isTrue();
  }

  @Test
  void ed25519ph_takesADigestOfSha512_andIsAnotherAlgorithm() throws Exception {
    String key = create(kms, KeySpec.ECC_NIST_EDWARDS25519, KeyUsage.SIGN_VERIFY);
    byte[] digest = MessageDigest.getInstance("SHA-512", "SUN").digest(TEXT);
    SigningAlgorithm ph = SigningAlgorithm.ED25519_PH_SHA_512;
    byte[] signature =
        kms.sign(Sign.Request.of(key, digest, ph).withMessageType(MessageType.DIGEST)).signature();
    Verify.Request verify = Verify.Request.of(key, digest, signature, ph);
    assertThat(kms.verify(verify.withMessageType(MessageType.DIGEST)).signatureValid()).isTrue();
    refused(
        ErrorCode.KMS_INVALID_SIGNATURE,
        () ->
            kms.verify(
                Verify.Request.of(key, digest, signature, SigningAlgorithm.ED25519_SHA_512)));
    refused(ErrorCode.VALIDATION, () -> kms.verify(verify));
    refused(
        ErrorCode.VALIDATION,
        () -> kms.sign(Sign.Request.of(key, TEXT, ph).withMessageType(MessageType.DIGEST)));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void mlDsa_messageAndItsRepresentative_verifyAsTheSame(KeySpec spec) {
    String key = create(kms, spec, KeyUsage.SIGN_VERIFY);
    SigningAlgorithm algorithm = SigningAlgorithm.ML_DSA_SHAKE_256;
    byte[] signature = kms.sign(Sign.Request.of(key, TEXT, algorithm)).signature();
    byte[] mu = LatticeMu.of(publicKey(key), TEXT);
    assertThat(
            kms.verify(
                    Verify.Request.of(key, mu, signature, algorithm)
                        .withMessageType(MessageType.EXTERNAL_MU))
                .signatureValid())
        .isTrue();
    byte[] ofMu =
        kms.sign(Sign.Request.of(key, mu, algorithm).withMessageType(MessageType.EXTERNAL_MU))
            .signature();
    assertThat(kms.verify(Verify.Request.of(key, TEXT, ofMu, algorithm)).signatureValid()).isTrue();
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.sign(
                Sign.Request.of(key, new byte[32], algorithm).withMessageType(MessageType.DIGEST)));
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.sign(
                Sign.Request.of(key, new byte[63], algorithm)
                    .withMessageType(MessageType.EXTERNAL_MU)));
  }

  @ParameterizedTest
  @CsvSource({"ML_KEM_512, 768", "ML_KEM_768, 1088", "ML_KEM_1024, 1568"})
  void mlKem_decapsulates_theSecretThatWasEncapsulated(KeySpec spec, int length) {
    String key = create(kms, spec, KeyUsage.ENCAPSULATE_DECAPSULATE);
    Encapsulate.Response made = kms.encapsulate(Encapsulate.Request.of(key));
    assertThat(made.sharedSecretCiphertextBlob()).hasSize(length);
    assertThat(made.sharedSecret()).hasSize(32);
    assertThat(
            kms.decapsulate(Decapsulate.Request.of(key, made.sharedSecretCiphertextBlob()))
                .sharedSecret())
        .isEqualTo(made.sharedSecret());
    refused(
        ErrorCode.INVALID_CIPHERTEXT,
        () -> kms.decapsulate(Decapsulate.Request.of(key, new byte[length - 1])));
  }

  @ParameterizedTest
  @CsvSource({"ECC_NIST_P256, secp256r1", "ECC_NIST_P384, secp384r1", "ECC_NIST_P521, secp521r1"})
  void agreement_withThePairOfTheJdk_givesBothTheSame(KeySpec spec, String curve) throws Exception {
    String key = create(kms, spec, KeyUsage.KEY_AGREEMENT);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair peer = generator.generateKeyPair();
    KeyAgreement jdk = KeyAgreement.getInstance("ECDH", "SunEC");
    jdk.init(peer.getPrivate());
    jdk.doPhase(
        KeyFactory.getInstance("EC", "SunEC")
            .generatePublic(new X509EncodedKeySpec(publicKey(key))),
        true);
    assertThat(
            kms.deriveSharedSecret(
                    DeriveSharedSecret.Request.of(
                        key, KeyAgreementAlgorithm.ECDH, peer.getPublic().getEncoded()))
                .sharedSecret())
        .isEqualTo(jdk.generateSecret());
    refused(
        ErrorCode.VALIDATION,
        () ->
            kms.deriveSharedSecret(
                DeriveSharedSecret.Request.of(key, KeyAgreementAlgorithm.ECDH, TEXT)));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSA, SHA256withRSA",
    "ECC_NIST_P256, EC, SHA256withECDSA",
    "ECC_NIST_P384, EC, SHA256withECDSA",
    "ECC_NIST_P521, EC, SHA256withECDSA",
    "ECC_NIST_EDWARDS25519, Ed25519, Ed25519"
  })
  void dataKeyPair_ofEverySpec_isAPairOfTheJdk(
      DataKeyPairSpec spec, String algorithm, String signing) throws Exception {
    String key = symmetric(kms);
    GenerateDataKeyPair.Response made =
        kms.generateDataKeyPair(
            GenerateDataKeyPair.Request.of(key, spec).withEncryptionContext(Map.of("a", "b")));
    byte[] opened =
        kms.decrypt(
                Decrypt.Request.of(made.privateKeyCiphertextBlob())
                    .withEncryptionContext(Map.of("a", "b")))
            .plaintext();
    assertThat(opened).isEqualTo(made.privateKeyPlaintext());
    KeyFactory factory = KeyFactory.getInstance(algorithm);
    PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(opened));
    PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(made.publicKey()));
    Signature signature = Signature.getInstance(signing);
    signature.initSign(privateKey);
    signature.update(TEXT);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(TEXT);
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void dataKeyPair_withoutPlaintextAndOfSm2() {
    String key = symmetric(kms);
    GenerateDataKeyPairWithoutPlaintext.Response made =
        kms.generateDataKeyPairWithoutPlaintext(
            GenerateDataKeyPairWithoutPlaintext.Request.of(key, DataKeyPairSpec.ECC_SECG_P256K1));
    assertThat(kms.decrypt(Decrypt.Request.of(made.privateKeyCiphertextBlob())).plaintext())
        .isNotEmpty();
    refused(
        ErrorCode.UNSUPPORTED_OPERATION,
        () -> kms.generateDataKeyPair(GenerateDataKeyPair.Request.of(key, DataKeyPairSpec.SM2)));
  }

  @Test
  void plaintext_ofUpTo4096Bytes_isTaken() {
    String key = symmetric(kms);
    byte[] most = new byte[4096];
    byte[] blob = kms.encrypt(Encrypt.Request.of(key, most)).ciphertextBlob();
    assertThat(blob).hasSizeLessThanOrEqualTo(6144);
    assertThat(kms.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(most);
    refused(ErrorCode.VALIDATION, () -> kms.encrypt(Encrypt.Request.of(key, new byte[4097])));
    refused(ErrorCode.VALIDATION, () -> kms.decrypt(Decrypt.Request.of(new byte[6145])));
  }

  @Test
  void dryRun_ofEveryOperationThatHasIt_stopsWhereItWouldHaveSucceeded() {
    String key = symmetric(kms);
    byte[] blob = kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
    DataKeyPairSpec p256 = DataKeyPairSpec.ECC_NIST_P256;
    dry(() -> kms.encrypt(Encrypt.Request.of(key, TEXT).withDryRun(true)));
    dry(() -> kms.decrypt(Decrypt.Request.of(blob).withDryRun(true)));
    dry(() -> kms.reEncrypt(ReEncrypt.Request.of(blob, key).withDryRun(true)));
    dry(
        () ->
            kms.generateDataKey(
                GenerateDataKey.Request.of(key).withKeySpec(DataKeySpec.AES_256).withDryRun(true)));
    dry(
        () ->
            kms.generateDataKeyWithoutPlaintext(
                GenerateDataKeyWithoutPlaintext.Request.of(key)
                    .withKeySpec(DataKeySpec.AES_256)
                    .withDryRun(true)));
    dry(() -> kms.generateDataKeyPair(GenerateDataKeyPair.Request.of(key, p256).withDryRun(true)));
    dry(
        () ->
            kms.generateDataKeyPairWithoutPlaintext(
                GenerateDataKeyPairWithoutPlaintext.Request.of(key, p256).withDryRun(true)));
    refused(
        ErrorCode.INVALID_CIPHERTEXT,
        () ->
            kms.decrypt(
                Decrypt.Request.of(blob).withEncryptionContext(Map.of("a", "b")).withDryRun(true)));
    Decrypt.Request without =
        Decrypt.Request.of(null).withDryRunModifiers(List.of(DryRunModifier.IGNORE_CIPHERTEXT));
    dry(() -> kms.decrypt(without.withKeyId(key).withDryRun(true)));
    refused(ErrorCode.VALIDATION, () -> kms.decrypt(without.withDryRun(true)));
    refused(ErrorCode.VALIDATION, () -> kms.decrypt(without.withKeyId(key)));
  }

  @Test
  void dryRun_withPairsAndMacs_stopsToo() {
    String pair = create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    SigningAlgorithm ecdsa = SigningAlgorithm.ECDSA_SHA_256;
    dry(() -> kms.sign(Sign.Request.of(pair, TEXT, ecdsa).withDryRun(true)));
    byte[] signature = kms.sign(Sign.Request.of(pair, TEXT, ecdsa)).signature();
    dry(() -> kms.verify(Verify.Request.of(pair, TEXT, signature, ecdsa).withDryRun(true)));
    String mac = create(kms, KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
    MacAlgorithm hmac = MacAlgorithm.HMAC_SHA_256;
    dry(() -> kms.generateMac(GenerateMac.Request.of(TEXT, mac, hmac).withDryRun(true)));
    byte[] tag = kms.generateMac(GenerateMac.Request.of(TEXT, mac, hmac)).mac();
    dry(() -> kms.verifyMac(VerifyMac.Request.of(TEXT, mac, hmac, tag).withDryRun(true)));
    String kem = create(kms, KeySpec.ML_KEM_512, KeyUsage.ENCAPSULATE_DECAPSULATE);
    dry(() -> kms.encapsulate(Encapsulate.Request.of(kem).withDryRun(true)));
    dry(() -> kms.decapsulate(Decapsulate.Request.of(kem, new byte[768]).withDryRun(true)));
    String agreement = create(kms, KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    dry(
        () ->
            kms.deriveSharedSecret(
                DeriveSharedSecret.Request.of(
                        agreement, KeyAgreementAlgorithm.ECDH, publicKey(agreement))
                    .withDryRun(true)));
  }

  @Test
  void dryRun_ofWhatDoesNotVerify_givesTheErrorOfTheCall() {
    String pair = create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    SigningAlgorithm ecdsa = SigningAlgorithm.ECDSA_SHA_256;
    byte[] signature = kms.sign(Sign.Request.of(pair, TEXT, ecdsa)).signature();
    byte[] other = {9};
    refused(
        ErrorCode.KMS_INVALID_SIGNATURE,
        () -> kms.verify(Verify.Request.of(pair, other, signature, ecdsa).withDryRun(true)));
    String mac = create(kms, KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
    MacAlgorithm hmac = MacAlgorithm.HMAC_SHA_256;
    byte[] tag = kms.generateMac(GenerateMac.Request.of(TEXT, mac, hmac)).mac();
    refused(
        ErrorCode.KMS_INVALID_MAC,
        () -> kms.verifyMac(VerifyMac.Request.of(other, mac, hmac, tag).withDryRun(true)));
    String kem = create(kms, KeySpec.ML_KEM_512, KeyUsage.ENCAPSULATE_DECAPSULATE);
    refused(
        ErrorCode.INVALID_CIPHERTEXT,
        () -> kms.decapsulate(Decapsulate.Request.of(kem, new byte[767]).withDryRun(true)));
  }

  private static void dry(ThrowingCallable call) {
    refused(ErrorCode.DRY_RUN_OPERATION, call);
  }
}
