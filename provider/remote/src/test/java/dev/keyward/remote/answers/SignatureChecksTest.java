package dev.keyward.remote.answers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Sign;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.remote.answers.PublicKeyPins.Pin;
import dev.keyward.remote.stub.VirtualTime;
import dev.keyward.remote.telemetry.Meters;
import dev.keyward.remote.telemetry.Meters.Count;
import dev.keyward.remote.wire.KmsCalls;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** B67: signatures of every kind are verified here, or counted as not verified. */
class SignatureChecksTest {
  private static final String ARN =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final Provider BC = new BouncyCastleProvider();
  private static final byte[] MESSAGE = "sample".getBytes(UTF_8);

  private static final KmsServiceException DENIED =
      new KmsServiceException(ErrorCode.ACCESS_DENIED, "no");

  private final VirtualTime time = new VirtualTime();
  private final Meters meters = new Meters();
  private RuntimeException refusal;
  private int asked;
  private Runnable meanwhile = () -> {};
  private GetPublicKey.Response publicKey;
  private byte[] signature;

  private final CheckedCalls calls =
      new CheckedCalls(
          new KmsCalls() {
            @Override
            public Record call(String operation, Record request) {
              return answer(request);
            }

            @Override
            public void close() {}
          },
          new PublicKeyPins(),
          meters,
          time);

  private Record answer(Record request) {
    if (request instanceof Sign.Request sign) {
      return new Sign.Response(ARN, signature.clone(), sign.signingAlgorithm());
    }
    asked++;
    Runnable other = meanwhile;
    meanwhile = () -> {};
    other.run();
    if (refusal != null) {
      throw refusal;
    }
    return publicKey;
  }

  private void serve(KeySpec spec, PublicKey key) {
    publicKey =
        new GetPublicKey.Response(
            ARN, key.getEncoded(), spec, spec, KeyUsage.SIGN_VERIFY, null, null, null, null);
  }

  private void assertVerified(Sign.Request request) {
    assertThat(calls.call("Sign", request)).isInstanceOf(Sign.Response.class);
    assertThat(meters.get(Count.UNVERIFIED_SIGNATURES)).isZero();
    signature[signature.length / 2] ^= 1;
    assertThatThrownBy(() -> calls.call("Sign", request))
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("does not verify");
  }

  private static Sign.Request request(SigningAlgorithm algorithm, MessageType type, byte[] bytes) {
    return Sign.Request.of(ARN, bytes, algorithm).withMessageType(type);
  }

  private static byte[] sign(Signature engine, KeyPair pair, byte[] message)
      throws GeneralSecurityException {
    engine.initSign(pair.getPrivate());
    engine.update(message);
    return engine.sign();
  }

  @Test
  void ed25519ph_overTheDigestAsMessage_isVerified() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
    serve(KeySpec.ECC_NIST_EDWARDS25519, pair.getPublic());
    byte[] digest = MessageDigest.getInstance("SHA-512", "SUN").digest(MESSAGE);
    Signature engine = Signature.getInstance("Ed25519", "SunEC");
    engine.setParameter(new EdDSAParameterSpec(true));
    signature = sign(engine, pair, digest);
    assertVerified(request(SigningAlgorithm.ED25519_PH_SHA_512, MessageType.DIGEST, digest));
  }

  @Test
  void secp256k1_isVerified() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BC);
    generator.initialize(new ECGenParameterSpec("secp256k1"));
    KeyPair pair = generator.generateKeyPair();
    serve(KeySpec.ECC_SECG_P256K1, pair.getPublic());
    signature = sign(Signature.getInstance("SHA256withECDSA", BC), pair, MESSAGE);
    assertVerified(request(SigningAlgorithm.ECDSA_SHA_256, MessageType.RAW, MESSAGE));
  }

  @Test
  void secp256k1_publicKeyOfAnotherCurve_verifiesNothing() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    serve(KeySpec.ECC_SECG_P256K1, pair.getPublic());
    signature = sign(Signature.getInstance("SHA256withECDSA", "SunEC"), pair, MESSAGE);
    Sign.Request request = request(SigningAlgorithm.ECDSA_SHA_256, MessageType.RAW, MESSAGE);
    assertThatThrownBy(() -> calls.call("Sign", request))
        .isInstanceOf(InvalidAnswerException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void mlDsa_overMessageAndRepresentative_isVerified(KeySpec spec) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-" + spec.size(), BC).generateKeyPair();
    serve(spec, pair.getPublic());
    byte[] made = sign(Signature.getInstance("ML-DSA-" + spec.size(), BC), pair, MESSAGE);
    signature = made.clone();
    assertVerified(request(SigningAlgorithm.ML_DSA_SHAKE_256, MessageType.RAW, MESSAGE));

    signature = made.clone();
    byte[] representative = representative(pair.getPublic());
    assertVerified(
        request(SigningAlgorithm.ML_DSA_SHAKE_256, MessageType.EXTERNAL_MU, representative));
  }

  private static byte[] representative(PublicKey key) throws Exception {
    MLDSASigner engine = new MLDSASigner();
    engine.init(false, (MLDSAPublicKeyParameters) PublicKeyFactory.createKey(key.getEncoded()));
    engine.update(MESSAGE, 0, MESSAGE.length);
    return engine.generateMu();
  }

  @Test
  void mlDsa_withoutBouncyCastle_isVerifiedByTheJdkFrom24On() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44", BC).generateKeyPair();
    byte[] made = sign(Signature.getInstance("ML-DSA-44", BC), pair, MESSAGE);
    Pin pin = new Pin(KeySpec.ML_DSA_44, pair.getPublic().getEncoded(), null);
    boolean isKnown = Runtime.version().feature() >= 24;

    assertThat(MlDsa.byJdk(pin, MESSAGE, made))
        .isEqualTo(isKnown ? Optional.of(true) : Optional.empty());
    made[100] ^= 1;
    assertThat(MlDsa.byJdk(pin, MESSAGE, made))
        .isEqualTo(isKnown ? Optional.of(false) : Optional.empty());
  }

  @Test
  void mlDsa_publicKeyOfAnotherSpec_verifiesNothing() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-65", BC).generateKeyPair();
    serve(KeySpec.ML_DSA_44, pair.getPublic());
    signature = sign(Signature.getInstance("ML-DSA-65", BC), pair, MESSAGE);
    Sign.Request request = request(SigningAlgorithm.ML_DSA_SHAKE_256, MessageType.RAW, MESSAGE);
    assertThatThrownBy(() -> calls.call("Sign", request))
        .isInstanceOf(InvalidAnswerException.class);
  }

  /** Whoever gets the permission later has signatures verified from then on. */
  @Test
  void publicKey_mayNotBeRead_isAskedForAgainAfterFiveMinutes() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
    serve(KeySpec.ECC_NIST_EDWARDS25519, pair.getPublic());
    signature = new byte[64];
    refusal = DENIED;
    Sign.Request request = request(SigningAlgorithm.ED25519_SHA_512, MessageType.RAW, MESSAGE);

    calls.call("Sign", request);
    calls.call("Sign", request);
    assertThat(asked).isEqualTo(1);
    assertThat(meters.get(Count.UNVERIFIED_SIGNATURES)).isEqualTo(2);

    refusal = null;
    time.pass(Duration.ofMinutes(6));
    assertThatThrownBy(() -> calls.call("Sign", request))
        .isInstanceOf(InvalidAnswerException.class);
    assertThat(asked).isEqualTo(2);
  }

  private Sign.Request unverifiedEd25519() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
    serve(KeySpec.ECC_NIST_EDWARDS25519, pair.getPublic());
    signature = new byte[64];
    return request(SigningAlgorithm.ED25519_SHA_512, MessageType.RAW, MESSAGE);
  }

  /** That the credentials ran out says nothing about the permission to read public keys. */
  @Test
  void publicKey_credentialsRefused_isNotTakenForAMissingPermission() throws Exception {
    Sign.Request request = unverifiedEd25519();
    refusal = new AccessDeniedException(Details.of("ExpiredTokenException", "expired"));
    assertThatThrownBy(() -> calls.call("Sign", request)).isSameAs(refusal);

    refusal = null;
    assertThatThrownBy(() -> calls.call("Sign", request))
        .isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void publicKey_askedForAgainInVain_spoilsNoSignatureAndIsAskedForOnce() throws Exception {
    Sign.Request request = unverifiedEd25519();
    refusal = DENIED;
    calls.call("Sign", request);
    for (RuntimeException failure :
        List.of(
            new KmsServiceException(ErrorCode.KMS_INTERNAL, "no"),
            new AccessDeniedException(Details.of("ExpiredTokenException", "expired")),
            new BackendUnavailableException(Details.of("Timeout", "no answer")))) {
      refusal = failure;
      time.pass(Duration.ofMinutes(6));
      int before = asked;
      calls.call("Sign", request);
      calls.call("Sign", request);
      assertThat(asked - before).as(failure.toString()).isEqualTo(1);
    }
  }

  @Test
  void publicKey_askedForAgain_isAskedForByOneThread() throws Exception {
    Sign.Request request = unverifiedEd25519();
    refusal = DENIED;
    calls.call("Sign", request);
    time.pass(Duration.ofMinutes(6));
    meanwhile = () -> calls.call("Sign", request);
    calls.call("Sign", request);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void publicKey_askedForAgainAndAnsweredWithNonsense_isSaid() throws Exception {
    Sign.Request request = unverifiedEd25519();
    refusal = DENIED;
    calls.call("Sign", request);
    refusal = null;
    publicKey =
        new GetPublicKey.Response(
            ARN, new byte[3], KeySpec.ECC_NIST_P256, null, null, null, null, null, null);
    time.pass(Duration.ofMinutes(6));
    assertThatThrownBy(() -> calls.call("Sign", request))
        .isInstanceOf(InvalidAnswerException.class);
  }
}
