package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsSignatureTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final Map<KeySpec, KeyPair> PAIRS = new EnumMap<>(KeySpec.class);
  private static final byte[] MESSAGE = new byte[1000];

  static {
    new Random(7).nextBytes(MESSAGE);
  }

  private static synchronized KeyPair pair(KeySpec spec) throws Exception {
    KeyPair pair = PAIRS.get(spec);
    if (pair == null) {
      pair =
          ProviderList.managedPair(KEYWARD, spec.family().name(), ManagedKeyParameterSpec.of(spec));
      PAIRS.put(spec, pair);
    }
    return pair;
  }

  private static Signature signer(String algorithm, KeySpec spec) throws Exception {
    Signature signer = Signature.getInstance(algorithm, KEYWARD);
    signer.initSign(pair(spec).getPrivate());
    return signer;
  }

  private static boolean verifies(String algorithm, PublicKey key, byte[] message, byte[] signature)
      throws Exception {
    JdkProvider jdk = algorithm.endsWith("ECDSA") ? JdkProvider.SUN_EC : JdkProvider.SUN_RSA_SIGN;
    boolean pss = algorithm.contains("MGF1");
    Signature verifier = Signature.getInstance(pss ? "RSASSA-PSS" : algorithm, jdk.instance());
    if (pss) {
      verifier.setParameter(pss(algorithm.substring(3, 6)));
    }
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static PSSParameterSpec pss(String bits) {
    String hash = "SHA-" + bits;
    return new PSSParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(bits) / 8, 1);
  }

  // --- agreement with the JDK ------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "SHA256withRSA,RSA_2048",
    "SHA384withRSA,RSA_2048",
    "SHA512withRSA,RSA_2048",
    "SHA256withRSAandMGF1,RSA_2048",
    "SHA384withRSAandMGF1,RSA_2048",
    "SHA512withRSAandMGF1,RSA_2048",
    "SHA256withECDSA,ECC_NIST_P256",
    "SHA384withECDSA,ECC_NIST_P256",
    "SHA512withECDSA,ECC_NIST_P256",
    "SHA256withECDSA,ECC_NIST_P384",
    "SHA384withECDSA,ECC_NIST_P384",
    "SHA512withECDSA,ECC_NIST_P384",
    "SHA256withECDSA,ECC_NIST_P521",
    "SHA384withECDSA,ECC_NIST_P521",
    "SHA512withECDSA,ECC_NIST_P521"
  })
  void sign_everyHashWithEveryKey_verifiesWithTheJdkAndWithUs(String algorithm, KeySpec spec)
      throws Exception {
    Signature signature = signer(algorithm, spec);
    PublicKey publicKey = pair(spec).getPublic();
    signature.update(MESSAGE);
    byte[] signed = signature.sign();

    assertThat(verifies(algorithm, publicKey, MESSAGE, signed)).isTrue();
    assertThat(verifies(algorithm, publicKey, new byte[1], signed)).isFalse();
    signature.initVerify(publicKey);
    signature.update(MESSAGE);
    assertThat(signature.verify(signed)).isTrue();
    signature.update(new byte[1]);
    assertThat(signature.verify(signed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0,ECC_NIST_P256",
    "20,ECC_NIST_P256",
    "32,ECC_NIST_P256",
    "64,ECC_NIST_P256",
    "32,ECC_NIST_P384",
    "64,ECC_NIST_P521"
  })
  void sign_readyDigestOfAnyLength_verifiesWithTheJdk(int length, KeySpec spec) throws Exception {
    byte[] digest = new byte[length];
    new Random(length).nextBytes(digest);
    Signature signature = signer("NONEwithECDSA", spec);
    signature.update(digest);

    assertThat(verifies("NONEwithECDSA", pair(spec).getPublic(), digest, signature.sign()))
        .isTrue();
  }

  @Test
  void sign_readyDigestTooLong_isRefusedAndTheEngineStaysUsable() throws Exception {
    Signature signature = signer("NONEwithECDSA", KeySpec.ECC_NIST_P256);
    signature.update(new byte[60]);
    signature.update(new byte[5]);
    assertThatThrownBy(signature::sign)
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("64 bytes");
    signature.update(new byte[32]);

    PublicKey key = pair(KeySpec.ECC_NIST_P256).getPublic();
    assertThat(verifies("NONEwithECDSA", key, new byte[32], signature.sign())).isTrue();
  }

  @Test
  void update_inAllWays_givesTheSameDigest() throws Exception {
    PublicKey key = pair(KeySpec.ECC_NIST_P256).getPublic();
    Signature signature = signer("SHA256withECDSA", KeySpec.ECC_NIST_P256);
    for (byte b : MESSAGE) {
      signature.update(b);
    }
    assertThat(verifies("SHA256withECDSA", key, MESSAGE, signature.sign())).isTrue();
    for (ByteBuffer buffer :
        new ByteBuffer[] {
          ByteBuffer.wrap(MESSAGE),
          ByteBuffer.wrap(MESSAGE).asReadOnlyBuffer(),
          ByteBuffer.allocateDirect(MESSAGE.length).put(MESSAGE).flip()
        }) {
      signature.update(buffer);
      assertThat(buffer.hasRemaining()).isFalse();
      assertThat(verifies("SHA256withECDSA", key, MESSAGE, signature.sign())).isTrue();
    }
    signature.update(MESSAGE, 0, 17);
    signature.update(MESSAGE, 17, MESSAGE.length - 17);
    assertThat(verifies("SHA256withECDSA", key, MESSAGE, signature.sign())).isTrue();
  }

  // --- PSS parameters --------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"256", "384", "512"})
  void pss_parametersBeforeOrAfterInit_areTheSame(String bits) throws Exception {
    KeyPair pair = pair(KeySpec.RSA_2048);
    for (boolean before : new boolean[] {true, false}) {
      Signature signature = Signature.getInstance("RSASSA-PSS", KEYWARD);
      if (before) {
        signature.setParameter(pss(bits));
      }
      signature.initSign(pair.getPrivate());
      if (!before) {
        signature.setParameter(pss(bits));
      }
      signature.update(MESSAGE);
      byte[] signed = signature.sign();
      assertThat(verifies("SHA" + bits + "withRSAandMGF1", pair.getPublic(), MESSAGE, signed))
          .isTrue();
      assertThat(signature.getParameters().getParameterSpec(PSSParameterSpec.class).getSaltLength())
          .isEqualTo(Integer.parseInt(bits) / 8);
    }
  }

  @Test
  void pss_withoutParameters_saysWhatIsMissing() throws Exception {
    Signature signature = signer("RSASSA-PSS", KeySpec.RSA_2048);

    assertThatThrownBy(() -> signature.update(MESSAGE))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("setParameter");
  }

  @Test
  void pss_parametersNoKmsCanDo_areRefusedForHandlesBeforeAndAfterInit() throws Exception {
    PSSParameterSpec[] impossible = {
      PSSParameterSpec.DEFAULT,
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA1, 32, 1),
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 20, 1),
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 2),
      new PSSParameterSpec("SHA-224", "MGF1", MGF1ParameterSpec.SHA224, 28, 1),
      new PSSParameterSpec("SHA-512/256", "MGF1", MGF1ParameterSpec.SHA512_256, 32, 1)
    };
    PrivateKey handle = pair(KeySpec.RSA_2048).getPrivate();
    for (PSSParameterSpec parameters : impossible) {
      Signature after = signer("RSASSA-PSS", KeySpec.RSA_2048);
      assertThatThrownBy(() -> after.setParameter(parameters))
          .isInstanceOf(InvalidAlgorithmParameterException.class);
      Signature before = Signature.getInstance("RSASSA-PSS", KEYWARD);
      before.setParameter(parameters);
      assertThatThrownBy(() -> before.initSign(handle)).isInstanceOf(InvalidKeyException.class);
    }
    Signature wrongType = signer("RSASSA-PSS", KeySpec.RSA_2048);
    assertThatThrownBy(() -> wrongType.setParameter(null))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThatThrownBy(() -> wrongType.setParameter(MGF1ParameterSpec.SHA1))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }

  @Test
  void pss_parametersInTheMiddleOfAMessage_areRefused() throws Exception {
    Signature signature = signer("RSASSA-PSS", KeySpec.RSA_2048);
    signature.setParameter(pss("256"));
    signature.update(MESSAGE);

    assertThatThrownBy(() -> signature.setParameter(pss("384")))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }

  @Test
  void pss_lockedToUs_stillWorksWithOrdinaryKeys() throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
    generator.initialize(2048);
    KeyPair ordinary = generator.generateKeyPair();
    Signature signature = Signature.getInstance("RSASSA-PSS", KEYWARD);
    // SHA-1 with a salt of 20 bytes is nothing for a key service, but fine for the JDK.
    signature.setParameter(PSSParameterSpec.DEFAULT);
    signature.initSign(ordinary.getPrivate());
    signature.update(MESSAGE);
    byte[] signed = signature.sign();
    signature.initVerify(ordinary.getPublic());
    signature.update(MESSAGE);

    assertThat(signature.verify(signed)).isTrue();
  }

  // --- keys ------------------------------------------------------------------------------------

  @Test
  void oneEngine_handleThenOrdinaryKeyThenVerify_works() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProvider.SUN_EC.instance());
    KeyPair ordinary = generator.generateKeyPair();
    Signature signature = signer("SHA256withECDSA", KeySpec.ECC_NIST_P256);
    signature.update(MESSAGE);
    signature.sign();
    signature.initSign(ordinary.getPrivate());
    signature.update(MESSAGE);
    byte[] signed = signature.sign();

    assertThat(verifies("SHA256withECDSA", ordinary.getPublic(), MESSAGE, signed)).isTrue();
    signature.initVerify(ordinary.getPublic());
    signature.update(ByteBuffer.wrap(MESSAGE));
    assertThat(signature.verify(signed)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withRSA", "RSASSA-PSS", "SHA256withECDSA", "NONEwithECDSA"})
  void init_nullKey_isInvalidKeyException(String algorithm) throws Exception {
    Signature signature = Signature.getInstance(algorithm, KEYWARD);

    assertThatThrownBy(() -> signature.initSign(null)).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> signature.initVerify((PublicKey) null))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void initSign_keyWithoutEncodingThatIsNotOurs_isInvalidKeyException() throws Exception {
    PrivateKey strange =
        new PrivateKey() {
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
        };
    Signature signature = Signature.getInstance("SHA256withECDSA", KEYWARD);

    assertThatThrownBy(() -> signature.initSign(strange)).isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void initSign_keyOfAnotherFamilyOrUsage_namesKeyAndWhatItIsFor() throws Exception {
    KeyHandle rsa = (KeyHandle) pair(KeySpec.RSA_2048).getPrivate();
    Signature ecdsa = Signature.getInstance("SHA256withECDSA", KEYWARD);
    assertThatThrownBy(() -> ecdsa.initSign((PrivateKey) rsa))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining(rsa.arn().text())
        .hasMessageContaining("RSA_2048")
        .hasMessageContaining("SHA256withECDSA");

    KeyPair agreement =
        ProviderList.managedPair(
            KEYWARD,
            "EC",
            ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256).withUsage(KeyUsage.KEY_AGREEMENT));
    assertThatThrownBy(() -> ecdsa.initSign(agreement.getPrivate()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("KEY_AGREEMENT");
  }

  @Test
  void initSign_handleOfAnotherConfiguredProvider_isInvalidKeyException() throws Exception {
    Provider other = ProviderList.keyward();
    Signature unused = Signature.getInstance("SHA256withECDSA", other);

    assertThatThrownBy(() -> unused.initSign(pair(KeySpec.ECC_NIST_P256).getPrivate()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("another configured provider");
  }

  // --- failures and misuse ---------------------------------------------------------------------

  @Test
  void sign_keyServiceRefuses_isSignatureExceptionWithItsTextAndInitSucceeds() throws Exception {
    KeyPair pair =
        ProviderList.managedPair(KEYWARD, "EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    KeyHandle handle = (KeyHandle) pair.getPrivate();
    KeySwitch.of(handle).disable(handle.arn());
    Signature signature = Signature.getInstance("SHA256withECDSA", KEYWARD);
    signature.initSign(pair.getPrivate());
    signature.update(MESSAGE);

    assertThatThrownBy(signature::sign)
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("disabled")
        .hasMessageContaining(handle.arn().text())
        .hasCauseInstanceOf(KeyStateException.class);
    KeySwitch.of(handle).enable(handle.arn());
    signature.update(MESSAGE);
    assertThat(verifies("SHA256withECDSA", pair.getPublic(), MESSAGE, signature.sign())).isTrue();
  }

  @Test
  void sign_denied_keepsTheCode() throws Exception {
    Provider own = ProviderList.keyward();
    KeyPair pair =
        ProviderList.managedPair(own, "EC", ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256));
    ProviderList.backendOf(pair.getPrivate()).failWith(new AccessDeniedException("denied by x"));
    Signature signature = Signature.getInstance("SHA256withECDSA", own);
    signature.initSign(pair.getPrivate());

    assertThatThrownBy(signature::sign)
        .isInstanceOf(SignatureException.class)
        .hasMessage("denied by x")
        .hasCauseInstanceOf(AccessDeniedException.class);
  }

  @Test
  void useBeforeInit_isSignatureException() throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA", KEYWARD);

    assertThatThrownBy(() -> signature.update((byte) 1)).isInstanceOf(SignatureException.class);
    assertThatThrownBy(signature::sign).isInstanceOf(SignatureException.class);
    assertThatThrownBy(() -> signature.verify(new byte[1])).isInstanceOf(SignatureException.class);
  }

  @Test
  void initThatFailsAfterOneThatWorked_leavesNoOldKeyBehind() throws Exception {
    Signature signature = signer("SHA256withECDSA", KeySpec.ECC_NIST_P256);
    assertThatThrownBy(() -> signature.initSign(null)).isInstanceOf(InvalidKeyException.class);

    assertThatThrownBy(
            () -> {
              signature.update(MESSAGE);
              signature.sign();
            })
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void sign_intoBufferTooSmall_keepsTheMessageForASecondTry() throws Exception {
    Signature signature = signer("SHA256withECDSA", KeySpec.ECC_NIST_P256);
    signature.update(MESSAGE);
    assertThatThrownBy(() -> signature.sign(new byte[71], 0, 71))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("72");
    byte[] large = new byte[100];
    int length = signature.sign(large, 5, 95);

    byte[] signed = java.util.Arrays.copyOfRange(large, 5, 5 + length);
    PublicKey key = pair(KeySpec.ECC_NIST_P256).getPublic();
    assertThat(verifies("SHA256withECDSA", key, MESSAGE, signed)).isTrue();
  }

  @Test
  void verify_garbage_isFalseOrSignatureExceptionNeverAnythingElse() throws Exception {
    long seed = 43;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (KeySpec spec : new KeySpec[] {KeySpec.RSA_2048, KeySpec.ECC_NIST_P256}) {
      String algorithm = spec == KeySpec.RSA_2048 ? "SHA256withRSA" : "SHA256withECDSA";
      Signature signature = signer(algorithm, spec);
      signature.update(MESSAGE);
      byte[] good = signature.sign();
      signature.initVerify(pair(spec).getPublic());
      for (int i = 0; i < 300; i++) {
        byte[] bad = java.util.Arrays.copyOf(good, random.nextInt(good.length + 3));
        if (bad.length > 0) {
          bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
        }
        signature.update(MESSAGE);
        try {
          assertThat(signature.verify(bad)).isFalse();
        } catch (SignatureException e) {
          signature.initVerify(pair(spec).getPublic());
        }
      }
    }
  }
}
