package dev.keyward.keystore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyBackend;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStore.SecretKeyEntry;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Software keys given to a key store that may import them. */
class KeyStoreImportTest {
  @TempDir Path temporary;

  private final InMemoryKeyBackend backend = new InMemoryKeyBackend();
  private boolean importsKeys = true;
  private CertificateDirectory certificates;
  private KmsKeyStore store;

  @BeforeEach
  void load() throws Exception {
    certificates = new CertificateDirectory(temporary.resolve("certificates"));
    store = new KmsKeyStore(new Access());
    store.engineLoad(null, null);
  }

  private final class Access implements KeyStoreAccess {
    @Override
    public KeyBackend backend() {
      return backend;
    }

    @Override
    public CertificateDirectory certificates() {
      return certificates;
    }

    @Override
    public Set<String> aliasFilter() {
      return Set.of();
    }

    @Override
    public boolean schedulesDeletion() {
      return false;
    }

    @Override
    public boolean importsKeys() {
      return importsKeys;
    }
  }

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static Certificate[] chainFor(PublicKey key) throws Exception {
    return new Certificate[] {
      TestCertificates.issue(key, "server", TestCertificates.softwarePair(), 0)
    };
  }

  @Test
  void setKeyEntry_ecPair_becomesAManagedKeyUnderTheAlias() throws Exception {
    KeyPair pair = TestCertificates.softwarePair();
    Certificate[] chain = chainFor(pair.getPublic());

    store.engineSetKeyEntry("web", pair.getPrivate(), "ignored".toCharArray(), chain);

    Key handle = store.engineGetKey("web", null);
    assertThat(handle).isInstanceOf(KeyHandle.class);
    assertThat(handle.getEncoded()).isNull();
    assertThat(KeyHandles.publicKeyOf((KeyHandle) handle)).isEqualTo(pair.getPublic());
    assertThat(store.engineGetCertificateChain("web")).isEqualTo(chain);
    assertThat(backend.keys())
        .singleElement()
        .satisfies(key -> assertThat(key.origin()).isEqualTo(KeyOrigin.EXTERNAL))
        .satisfies(key -> assertThat(key.usage()).isEqualTo(KeyUsage.SIGN_VERIFY))
        .satisfies(key -> assertThat(key.description()).isEqualTo("Imported as alias/web"));
  }

  /** Bouncy Castle spells out the curve of a key that was made from the curve's numbers. */
  @Test
  void setKeyEntry_ecPairOfAnotherProvider_isImportedWithTheNameOfItsCurve() throws Exception {
    KeyPair pair = TestCertificates.softwarePair();
    var own = (ECPrivateKey) pair.getPrivate();
    PrivateKey theirs =
        KeyFactory.getInstance("EC", new BouncyCastleProvider())
            .generatePrivate(new ECPrivateKeySpec(own.getS(), own.getParams()));
    assertThat(theirs.getEncoded()).hasSizeGreaterThan(own.getEncoded().length);

    store.engineSetKeyEntry("theirs", theirs, null, chainFor(pair.getPublic()));

    assertThat(KeyHandles.publicKeyOf((KeyHandle) store.engineGetKey("theirs", null)))
        .isEqualTo(pair.getPublic());
  }

  /** RFC 4055: a certificate may say that its RSA key is for RSASSA-PSS. */
  @Test
  void setKeyEntry_rsaPairWithACertificateForPss_isImported() throws Exception {
    KeyPair rsa = rsa(2048);
    RSAPublicKey open = (RSAPublicKey) rsa.getPublic();
    PublicKey pss =
        KeyFactory.getInstance("RSASSA-PSS", JdkProvider.SUN_RSA_SIGN.instance())
            .generatePublic(new RSAPublicKeySpec(open.getModulus(), open.getPublicExponent()));
    Certificate[] chain = chainFor(pss);

    store.engineSetKeyEntry("pss", rsa.getPrivate(), null, chain);

    assertThat(store.engineGetCertificateChain("pss")).isEqualTo(chain);
    assertThat(store.engineGetKey("pss", null).getAlgorithm()).isEqualTo("RSASSA-PSS");
    Certificate[] foreign = chainFor(pss);
    PrivateKey other = rsa(2048).getPrivate();
    assertThatThrownBy(() -> store.engineSetKeyEntry("other", other, null, foreign))
        .isInstanceOf(KeyStoreException.class)
        .hasMessageContaining("another key");
  }

  @Test
  void setEntry_rsaAndEdwardsPairs_areImported() throws Exception {
    KeyPair rsa = rsa(2048);
    KeyPair edwards =
        KeyPairGenerator.getInstance("Ed25519", JdkProvider.SUN_EC.instance()).generateKeyPair();

    store.engineSetEntry(
        "rsa", new PrivateKeyEntry(rsa.getPrivate(), chainFor(rsa.getPublic())), null);
    store.engineSetKeyEntry("edwards", edwards.getPrivate(), null, null);

    assertThat(KeyHandles.publicKeyOf((KeyHandle) store.engineGetKey("rsa", null)))
        .isEqualTo(rsa.getPublic());
    assertThat(KeyHandles.publicKeyOf((KeyHandle) store.engineGetKey("edwards", null)))
        .isEqualTo(edwards.getPublic());
  }

  /** Keys that not every JDK has, as Bouncy Castle makes them. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "ECC_SECG_P256K1",
        "ML_DSA_44",
        "ML_DSA_65",
        "ML_DSA_87",
        "ML_KEM_512",
        "ML_KEM_768",
        "ML_KEM_1024"
      })
  void setKeyEntry_pairTheJdkMayNotHave_isImported(KeySpec spec) throws Exception {
    KeyPair pair = bouncyCastlePair(spec);
    Certificate[] chain = chainFor(pair.getPublic());

    store.engineSetKeyEntry("theirs", pair.getPrivate(), null, chain);

    KeyHandle handle = (KeyHandle) store.engineGetKey("theirs", null);
    assertThat(handle.spec()).isEqualTo(spec);
    assertThat(handle.usage()).isEqualTo(ManagedKeyParameterSpec.of(spec).usage());
    assertThat(KeyHandles.publicKeyOf(handle).getEncoded())
        .isEqualTo(pair.getPublic().getEncoded());
    assertThat(store.engineGetCertificate("theirs")).isEqualTo(chain[0]);
  }

  @ParameterizedTest
  @EnumSource(names = {"ECC_SECG_P256K1", "ML_DSA_44", "ML_KEM_512"})
  void setKeyEntry_certificateOfAnotherSuchPair_isRefusedAndTheKeyGivenUp(KeySpec spec)
      throws Exception {
    Certificate[] chain = chainFor(bouncyCastlePair(spec).getPublic());
    PrivateKey key = bouncyCastlePair(spec).getPrivate();

    assertThatThrownBy(() -> store.engineSetKeyEntry("x", key, null, chain))
        .isInstanceOf(KeyStoreException.class)
        .hasMessageContaining("another key");
    assertThat(store.engineContainsAlias("x")).isFalse();
    assertThat(backend.keys())
        .extracting(KeyMetadata::state)
        .containsExactly(KeyState.PENDING_DELETION);
  }

  @Test
  void setKeyEntry_pairOfACurveOrSchemeNobodyHas_isRefused() throws Exception {
    assertRefused(
        "x", bouncyCastlePair("EC", "brainpoolP256r1").getPrivate(), null, "not imported");
    assertRefused("x", bouncyCastlePair("EC", "secp224k1").getPrivate(), null, "not imported");
    KeyPairGenerator x25519 = KeyPairGenerator.getInstance("X25519", JdkProvider.SUN_EC.instance());
    assertRefused("x", x25519.generateKeyPair().getPrivate(), null, "not imported");
  }

  private static KeyPair bouncyCastlePair(KeySpec spec) throws Exception {
    if (spec == KeySpec.ECC_SECG_P256K1) {
      return bouncyCastlePair("EC", "secp256k1");
    }
    return KeyPairGenerator.getInstance(spec.name().replace('_', '-'), new BouncyCastleProvider())
        .generateKeyPair();
  }

  private static KeyPair bouncyCastlePair(String algorithm, String curve) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider());
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @CsvSource({
    "AES, 32, SYMMETRIC_DEFAULT",
    "HmacSHA224, 28, HMAC_224",
    "HMACSHA256, 32, HMAC_256",
    "HmacSHA384, 48, HMAC_384",
    "HmacSHA512, 64, HMAC_512"
  })
  void setEntry_secretKey_isImportedWithTheSpecOfItsAlgorithm(
      String algorithm, int bytes, KeySpec spec) throws Exception {
    SecretKey software = new SecretKeySpec("s".repeat(bytes).getBytes(US_ASCII), algorithm);

    store.engineSetEntry("data", new SecretKeyEntry(software), null);

    KeyHandle handle = (KeyHandle) store.engineGetKey("data", null);
    assertThat(handle.spec()).isEqualTo(spec);
    assertThat(handle.usage()).isEqualTo(spec.usages().iterator().next());
  }

  @ParameterizedTest
  @CsvSource({
    "AES, 16, 32 bytes",
    "HmacSHA256, 31, 32 bytes",
    "HmacSHA512, 32, 64 bytes",
    "DESede, 24, not imported",
    "HmacSHA1, 20, not imported"
  })
  void setKeyEntry_secretKeyTheServiceHasNot_isRefusedWithoutShowingIt(
      String algorithm, int bytes, String said) throws Exception {
    byte[] canary = "canary-0canary-1canary-2canary-3".substring(0, bytes).getBytes(US_ASCII);
    SecretKey software = new SecretKeySpec(canary, algorithm);

    assertRefused("x", software, null, said);
  }

  @Test
  void setKeyEntry_rsaKeyOf1024Bits_isRefused() throws Exception {
    assertRefused("x", rsa(1024).getPrivate(), null, "not imported");
  }

  @Test
  void setKeyEntry_certificateOfAnotherKey_isRefusedBeforeAnyKeyIsMade() throws Exception {
    KeyPair pair = TestCertificates.softwarePair();
    assertRefused(
        "x",
        pair.getPrivate(),
        chainFor(TestCertificates.softwarePair().getPublic()),
        "another key");
    assertRefused("x", pair.getPrivate(), chainFor(rsa(2048).getPublic()), "another key");
  }

  @Test
  void setKeyEntry_secretKeyWithCertificate_isRefused() throws Exception {
    SecretKey software = new SecretKeySpec(new byte[32], "AES");
    assertRefused(
        "x", software, chainFor(TestCertificates.softwarePair().getPublic()), "no certificates");
  }

  @Test
  void setKeyEntry_keyOfAnotherToken_isRefused() {
    SecretKey unexportable =
        new SecretKey() {
          private static final long serialVersionUID = 1L;

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
        };
    assertRefused("x", unexportable, null, "do not give their bytes away");
  }

  @Test
  void setKeyEntry_importIsOff_saysHowToSwitchItOn() throws Exception {
    importsKeys = false;
    assertRefused("x", TestCertificates.softwarePair().getPrivate(), null, "import=true");
  }

  @Test
  void setKeyEntry_keyThatIsEncryptedAlready_isRefused() {
    assertThatThrownBy(() -> store.engineSetKeyEntry("x", new byte[100], null))
        .isInstanceOf(KeyStoreException.class)
        .hasMessageContaining("encrypted already");
  }

  @Test
  void setKeyEntry_keyServiceFailsAfterTheImport_bindsNothingAndGivesTheKeyUp() throws Exception {
    BackendUnavailableException cause = new BackendUnavailableException("gone");
    backend.failWith(cause);

    assertThatThrownBy(
            () ->
                store.engineSetKeyEntry(
                    "web", TestCertificates.softwarePair().getPrivate(), null, null))
        .isInstanceOf(KeyStoreException.class)
        .hasCause(cause);

    backend.failWith(null);
    assertThat(store.engineContainsAlias("web")).isFalse();
    assertThat(backend.keys())
        .extracting(KeyMetadata::state)
        .containsExactly(KeyState.PENDING_DELETION);
  }

  @Test
  void setKeyEntry_certificatesCannotBeWritten_keepsTheBoundKey() throws Exception {
    Files.writeString(temporary.resolve("certificates"), "a file where the folder should be");
    KeyPair pair = TestCertificates.softwarePair();

    assertThatThrownBy(
            () ->
                store.engineSetKeyEntry("web", pair.getPrivate(), null, chainFor(pair.getPublic())))
        .isInstanceOf(KeyStoreException.class)
        .hasMessageContaining("points to the key");

    assertThat(backend.keys()).extracting(KeyMetadata::state).containsExactly(KeyState.ENABLED);
    assertThat(store.engineGetKey("web", null)).isNotNull();
  }

  private void assertRefused(String alias, Key key, Certificate[] chain, String said) {
    assertThatThrownBy(() -> store.engineSetKeyEntry(alias, key, null, chain))
        .isInstanceOf(KeyStoreException.class)
        .hasMessageContaining(said)
        .hasMessageContaining("\"" + alias + "\"")
        .hasMessageNotContaining("canary");
    assertThat(backend.keys()).isEmpty();
    assertThat(store.engineContainsAlias(alias)).isFalse();
  }
}
