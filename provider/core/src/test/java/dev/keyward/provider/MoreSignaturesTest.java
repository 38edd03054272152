package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdDSAParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NONEwithRSA, P1363, secp256k1, Ed25519 and ML-DSA, each against an independent verifier. */
class MoreSignaturesTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final byte[] MESSAGE = new byte[1000];

  static {
    new Random(5).nextBytes(MESSAGE);
  }

  private static KeyPair pair(KeySpec spec) {
    return KEYS.pair(spec, KeyUsage.SIGN_VERIFY);
  }

  private static byte[] sign(String algorithm, KeySpec spec, byte[] message)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm, KEYWARD);
    signature.initSign(pair(spec).getPrivate());
    signature.update(message);
    return signature.sign();
  }

  private static boolean verify(
      String algorithm, Provider provider, PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm, provider);
    verifier.initVerify(key);
    verifier.update(message);
    try {
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // 25 answers a malformed ML-DSA signature so; the contract allows both.
      return false;
    }
  }

  /** Ours says yes to the message and no to another one, and to a changed signature. */
  private static void assertWeVerify(String algorithm, KeySpec spec, byte[] signed)
      throws GeneralSecurityException {
    PublicKey key = pair(spec).getPublic();
    assertThat(verify(algorithm, KEYWARD, key, MESSAGE, signed)).isTrue();
    assertThat(verify(algorithm, KEYWARD, key, new byte[1], signed)).isFalse();
    byte[] changed = signed.clone();
    changed[signed.length - 1] ^= 1;
    assertThat(verify(algorithm, KEYWARD, key, MESSAGE, changed)).isFalse();
  }

  // --- RSA -------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "SHA-256,3031300d060960864801650304020105000420",
    "SHA-384,3041300d060960864801650304020205000430",
    "SHA-512,3051300d060960864801650304020305000440"
  })
  void noneWithRsa_digestInfo_isAnOrdinaryPkcs1Signature(String hash, String prefix)
      throws Exception {
    byte[] digest = MessageDigest.getInstance(hash).digest(MESSAGE);
    byte[] head = HexFormat.of().parseHex(prefix);
    byte[] info = Arrays.copyOf(head, head.length + digest.length);
    System.arraycopy(digest, 0, info, head.length, digest.length);
    byte[] signed = sign("NONEwithRSA", KeySpec.RSA_2048, info);

    PublicKey key = pair(KeySpec.RSA_2048).getPublic();
    String whole = hash.replace("-", "") + "withRSA";
    assertThat(verify(whole, JdkProvider.SUN_RSA_SIGN.instance(), key, MESSAGE, signed)).isTrue();
    assertThat(verify("NONEwithRSA", KEYWARD, key, info, signed)).isTrue();
  }

  @Test
  void noneWithRsa_anythingElse_isRefused() {
    for (byte[] input : new byte[][] {new byte[36], new byte[32], new byte[500], {}}) {
      assertThatThrownBy(() -> sign("NONEwithRSA", KeySpec.RSA_2048, input))
          .isInstanceOf(SignatureException.class)
          .hasMessageContaining("DigestInfo");
    }
  }

  // --- ECDSA -----------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(names = {"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"})
  void p1363_everyHashAndCurve_verifiesWithTheJdk(KeySpec spec) throws Exception {
    for (String hash : new String[] {"SHA256", "SHA384", "SHA512"}) {
      String algorithm = hash + "withECDSAinP1363Format";
      for (int i = 0; i < 8; i++) {
        byte[] signed = sign(algorithm, spec, MESSAGE);
        assertThat(signed).hasSize(2 * ((spec.size() + 7) / 8));
        assertThat(
                verify(
                    algorithm,
                    JdkProvider.SUN_EC.instance(),
                    pair(spec).getPublic(),
                    MESSAGE,
                    signed))
            .isTrue();
        assertWeVerify(algorithm, spec, signed);
      }
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    byte[] signed = sign("NONEwithECDSAinP1363Format", spec, digest);
    assertThat(
            verify(
                "SHA256withECDSAinP1363Format",
                JdkProvider.SUN_EC.instance(),
                pair(spec).getPublic(),
                MESSAGE,
                signed))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "SHA256withECDSA,SHA256withECDSA",
    "SHA384withECDSA,SHA384withECDSA",
    "SHA512withECDSA,SHA512withECDSA",
    "SHA256withECDSAinP1363Format,SHA256withPLAIN-ECDSA",
    "SHA512withECDSAinP1363Format,SHA512withPLAIN-ECDSA"
  })
  void secp256k1_signature_verifiesWithBouncyCastleAndWithUs(String algorithm, String theirs)
      throws Exception {
    byte[] signed = sign(algorithm, KeySpec.ECC_SECG_P256K1, MESSAGE);
    PublicKey key = pair(KeySpec.ECC_SECG_P256K1).getPublic();

    assertThat(verify(theirs, BOUNCY_CASTLE, key, MESSAGE, signed)).isTrue();
    assertWeVerify(algorithm, KeySpec.ECC_SECG_P256K1, signed);
    assertThat(verify(algorithm, KEYWARD, key, MESSAGE, new byte[0])).isFalse();
    assertThat(verify(algorithm, KEYWARD, key, MESSAGE, new byte[64])).isFalse();
  }

  // --- Ed25519 ---------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "EdDSA", "1.3.101.112"})
  void ed25519_message_verifiesWithTheJdkAndWithUs(String algorithm) throws Exception {
    byte[] signed = sign(algorithm, KeySpec.ECC_NIST_EDWARDS25519, MESSAGE);
    PublicKey key = pair(KeySpec.ECC_NIST_EDWARDS25519).getPublic();

    assertThat(verify("Ed25519", JdkProvider.SUN_EC.instance(), key, MESSAGE, signed)).isTrue();
    assertWeVerify(algorithm, KeySpec.ECC_NIST_EDWARDS25519, signed);
  }

  @Test
  void ed25519_longOrEmptyMessage_isRefusedWithTheWayOut() throws Exception {
    assertThat(sign("Ed25519", KeySpec.ECC_NIST_EDWARDS25519, new byte[4096])).hasSize(64);
    for (int size : new int[] {0, 4097, 100_000}) {
      assertThatThrownBy(() -> sign("Ed25519", KeySpec.ECC_NIST_EDWARDS25519, new byte[size]))
          .isInstanceOf(SignatureException.class)
          .hasMessageContaining("4096")
          .hasMessageContaining("Ed25519ph");
    }
  }

  @Test
  void ed25519_parameters_areThoseAKmsHas() throws Exception {
    Signature signature = Signature.getInstance("Ed25519", KEYWARD);
    signature.initSign(pair(KeySpec.ECC_NIST_EDWARDS25519).getPrivate());
    signature.setParameter(new EdDSAParameterSpec(false));
    assertThatThrownBy(() -> signature.setParameter(new EdDSAParameterSpec(true)))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("Ed25519ph");
    assertThatThrownBy(() -> signature.setParameter(new EdDSAParameterSpec(false, new byte[1])))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    signature.update(MESSAGE);
    assertWeVerify("Ed25519", KeySpec.ECC_NIST_EDWARDS25519, signature.sign());
  }

  @Test
  void ed25519ph_isEd25519phOfTheDigest() throws Exception {
    byte[] signed = sign("Ed25519ph", KeySpec.ECC_NIST_EDWARDS25519, MESSAGE);
    Signature verifier = Signature.getInstance("Ed25519", JdkProvider.SUN_EC.instance());
    verifier.setParameter(new EdDSAParameterSpec(true));
    verifier.initVerify(pair(KeySpec.ECC_NIST_EDWARDS25519).getPublic());
    verifier.update(MessageDigest.getInstance("SHA-512").digest(MESSAGE));

    assertThat(verifier.verify(signed)).isTrue();
    assertWeVerify("Ed25519ph", KeySpec.ECC_NIST_EDWARDS25519, signed);
  }

  // --- ML-DSA ----------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void mlDsa_messageOfAnySize_verifiesWithBouncyCastleAndWithUs(KeySpec spec) throws Exception {
    String named = spec.name().replace('_', '-');
    PublicKey key = pair(spec).getPublic();
    for (int size : new int[] {0, 1, 135, 136, 137, 4097, 1_000_000}) {
      byte[] message = new byte[size];
      byte[] signed = sign("ML-DSA", spec, message);
      assertThat(verify(named, BOUNCY_CASTLE, key, message, signed)).as("%d bytes", size).isTrue();
      assertThat(verify("ML-DSA", KEYWARD, key, message, signed)).isTrue();
    }
    assertWeVerify(named, spec, sign(named, spec, MESSAGE));
    assertThat(verify(named, KEYWARD, key, MESSAGE, new byte[0])).isFalse();
  }

  @Test
  void mlDsa_nameOfAnotherParameterSet_isRefused() {
    assertThatThrownBy(() -> sign("ML-DSA-65", KeySpec.ML_DSA_44, MESSAGE))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("ML_DSA_44");
    assertThatThrownBy(
            () ->
                verify(
                    "ML-DSA-65",
                    KEYWARD,
                    pair(KeySpec.ML_DSA_44).getPublic(),
                    MESSAGE,
                    new byte[3309]))
        .isInstanceOf(InvalidKeyException.class);
  }

  // --- call patterns ---------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "Ed25519,ECC_NIST_EDWARDS25519",
    "Ed25519ph,ECC_NIST_EDWARDS25519",
    "ML-DSA,ML_DSA_44",
    "SHA256withECDSAinP1363Format,ECC_NIST_P256",
    "SHA256withECDSA,ECC_SECG_P256K1"
  })
  void update_inEveryWay_isTheSameMessage(String algorithm, KeySpec spec) throws Exception {
    Signature signature = Signature.getInstance(algorithm, KEYWARD);
    for (int round = 0; round < 2; round++) {
      signature.initSign(pair(spec).getPrivate());
      signature.update(MESSAGE[0]);
      signature.update(MESSAGE, 1, 30);
      ByteBuffer direct = ByteBuffer.allocateDirect(MESSAGE.length - 31);
      direct.put(MESSAGE, 31, MESSAGE.length - 31).flip();
      signature.update(direct);
      assertThat(direct.remaining()).isZero();
      byte[] buffer = new byte[5000];
      int length = signature.sign(buffer, 7, buffer.length - 7);
      byte[] signed = Arrays.copyOfRange(buffer, 7, 7 + length);
      assertWeVerify(algorithm, spec, signed);
      signature.update(MESSAGE);
      assertWeVerify(algorithm, spec, signature.sign());
    }
    assertThatThrownBy(() -> signature.sign(new byte[10], 0, 10))
        .isInstanceOf(SignatureException.class);
  }
}
