package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.handle.KeyHandle;
import dev.keyward.keystore.TestCertificates;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStore.SecretKeyEntry;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Collections;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways in which the JDK and its other key stores meet handles; DIFFERENCES.md relies on them. */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class JdkFactsTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final PasswordProtection PASSWORD =
      new PasswordProtection("changeit".toCharArray());

  private static KeyStore empty(String type) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    return store;
  }

  /** Unlike other questions before init it does not bind a Cipher to the first provider. */
  @Test
  void getMaxAllowedKeyLength_beforeInit_isUnlimitedAndBindsNothing() throws Exception {
    try (ProviderList list = new ProviderList().last(KEYWARD)) {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      for (String name : new String[] {"AES/GCM/NoPadding", "AES", "KmsSealed", "KmsDirect"}) {
        assertThat(Cipher.getMaxAllowedKeyLength(name)).as(name).isEqualTo(Integer.MAX_VALUE);
        assertThat(Cipher.getMaxAllowedParameterSpec(name)).as(name).isNull();
      }
      cipher.init(Cipher.ENCRYPT_MODE, KEYS.secret(KeySpec.SYMMETRIC_DEFAULT));
      assertThat(cipher.getProvider()).isEqualTo(KEYWARD);
    }
  }

  /** A handle has no bytes to store, and a file must not look as if it had a key. */
  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS", "JCEKS"})
  void otherKeyStore_privateHandle_isRefusedAndStaysEmpty(String type) throws Exception {
    KeyPair pair = KEYS.pair(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    Certificate[] chain = {
      TestCertificates.selfSigned(
          pair.getPublic(), "server", pair.getPrivate(), "SHA256withECDSA", KEYWARD)
    };
    KeyStore store = empty(type);
    PrivateKeyEntry entry = new PrivateKeyEntry(pair.getPrivate(), chain);

    assertThatThrownBy(() -> store.setEntry("server", entry, PASSWORD))
        .isInstanceOf(KeyStoreException.class);
    assertThat(Collections.list(store.aliases())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void otherKeyStore_secretHandle_isRefusedAndStaysEmpty(String type) throws Exception {
    KeyStore store = empty(type);
    SecretKeyEntry entry = new SecretKeyEntry(KEYS.secret(KeySpec.SYMMETRIC_DEFAULT));

    assertThatThrownBy(() -> store.setEntry("data", entry, PASSWORD))
        .isInstanceOf(KeyStoreException.class);
    assertThat(Collections.list(store.aliases())).isEmpty();
  }

  /** JCEKS serializes secret keys: what it takes is the name of the key and nothing else. */
  @Test
  void jceks_secretHandle_isNeverAKeyAgain() throws Exception {
    SecretKey handle = KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);
    KeyStore store = empty("JCEKS");
    store.setEntry("data", new SecretKeyEntry(handle), PASSWORD);

    assertThatThrownBy(() -> store.getKey("data", "changeit".toCharArray()))
        .isInstanceOf(java.security.UnrecoverableKeyException.class);
  }

  /** What no KMS has, or what the provider leaves to others; DIFFERENCES.md lists them. */
  @Test
  void namesLeftOut_areNotOffered() {
    for (String name : new String[] {"X25519", "XDH", "X448", "DiffieHellman"}) {
      assertThatThrownBy(() -> KeyAgreement.getInstance(name, KEYWARD))
          .as(name)
          .isInstanceOf(NoSuchAlgorithmException.class);
    }
    for (String name :
        new String[] {
          "Ed448",
          "SHA1withRSA",
          "SHA1withECDSA",
          "SHA224withRSA",
          "SHA224withECDSA",
          "MD5withRSA",
          "SHA512/256withRSA",
          "SHA3-256withRSA",
          "SHA3-256withECDSA",
          "SHA256withDSA"
        }) {
      assertThatThrownBy(() -> Signature.getInstance(name, KEYWARD))
          .as(name)
          .isInstanceOf(NoSuchAlgorithmException.class);
    }
    for (String name : new String[] {"Ed448", "X25519", "XDH", "DSA", "RSASSA-PSS", "DH"}) {
      assertThatThrownBy(() -> KeyPairGenerator.getInstance(name, KEYWARD))
          .as(name)
          .isInstanceOf(NoSuchAlgorithmException.class);
    }
    for (String name : new String[] {"HmacSHA1", "HmacMD5", "DESede", "ChaCha20"}) {
      assertThatThrownBy(() -> KeyGenerator.getInstance(name, KEYWARD))
          .as(name)
          .isInstanceOf(NoSuchAlgorithmException.class);
    }
  }

  @Test
  void defaults_ofTheGenerators_areThoseOfTheTable() throws Exception {
    try (KeywardProvider provider = ProviderList.keyward()) {
      assertThat(spec(provider, "RSA")).isEqualTo(KeySpec.RSA_3072);
      assertThat(spec(provider, "EC")).isEqualTo(KeySpec.ECC_NIST_P256);
      assertThat(spec(provider, "EdDSA")).isEqualTo(KeySpec.ECC_NIST_EDWARDS25519);
      assertThat(spec(provider, "ML-DSA")).isEqualTo(KeySpec.ML_DSA_65);
      assertThat(spec(provider, "ML-KEM")).isEqualTo(KeySpec.ML_KEM_768);
    }
  }

  private static KeySpec spec(Provider provider, String algorithm) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm, provider).generateKeyPair();
    return ((KeyHandle) pair.getPrivate()).spec();
  }
}
