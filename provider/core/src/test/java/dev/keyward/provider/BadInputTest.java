package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jca.agreement.KmsKem;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows B21 to B44 of the table of bad input, for every service that takes such input.
 *
 * <table>
 * <caption>Where each row is tested</caption>
 * <tr><td>B21–B23</td><td>{@code KmsKeyStoreTest.load_streamThatIsNoDescriptor_isRefused},
 * {@code load_listOfAuthorities_isRefusedAloud}, {@code load_emptyStreamAndUnknownParameter_countAsNone}</td></tr>
 * <tr><td>B24</td><td>passwords are ignored, see DIFFERENCES.md: {@code KmsKeyStoreTest}</td></tr>
 * <tr><td>B25</td><td>{@code KeywardProviderTest.keyStore_usedBeforeLoad_isKeyStoreException}</td></tr>
 * <tr><td>B26, B27</td><td>{@code KmsKeyStoreTest.getKey_unknownOrImpossibleAlias_isNull},
 * {@code getKey_nullAlias_isNullPointerExceptionAsInTheJdk}</td></tr>
 * <tr><td>B28–B31</td><td>{@code KmsKeyStoreTest.setKeyEntry_badAlias_isRefused},
 * {@code setKeyEntry_aliasOf257Characters_isRefused}</td></tr>
 * <tr><td>B32</td><td>{@code KeyStoreImportTest}, {@code KmsKeyStoreTest}</td></tr>
 * <tr><td>B33</td><td>{@link #b33_wrongUsage_isRefusedAtInit}, and {@code UnusableKeysTest} for
 * handles of other providers and for keys that are disabled, pending deletion or denied</td></tr>
 * <tr><td>B34</td><td>{@link #b34_nullOrForeignKeyWithoutEncoding_isInvalidKey}</td></tr>
 * <tr><td>B35, B38, B39, B42</td><td>{@code EnvelopeCipherContractTest},
 * {@code EnvelopeCipherRejectionTest}; for KmsDirect {@code DirectCipherTest}</td></tr>
 * <tr><td>B36</td><td>{@link #b36_weakOrUnknownTransformation_isNotOffered}</td></tr>
 * <tr><td>B37</td><td>{@link #b37_workBeforeInit_isIllegalState}</td></tr>
 * <tr><td>B40</td><td>{@link #b40_negativeOrOverflowingRange_isIllegalArgument}</td></tr>
 * <tr><td>B41</td><td>{@link #b41_overTheLimit_isRefusedBeforeAnyCall}</td></tr>
 * <tr><td>B43</td><td>{@link #b43_malformedSignature_isNeverTrueAndNeverUnchecked}</td></tr>
 * <tr><td>B44</td><td>{@link #b44_sizesAndCurvesNotOffered_areRefused},
 * {@code KmsKeyAgreementTest.doPhase_pointOffCurveInfinityOrOtherCurve_isRefusedBeforeAnyCall}</td></tr>
 * </table>
 */
class BadInputTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final SecretKey AES = KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
  private static final PrivateKey DECRYPTING =
      KEYS.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT).getPrivate();
  private static final Map<String, KeySpec> SIGNATURES =
      Map.of(
          "SHA256withRSA", KeySpec.RSA_2048,
          "SHA256withRSAandMGF1", KeySpec.RSA_2048,
          "SHA256withECDSA", KeySpec.ECC_NIST_P256,
          "SHA256withECDSAinP1363Format", KeySpec.ECC_NIST_P256,
          "Ed25519", KeySpec.ECC_NIST_EDWARDS25519,
          "Ed25519ph", KeySpec.ECC_NIST_EDWARDS25519,
          "ML-DSA", KeySpec.ML_DSA_44);
  private static final String[] CIPHERS = {
    "AES/GCM/NoPadding",
    "AES",
    "KmsSealed",
    "KmsDirect",
    "AESWrap",
    "AES/KWP/NoPadding",
    "RSA/ECB/OAEPWithSHA-256AndMGF1Padding",
    "RSA/ECB/OAEPPadding"
  };

  /** No encoding, and not ours. */
  private record Opaque() implements SecretKey, PrivateKey {
    @Override
    public String getAlgorithm() {
      return "AES";
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

  private static int mode(String transformation) {
    return transformation.contains("W") && !transformation.contains("OAEP")
        ? Cipher.UNWRAP_MODE
        : Cipher.DECRYPT_MODE;
  }

  @Test
  void b33_wrongUsage_isRefusedAtInit() throws Exception {
    KeyHandle signing = (KeyHandle) KEYS.pair(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY).getPrivate();
    for (String transformation : CIPHERS) {
      Cipher cipher = Cipher.getInstance(transformation, KEYWARD);
      assertThatThrownBy(() -> cipher.init(mode(transformation), signing))
          .as(transformation)
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining(signing.arn().text())
          .hasMessageContaining("ENCRYPT_DECRYPT");
    }
    PrivateKey decrypting = KEYS.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT).getPrivate();
    for (String algorithm :
        new String[] {
          "NONEwithRSA", "Ed25519", "Ed25519ph", "ML-DSA", "NONEwithECDSAinP1363Format"
        }) {
      Signature signature = Signature.getInstance(algorithm, KEYWARD);
      assertThatThrownBy(() -> signature.initSign(decrypting))
          .as(algorithm)
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining("SIGN_VERIFY");
    }
  }

  @Test
  void b34_nullOrForeignKeyWithoutEncoding_isInvalidKey() throws Exception {
    for (Key key : new Key[] {null, new Opaque()}) {
      for (String transformation : CIPHERS) {
        Cipher cipher = Cipher.getInstance(transformation, KEYWARD);
        assertThatThrownBy(() -> cipher.init(mode(transformation), key))
            .as(transformation)
            .isInstanceOf(InvalidKeyException.class);
      }
      Mac mac = Mac.getInstance("HmacSHA512", KEYWARD);
      assertThatThrownBy(() -> mac.init(key)).isInstanceOf(InvalidKeyException.class);
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
      assertThatThrownBy(() -> agreement.init(key)).isInstanceOf(InvalidKeyException.class);
      if (KmsKem.isAvailable()) {
        Kems kems = new Kems(KEYWARD);
        assertThatThrownBy(() -> kems.decapsulator("ML-KEM", (PrivateKey) key))
            .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> kems.encapsulator("ML-KEM", null))
            .isInstanceOf(InvalidKeyException.class);
      }
      for (String algorithm : new String[] {"Ed25519", "Ed25519ph", "ML-DSA", "NONEwithRSA"}) {
        Signature signature = Signature.getInstance(algorithm, KEYWARD);
        assertThatThrownBy(() -> signature.initSign((PrivateKey) key))
            .as(algorithm)
            .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> signature.initVerify((java.security.PublicKey) null))
            .isInstanceOf(InvalidKeyException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA/ECB/PKCS1Padding", "RSA", "AES/ECB/PKCS5Padding", "AES/CBC/NoPadding",
        "KmsDirect/GCM/NoPadding", "KmsDirect/X/Y", "AESWrap/ECB/NoPadding", "AES/KW/PKCS5Padding",
        "RSA/ECB/OAEPWithSHA-512AndMGF1Padding"
      })
  void b36_weakOrUnknownTransformation_isNotOffered(String transformation) {
    assertThatThrownBy(() -> Cipher.getInstance(transformation, KEYWARD))
        .isInstanceOfAny(NoSuchAlgorithmException.class, NoSuchPaddingException.class);
  }

  @Test
  void b37_workBeforeInit_isIllegalState() throws Exception {
    for (String transformation : CIPHERS) {
      Cipher cipher = Cipher.getInstance(transformation, KEYWARD);
      assertThatThrownBy(() -> cipher.update(new byte[1]))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(cipher::doFinal).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> cipher.wrap(AES)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> cipher.init(mode(transformation), new Opaque()))
          .isInstanceOf(InvalidKeyException.class);
      assertThatThrownBy(cipher::doFinal).isInstanceOf(IllegalStateException.class);
    }
    Mac mac = Mac.getInstance("HmacSHA256", KEYWARD);
    assertThatThrownBy(mac::doFinal).isInstanceOf(IllegalStateException.class);
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    assertThatThrownBy(agreement::generateSecret).isInstanceOf(IllegalStateException.class);
    for (String algorithm : new String[] {"Ed25519", "ML-DSA", "NONEwithRSA"}) {
      Signature signature = Signature.getInstance(algorithm, KEYWARD);
      assertThatThrownBy(signature::sign).isInstanceOf(SignatureException.class);
      assertThatThrownBy(() -> signature.update(new byte[1]))
          .isInstanceOf(SignatureException.class);
      assertThatThrownBy(() -> signature.verify(new byte[64]))
          .isInstanceOf(SignatureException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,-1", "5,6", "2147483647,2", "1,2147483647"})
  void b40_negativeOrOverflowingRange_isIllegalArgument(int offset, int length) throws Exception {
    byte[] ten = new byte[10];
    for (String name : new String[] {"KmsDirect", "AES/GCM/NoPadding", "KmsSealed", OAEP}) {
      Cipher cipher = Cipher.getInstance(name, KEYWARD);
      cipher.init(Cipher.ENCRYPT_MODE, name.equals(OAEP) ? DECRYPTING : AES);
      assertThatThrownBy(() -> cipher.update(ten, offset, length))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> cipher.doFinal(ten, offset, length))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(cipher.doFinal(ten)).as(name).isNotEmpty();
    }
    Mac mac = Mac.getInstance("HmacSHA256", KEYWARD);
    mac.init(KEYS.secret(KeySpec.HMAC_256));
    assertThatThrownBy(() -> mac.update(ten, offset, length))
        .isInstanceOf(IllegalArgumentException.class);
    for (Map.Entry<String, KeySpec> each : SIGNATURES.entrySet()) {
      Signature signature = Signature.getInstance(each.getKey(), KEYWARD);
      signature.initSign(KEYS.pair(each.getValue(), KeyUsage.SIGN_VERIFY).getPrivate());
      assertThatThrownBy(() -> signature.update(ten, offset, length))
          .as(each.getKey())
          .isInstanceOf(IllegalArgumentException.class);
      signature.update(ten);
      assertThat(signature.sign()).as(each.getKey()).isNotEmpty();
    }
  }

  @Test
  void b41_overTheLimit_isRefusedBeforeAnyCall() throws Exception {
    Cipher direct = Cipher.getInstance("KmsDirect", KEYWARD);
    direct.init(Cipher.ENCRYPT_MODE, AES);
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", KEYWARD);
    oaep.init(
        Cipher.ENCRYPT_MODE, KEYS.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT).getPrivate());
    Signature edwards = Signature.getInstance("Ed25519", KEYWARD);
    edwards.initSign(KEYS.pair(KeySpec.ECC_NIST_EDWARDS25519, KeyUsage.SIGN_VERIFY).getPrivate());
    InMemoryKeyBackend backend = ProviderList.backendOf(AES);
    int before = backend.cryptographicCalls();
    assertThatThrownBy(() -> direct.doFinal(new byte[4097]))
        .isInstanceOf(IllegalBlockSizeException.class);
    assertThatThrownBy(() -> oaep.doFinal(new byte[191]))
        .isInstanceOf(IllegalBlockSizeException.class);
    edwards.update(new byte[4097]);
    assertThatThrownBy(edwards::sign).isInstanceOf(SignatureException.class);
    assertThat(backend.cryptographicCalls()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "SHA256withECDSA,ECC_NIST_P256",
    "SHA256withECDSAinP1363Format,ECC_NIST_P256",
    "SHA256withECDSA,ECC_SECG_P256K1",
    "SHA256withECDSAinP1363Format,ECC_SECG_P256K1",
    "Ed25519,ECC_NIST_EDWARDS25519",
    "Ed25519ph,ECC_NIST_EDWARDS25519",
    "ML-DSA,ML_DSA_44",
    "SHA256withRSA,RSA_2048"
  })
  void b43_malformedSignature_isNeverTrueAndNeverUnchecked(String algorithm, KeySpec spec)
      throws Exception {
    KeyPair pair = KEYS.pair(spec, KeyUsage.SIGN_VERIFY);
    Signature signature = Signature.getInstance(algorithm, KEYWARD);
    signature.initSign(pair.getPrivate());
    signature.update((byte) 1);
    byte[] good = signature.sign();
    byte[] ones = new byte[good.length];
    Arrays.fill(ones, (byte) 0xff);
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    byte[][] wrong = {
      {},
      {0},
      new byte[good.length],
      ones,
      longer,
      Arrays.copyOf(good, good.length - 1),
      {0x30, 6, 2, 1, 0, 2, 1, 0},
      {0x30, (byte) 0x84, -1, -1, -1, -1, 2, 1},
      new byte[10_000]
    };
    for (byte[] bytes : wrong) {
      assertThat(isTrue(signature, pair, bytes)).isFalse();
    }
    assertThat(isTrue(signature, pair, good)).isTrue();
  }

  private static boolean isTrue(Signature signature, KeyPair pair, byte[] bytes)
      throws GeneralSecurityException {
    signature.initVerify(pair.getPublic());
    signature.update((byte) 1);
    try {
      return signature.verify(bytes);
    } catch (SignatureException e) {
      return false;
    }
  }

  @Test
  void b44_sizesAndCurvesNotOffered_areRefused() throws Exception {
    for (String algorithm : new String[] {"EdDSA", "Ed25519", "ML-DSA", "ML-KEM", "ML-DSA-44"}) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, KEYWARD);
      for (int size : new int[] {-1, 0, 256, 448, 4096}) {
        assertThatThrownBy(() -> generator.initialize(size))
            .as("%s %d", algorithm, size)
            .isInstanceOf(InvalidParameterException.class);
      }
      assertThatThrownBy(() -> generator.initialize(NamedParameterSpec.ED448))
          .isInstanceOf(InvalidAlgorithmParameterException.class);
      assertThatThrownBy(() -> generator.initialize(new ECGenParameterSpec("secp256r1")))
          .isInstanceOf(InvalidAlgorithmParameterException.class);
    }
    KeyPairGenerator dsa44 = KeyPairGenerator.getInstance("ML-DSA-44", KEYWARD);
    assertThatThrownBy(() -> dsa44.initialize(new NamedParameterSpec("ML-DSA-65")))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }
}
