package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeywardException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsKeyAgreementTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);

  private static KeyPair ours(KeySpec spec) {
    return KEYS.pair(spec, KeyUsage.KEY_AGREEMENT);
  }

  private static KeyPair theirs(KeySpec spec) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProvider.SUN_EC.instance());
    generator.initialize(new ECGenParameterSpec("secp" + spec.size() + "r1"));
    return generator.generateKeyPair();
  }

  private static byte[] jdkSecret(KeyPair theirs, KeySpec spec) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", JdkProvider.SUN_EC.instance());
    agreement.init(theirs.getPrivate());
    agreement.doPhase(ours(spec).getPublic(), true);
    return agreement.generateSecret();
  }

  private static KeyAgreement agreement() throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    agreement.init(ours(KeySpec.ECC_NIST_P256).getPrivate());
    return agreement;
  }

  @ParameterizedTest
  @EnumSource(names = {"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"})
  void generateSecret_everyFormAndCurve_isTheOtherSidesSecret(KeySpec spec) throws Exception {
    KeyPair theirs = theirs(spec);
    byte[] expected = jdkSecret(theirs, spec);
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    agreement.init(ours(spec).getPrivate());

    assertThat(agreement.doPhase(theirs.getPublic(), true)).isNull();
    assertThat(agreement.generateSecret()).isEqualTo(expected);
    agreement.doPhase(theirs.getPublic(), true);
    byte[] target = new byte[expected.length + 3];
    assertThat(agreement.generateSecret(target, 3)).isEqualTo(expected.length);
    assertThat(Arrays.copyOfRange(target, 3, target.length)).isEqualTo(expected);
    agreement.doPhase(theirs.getPublic(), true);
    SecretKey premaster = agreement.generateSecret("TlsPremasterSecret");
    assertThat(premaster.getEncoded()).isEqualTo(expected);
    assertThat(premaster.getAlgorithm()).isEqualTo("TlsPremasterSecret");
  }

  @Test
  void generateSecret_shortBufferOrKeyOfACipher_changesNothing() throws Exception {
    KeyPair theirs = theirs(KeySpec.ECC_NIST_P256);
    KeyAgreement agreement = agreement();
    agreement.doPhase(theirs.getPublic(), true);
    assertThatThrownBy(() -> agreement.generateSecret(new byte[31], 0))
        .isInstanceOf(ShortBufferException.class);
    assertThatThrownBy(() -> agreement.generateSecret("AES"))
        .isInstanceOf(NoSuchAlgorithmException.class)
        .hasMessageContaining("key derivation");

    assertThat(agreement.generateSecret()).isEqualTo(jdkSecret(theirs, KeySpec.ECC_NIST_P256));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 1, 32, 33, Integer.MAX_VALUE})
  void generateSecret_offsetWithoutRoom_isRefusedBeforeAnyCall(int offset) throws Exception {
    KeyPair theirs = theirs(KeySpec.ECC_NIST_P256);
    KeyAgreement agreement = agreement();
    agreement.doPhase(theirs.getPublic(), true);
    int before = calls();
    assertThatThrownBy(() -> agreement.generateSecret(new byte[32], offset))
        .isInstanceOfAny(IllegalArgumentException.class, ShortBufferException.class);
    assertThatThrownBy(() -> agreement.generateSecret(null, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(calls()).isEqualTo(before);

    byte[] target = new byte[40];
    assertThat(agreement.generateSecret(target, 8)).isEqualTo(32);
    assertThat(Arrays.copyOfRange(target, 8, 40))
        .isEqualTo(jdkSecret(theirs, KeySpec.ECC_NIST_P256));
  }

  @Test
  void phases_outOfOrder_areIllegalStates() throws Exception {
    KeyPair theirs = theirs(KeySpec.ECC_NIST_P256);
    KeyAgreement agreement = agreement();
    assertThatThrownBy(agreement::generateSecret).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> agreement.doPhase(theirs.getPublic(), false))
        .isInstanceOf(IllegalStateException.class);
    agreement.doPhase(theirs.getPublic(), true);
    assertThatThrownBy(() -> agreement.doPhase(theirs.getPublic(), true))
        .isInstanceOf(IllegalStateException.class);
  }

  /** B44. */
  @Test
  void doPhase_pointOffCurveInfinityOrOtherCurve_isRefusedBeforeAnyCall() throws Exception {
    ECParameterSpec p256 = ((ECPublicKey) ours(KeySpec.ECC_NIST_P256).getPublic()).getParams();
    int before = calls();
    Key[] wrong = {
      null,
      ours(KeySpec.ECC_NIST_P256).getPrivate(),
      theirs(KeySpec.ECC_NIST_P384).getPublic(),
      new Point(p256, ECPoint.POINT_INFINITY),
      new Point(p256, new ECPoint(BigInteger.ONE, BigInteger.ONE)),
      new Point(p256, new ECPoint(BigInteger.ONE.negate(), BigInteger.ONE)),
      new Point(p256, null),
      new Point(null, p256.getGenerator())
    };
    for (Key key : wrong) {
      assertThatThrownBy(() -> agreement().doPhase(key, true))
          .isInstanceOf(InvalidKeyException.class);
    }
    assertThat(calls()).isEqualTo(before);
  }

  private static int calls() {
    return ProviderList.backendOf(ours(KeySpec.ECC_NIST_P256).getPrivate()).cryptographicCalls();
  }

  private static final class Point implements ECPublicKey {
    private static final long serialVersionUID = 1L;
    private final transient ECParameterSpec curve;
    private final transient ECPoint point;

    Point(ECParameterSpec curve, ECPoint point) {
      this.curve = curve;
      this.point = point;
    }

    @Override
    public ECPoint getW() {
      return point;
    }

    @Override
    public ECParameterSpec getParams() {
      return curve;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  @Test
  void init_wrongKeyOrParameters_isRefused() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    Key signing = KEYS.pair(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY).getPrivate();
    assertThatThrownBy(() -> agreement.init(signing))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("KEY_AGREEMENT");
    assertThatThrownBy(() -> agreement.init(null)).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(
            () ->
                agreement.init(
                    ours(KeySpec.ECC_NIST_P256).getPrivate(), new IvParameterSpec(new byte[1])))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }

  @Test
  void init_ordinaryKey_isPassedOn() throws Exception {
    KeyPair theirs = theirs(KeySpec.ECC_NIST_P256);
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    agreement.init(theirs.getPrivate());
    agreement.doPhase(ours(KeySpec.ECC_NIST_P256).getPublic(), true);

    assertThat(agreement.generateSecret()).isEqualTo(jdkSecret(theirs, KeySpec.ECC_NIST_P256));
  }

  @Test
  void generateSecret_disabledKey_saysSoAndHasTheCause() throws Exception {
    KeyPair pair = KEYS.newPair(KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    KeyHandle handle = (KeyHandle) pair.getPrivate();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    agreement.init(pair.getPrivate());
    agreement.doPhase(theirs(KeySpec.ECC_NIST_P256).getPublic(), true);
    KeySwitch.of(handle).disable(handle.arn());
    assertThatThrownBy(agreement::generateSecret)
        .isInstanceOf(KeywardException.class)
        .hasMessageContaining("disabled")
        .hasCauseInstanceOf(KeyStateException.class);
  }
}
