package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Key pairs of Bouncy Castle that not every JDK has, imported by {@code setKeyEntry}. */
class ImportedPairsTest {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  @TempDir Path temporary;
  private KeywardProvider keyward;
  private KeyStore store;

  @BeforeEach
  void open() throws Exception {
    keyward =
        new KeywardProvider()
            .configure(
                ProviderList.configuration()
                    + ";import=true;certificates="
                    + temporary.toRealPath().resolve("certificates"));
    store = KeyStore.getInstance("KMS", keyward);
    store.load(null, null);
  }

  @AfterEach
  void close() {
    keyward.close();
  }

  private static KeyPair pair(KeySpec spec) throws Exception {
    if (spec != KeySpec.ECC_SECG_P256K1) {
      return KeyPairGenerator.getInstance(spec.name().replace('_', '-'), BOUNCY_CASTLE)
          .generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
    generator.initialize(new ECGenParameterSpec("secp256k1"));
    return generator.generateKeyPair();
  }

  private PrivateKey imported(String alias, KeyPair pair, PublicKey certified) throws Exception {
    Certificate issued =
        TestCertificates.issue(certified, alias, TestCertificates.softwarePair(), 0);
    store.setKeyEntry(alias, pair.getPrivate(), null, new Certificate[] {issued});
    return (PrivateKey) store.getKey(alias, null);
  }

  @ParameterizedTest
  @CsvSource({
    "ECC_SECG_P256K1,SHA256withECDSA,SHA256withECDSA",
    "ML_DSA_44,ML-DSA,ML-DSA-44",
    "ML_DSA_65,ML-DSA,ML-DSA-65",
    "ML_DSA_87,ML-DSA,ML-DSA-87"
  })
  void signature_ofAnImportedPair_verifiesWithItsOwnPublicKey(
      KeySpec spec, String ours, String theirs) throws Exception {
    KeyPair pair = pair(spec);
    PrivateKey handle = imported("imported-" + spec.size(), pair, pair.getPublic());
    assertThat(handle).isInstanceOf(KeyHandle.class);

    Signature sign = Signature.getInstance(ours, keyward);
    sign.initSign(handle);
    sign.update(new byte[33]);
    byte[] signed = sign.sign();
    Signature verify = Signature.getInstance(theirs, BOUNCY_CASTLE);
    verify.initVerify(pair.getPublic());
    verify.update(new byte[33]);
    assertThat(verify.verify(signed)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void kemPair_imported_keepsItsPublicKeyAndCertificate(KeySpec spec) throws Exception {
    KeyPair pair = pair(spec);
    String alias = "imported-kem-" + spec.size();
    KeyHandle handle = (KeyHandle) imported(alias, pair, pair.getPublic());

    assertThat(handle.spec()).isEqualTo(spec);
    assertThat(KeyHandles.publicKeyOf(handle).getEncoded())
        .isEqualTo(pair.getPublic().getEncoded());
    PublicKey certified = store.getCertificate(alias).getPublicKey();
    assertThat(KeyHandles.isSameKey(certified, KeyHandles.publicKeyOf(handle))).isTrue();
  }

  @Test
  void certificateOfAnotherPair_isRefused() throws Exception {
    for (KeySpec spec : new KeySpec[] {KeySpec.ML_DSA_44, KeySpec.ECC_SECG_P256K1}) {
      KeyPair pair = pair(spec);
      PublicKey other = pair(spec).getPublic();
      assertThatThrownBy(() -> imported("imported-other", pair, other))
          .isInstanceOf(KeyStoreException.class)
          .hasMessageContaining("another key");
      assertThat(store.containsAlias("imported-other")).isFalse();
    }
  }

  /** As {@code keytool -changealias} does it. */
  @Test
  void entry_underAnotherAlias_hasTheSameKey() throws Exception {
    KeyPair pair = pair(KeySpec.ECC_SECG_P256K1);
    PrivateKey handle = imported("imported-first", pair, pair.getPublic());
    Certificate[] chain = store.getCertificateChain("imported-first");
    store.setKeyEntry("imported-second", handle, null, chain);

    assertThat(store.getKey("imported-second", null)).isEqualTo(handle);
    assertThat(store.getCertificateChain("imported-second")).isEqualTo(chain);
    assertThat(store.entryInstanceOf("imported-second", PrivateKeyEntry.class)).isTrue();
  }
}
