package dev.keyward.remote.answers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.kms.DataKeyPairSpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyPair;
import dev.keyward.kms.GenerateDataKeyPairWithoutPlaintext;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Sign;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers B64 to B67, and fault F21. */
class HostileAnswerTest extends LyingService {
  private static Decrypt.Response decrypted(String key, EncryptionAlgorithm algorithm, int length) {
    return new Decrypt.Response(key, bytes(length), algorithm, null, null);
  }

  @Test
  void decrypt_otherKeyAlgorithmOrLength_isRefused() {
    Decrypt.Request asked = Decrypt.Request.of(bytes(60)).withKeyId(ARN);
    answers(decrypted(OTHER, EncryptionAlgorithm.SYMMETRIC_DEFAULT, 32));
    assertThat(refusal("Decrypt", asked)).isEqualTo("IncorrectKey");
    answers(decrypted("alias/orders", EncryptionAlgorithm.SYMMETRIC_DEFAULT, 32));
    assertThat(refusal("Decrypt", asked)).isEqualTo("IncorrectKey");
    answers(decrypted(null, EncryptionAlgorithm.SYMMETRIC_DEFAULT, 32));
    assertThat(refusal("Decrypt", asked)).isEqualTo("IncorrectKey");
    answers(decrypted(ARN, EncryptionAlgorithm.RSAES_OAEP_SHA_256, 32));
    refusal("Decrypt", asked);
    answers(decrypted(ARN, EncryptionAlgorithm.SYMMETRIC_DEFAULT, 0));
    refusal("Decrypt", asked);
    answers(decrypted(ARN, EncryptionAlgorithm.SYMMETRIC_DEFAULT, 4097));
    refusal("Decrypt", asked);
    answers(decrypted(ARN, EncryptionAlgorithm.SYMMETRIC_DEFAULT, 32));
    assertThat(calls.call("Decrypt", asked)).isNotNull();
  }

  /** RSA-OAEP encrypts nothing as well as something; a KMS key of another kind does not. */
  @Test
  void decrypt_nothingUnderOaep_isTaken() {
    Decrypt.Request asked =
        Decrypt.Request.of(bytes(256))
            .withKeyId(ARN)
            .withEncryptionAlgorithm(EncryptionAlgorithm.RSAES_OAEP_SHA_256);
    answers(decrypted(ARN, EncryptionAlgorithm.RSAES_OAEP_SHA_256, 0));
    assertThat(calls.call("Decrypt", asked)).isNotNull();
    answers(new Decrypt.Response(ARN, null, EncryptionAlgorithm.RSAES_OAEP_SHA_256, null, null));
    refusal("Decrypt", asked);
  }

  @Test
  void decrypt_refused_wipesThePlaintext() {
    Decrypt.Response answer = decrypted(OTHER, EncryptionAlgorithm.SYMMETRIC_DEFAULT, 32);
    answers(answer);
    refusal("Decrypt", Decrypt.Request.of(bytes(60)).withKeyId(ARN));
    assertThat(answer.plaintext()).isEqualTo(new byte[32]);
  }

  private static GenerateDataKey.Response dataKey(byte[] key) {
    return new GenerateDataKey.Response(bytes(60), key, ARN, null, null);
  }

  @Test
  void dataKey_wrongLengthZeroOrRepeated_isRefused() {
    GenerateDataKey.Request asked = GenerateDataKey.Request.of("alias/a").withNumberOfBytes(32);
    answers(dataKey(bytes(31)), dataKey(bytes(33)), dataKey(null), dataKey(new byte[32]));
    for (int i = 0; i < 4; i++) {
      refusal("GenerateDataKey", asked);
    }
    answers(dataKey(bytes(32)), dataKey(bytes(32)));
    calls.call("GenerateDataKey", asked);
    refusal("GenerateDataKey", asked);
  }

  @Test
  void dataKey_sampleDoesNotDecryptToItself_isRefused() {
    GenerateDataKey.Request asked = GenerateDataKey.Request.of(ARN).withNumberOfBytes(32);
    for (int i = 1; i < 256; i++) {
      byte[] key = bytes(32);
      key[0] = (byte) i;
      answers(dataKey(key));
      calls.call("GenerateDataKey", asked);
    }
    byte[] last = bytes(32);
    last[1] = 1;
    answers(dataKey(last), decrypted(ARN, EncryptionAlgorithm.SYMMETRIC_DEFAULT, 32));
    refusal("GenerateDataKey", asked);
    assertThat(answers).isEmpty();
  }

  private static GetPublicKey.Response publicKey(KeySpec spec, PublicKey key) {
    return new GetPublicKey.Response(
        ARN, key.getEncoded(), spec, spec, KeyUsage.SIGN_VERIFY, null, null, null, null);
  }

  @Test
  void publicKey_otherInAnotherRegion_isRefusedForMultiRegionKeys() throws Exception {
    String id = "mrk-1234abcd12ab34cd56ef1234567890ab";
    PublicKey first = ec("secp256r1").getPublic();
    PublicKey second = ec("secp256r1").getPublic();
    for (String keyId : new String[] {id, "7777abcd-12ab-34cd-56ef-1234567890ab"}) {
      String home = "arn:aws:kms:eu-west-1:111122223333:key/" + keyId;
      String other = home.replace("eu-west-1", "eu-central-1");
      answers(publicKey(home, first), publicKey(other, second));
      calls.call("GetPublicKey", GetPublicKey.Request.of(home));
      if (keyId.equals(id)) {
        assertThat(refusal("GetPublicKey", GetPublicKey.Request.of(other)))
            .isEqualTo("PinMismatch");
      } else {
        assertThat(calls.call("GetPublicKey", GetPublicKey.Request.of(other))).isNotNull();
      }
    }
  }

  private static GetPublicKey.Response publicKey(String arn, PublicKey key) {
    return new GetPublicKey.Response(
        arn, key.getEncoded(), KeySpec.ECC_NIST_P256, null, null, null, null, null, null);
  }

  @Test
  void dataKeyPair_otherThanAsked_isRefusedAndWiped() throws Exception {
    KeyPair pair = ec("secp256r1");
    byte[] open = pair.getPublic().getEncoded();
    byte[] secret = pair.getPrivate().getEncoded();
    DataKeyPairSpec p256 = DataKeyPairSpec.ECC_NIST_P256;
    GenerateDataKeyPair.Request asked = GenerateDataKeyPair.Request.of(ARN, p256);
    List<GenerateDataKeyPair.Response> wrong =
        List.of(
            keyPair(bytes(60), secret, open, OTHER, p256),
            keyPair(bytes(60), secret, open, ARN, DataKeyPairSpec.ECC_NIST_P384),
            keyPair(null, secret, open, ARN, p256),
            keyPair(new byte[0], secret, open, ARN, p256),
            keyPair(bytes(6145), secret, open, ARN, p256),
            keyPair(bytes(60), secret, null, ARN, p256),
            keyPair(bytes(60), secret, bytes(91), ARN, p256),
            keyPair(bytes(60), secret, ec("secp384r1").getPublic().getEncoded(), ARN, p256),
            keyPair(bytes(60), null, open, ARN, p256),
            keyPair(bytes(60), Arrays.copyOf(secret, secret.length - 1), open, ARN, p256));
    for (GenerateDataKeyPair.Response each : wrong) {
      answers(each);
      refusal("GenerateDataKeyPair", asked);
      if (each.privateKeyPlaintext() != null) {
        assertThat(each.privateKeyPlaintext()).containsOnly(0);
      }
    }
    answers(keyPair(bytes(60), pair.getPrivate().getEncoded(), open, ARN, p256));
    assertThat(calls.call("GenerateDataKeyPair", asked)).isNotNull();
  }

  private static GenerateDataKeyPair.Response keyPair(
      byte[] blob, byte[] secret, byte[] open, String key, DataKeyPairSpec spec) {
    byte[] own = secret == null ? null : secret.clone();
    return new GenerateDataKeyPair.Response(blob, own, open, key, spec, null, null);
  }

  @Test
  void dataKeyPairWithoutPlaintext_otherThanAsked_isRefused() throws Exception {
    byte[] rsa = rsa(2048, 65537).getPublic().getEncoded();
    DataKeyPairSpec spec = DataKeyPairSpec.RSA_2048;
    var asked = GenerateDataKeyPairWithoutPlaintext.Request.of(ARN, spec);
    answers(
        new GenerateDataKeyPairWithoutPlaintext.Response(bytes(60), rsa, OTHER, spec, null),
        new GenerateDataKeyPairWithoutPlaintext.Response(null, rsa, ARN, spec, null),
        new GenerateDataKeyPairWithoutPlaintext.Response(
            bytes(60), rsa, ARN, DataKeyPairSpec.RSA_3072, null),
        new GenerateDataKeyPairWithoutPlaintext.Response(
            bytes(60), Arrays.copyOf(rsa, rsa.length + 1), ARN, spec, null),
        new GenerateDataKeyPairWithoutPlaintext.Response(bytes(60), rsa, ARN, spec, null));
    for (int i = 0; i < 4; i++) {
      refusal("GenerateDataKeyPairWithoutPlaintext", asked);
    }
    assertThat(calls.call("GenerateDataKeyPairWithoutPlaintext", asked)).isNotNull();
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits, long exponent) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
    generator.initialize(new RSAKeyGenParameterSpec(bits, java.math.BigInteger.valueOf(exponent)));
    return generator.generateKeyPair();
  }

  @Test
  void publicKey_otherThanBefore_isRefused() throws Exception {
    GetPublicKey.Request asked = GetPublicKey.Request.of(ARN);
    PublicKey first = ec("secp256r1").getPublic();
    answers(
        publicKey(KeySpec.ECC_NIST_P256, first),
        publicKey(KeySpec.ECC_NIST_P256, first),
        publicKey(KeySpec.ECC_NIST_P256, ec("secp256r1").getPublic()));
    calls.call("GetPublicKey", asked);
    calls.call("GetPublicKey", asked);
    assertThat(refusal("GetPublicKey", asked)).isEqualTo("PinMismatch");
  }

  @Test
  void publicKey_wrongCurveSizeOrForm_isRefused() throws Exception {
    GetPublicKey.Request asked = GetPublicKey.Request.of(ARN);
    answers(
        publicKey(KeySpec.ECC_NIST_P256, ec("secp384r1").getPublic()),
        publicKey(KeySpec.RSA_3072, rsa(2048, 65537).getPublic()),
        publicKey(KeySpec.RSA_2048, ec("secp256r1").getPublic()),
        new GetPublicKey.Response(
            ARN, bytes(91), KeySpec.ECC_NIST_P256, null, null, null, null, null, null));
    for (int i = 0; i < 4; i++) {
      refusal("GetPublicKey", asked);
    }
  }

  @Test
  void sign_wrongSignature_isNeverHandedOut() throws Exception {
    KeyPair pair = ec("secp256r1");
    Sign.Request asked =
        Sign.Request.of(ARN, "message".getBytes(UTF_8), SigningAlgorithm.ECDSA_SHA_256);
    Signature engine = Signature.getInstance("SHA256withECDSA", "SunEC");
    engine.initSign(pair.getPrivate());
    engine.update("another".getBytes(UTF_8));
    answers(
        new Sign.Response(ARN, engine.sign(), SigningAlgorithm.ECDSA_SHA_256),
        publicKey(KeySpec.ECC_NIST_P256, pair.getPublic()));
    refusal("Sign", asked);
    engine.update("message".getBytes(UTF_8));
    answers(new Sign.Response(ARN, engine.sign(), SigningAlgorithm.ECDSA_SHA_256));
    assertThat(calls.call("Sign", asked)).isNotNull();
  }

  @Test
  void sign_publicKeyMayNotBeRead_isNotVerifiedAndAskedOnce() throws Exception {
    Sign.Request asked =
        Sign.Request.of(ARN, "message".getBytes(UTF_8), SigningAlgorithm.ECDSA_SHA_256);
    Sign.Response answer = new Sign.Response(ARN, bytes(70), SigningAlgorithm.ECDSA_SHA_256);
    answers(answer);
    answers.add(
        () -> {
          throw new KmsServiceException(ErrorCode.ACCESS_DENIED, "no");
        });
    answers(answer);
    calls.call("Sign", asked);
    calls.call("Sign", asked);
    assertThat(answers).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 384, 512})
  void pkcs1_overDigest_verifiesExactlyWhatTheJdkSigned(int hash) throws Exception {
    KeyPair pair = rsa(2048, 65537);
    Signature engine = Signature.getInstance("SHA" + hash + "withRSA", "SunRsaSign");
    engine.initSign(pair.getPrivate());
    engine.update("message".getBytes(UTF_8));
    rsaCase(pair, engine.sign(), "RSASSA_PKCS1_V1_5_SHA_" + hash, hash);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 384, 512})
  void pss_overDigest_verifiesExactlyWhatTheJdkSigned(int hash) throws Exception {
    KeyPair pair = rsa(2048, 65537);
    Signature engine = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
    engine.setParameter(
        new PSSParameterSpec(
            "SHA-" + hash, "MGF1", new MGF1ParameterSpec("SHA-" + hash), hash / 8, 1));
    engine.initSign(pair.getPrivate());
    engine.update("message".getBytes(UTF_8));
    rsaCase(pair, engine.sign(), "RSASSA_PSS_SHA_" + hash, hash);
  }

  private void rsaCase(KeyPair pair, byte[] signature, String algorithm, int hash)
      throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-" + hash, "SUN").digest("message".getBytes(UTF_8));
    SigningAlgorithm name = SigningAlgorithm.valueOf(algorithm);
    Sign.Request asked = Sign.Request.of(ARN, digest, name).withMessageType(MessageType.DIGEST);
    answers(publicKey(KeySpec.RSA_2048, pair.getPublic()));
    calls.call("GetPublicKey", GetPublicKey.Request.of(ARN));
    answers(new Sign.Response(ARN, signature, name));
    assertThat(calls.call("Sign", asked)).isNotNull();
    for (int at : new int[] {0, 100, 255}) {
      byte[] wrong = signature.clone();
      wrong[at] ^= 1;
      answers(new Sign.Response(ARN, wrong, name));
      refusal("Sign", asked);
    }
    answers(new Sign.Response(ARN, Arrays.copyOf(signature, 255), name));
    refusal("Sign", asked);
    byte[] otherDigest = digest.clone();
    otherDigest[0] ^= 1;
    answers(new Sign.Response(ARN, signature, name));
    refusal("Sign", Sign.Request.of(ARN, otherDigest, name).withMessageType(MessageType.DIGEST));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"})
  void publicKey_curveOfItsSpec_isTaken(KeySpec spec) throws Exception {
    answers(publicKey(spec, ec("secp" + spec.size() + "r1").getPublic()));
    assertThat(calls.call("GetPublicKey", GetPublicKey.Request.of(ARN))).isNotNull();
  }

  @Test
  void describe_withoutMetadata_isRefused() {
    answers(new DescribeKey.Response(null));
    assertThatThrownBy(() -> calls.call("DescribeKey", DescribeKey.Request.of(ARN)))
        .isInstanceOf(InvalidAnswerException.class);
  }
}
