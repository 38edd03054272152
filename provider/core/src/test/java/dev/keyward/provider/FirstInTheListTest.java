package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.handle.KeyHandle;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever we and others stand in the list: handles reach us although nobody names us, ordinary
 * keys never do, and generators found by order make ordinary keys.
 */
@ResourceLock("java.security.Security.providers")
@SuppressWarnings("try") // the list is changed while the resource is open
class FirstInTheListTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final byte[] MESSAGE = new byte[50];

  enum Order {
    LAST,
    FIRST,
    LAST_BEHIND_BOUNCY_CASTLE;

    ProviderList arrange() {
      ProviderList list = new ProviderList();
      if (this == LAST_BEHIND_BOUNCY_CASTLE) {
        list.first(new BouncyCastleProvider());
      }
      return this == FIRST ? list.first(KEYWARD) : list.last(KEYWARD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void handles_unnamedProvider_reachUs(Order order) throws Exception {
    SecretKey aes = KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);
    KeyPair rsa = KEYS.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    try (ProviderList list = order.arrange()) {
      for (String name : new String[] {"AES", "AES/GCM/NoPadding", "KmsSealed", "KmsDirect"}) {
        assertThat(thereAndBack(name, aes)).as(name).isEqualTo(MESSAGE);
      }
      for (String name : new String[] {"AESWrap", "AES/KW/NoPadding", "AES/KWP/NoPadding"}) {
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(Cipher.WRAP_MODE, aes);
        assertThat(cipher.getProvider()).as(name).isSameAs(KEYWARD);
      }
      for (String hash : new String[] {"1", "256"}) {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-" + hash + "AndMGF1Padding");
        cipher.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
        assertThat(cipher.getProvider()).isSameAs(KEYWARD);
      }
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(KEYS.secret(KeySpec.HMAC_256));
      assertThat(mac.doFinal(MESSAGE)).hasSize(32);
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(KEYS.pair(KeySpec.ECC_NIST_P384, KeyUsage.KEY_AGREEMENT).getPrivate());
      assertThat(agreement.getProvider()).isSameAs(KEYWARD);
    }
  }

  private static byte[] thereAndBack(String name, Key key) throws Exception {
    Cipher cipher = Cipher.getInstance(name);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(MESSAGE);
    assertThat(cipher.getProvider()).as(name).isSameAs(KEYWARD);
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(sealed);
  }

  @ParameterizedTest
  @EnumSource
  void signatures_ofEveryNewKind_reachUsAndVerify(Order order) throws Exception {
    try (ProviderList list = order.arrange()) {
      sign("Ed25519", KeySpec.ECC_NIST_EDWARDS25519);
      sign("EdDSA", KeySpec.ECC_NIST_EDWARDS25519);
      sign("ML-DSA", KeySpec.ML_DSA_65);
      sign("ML-DSA-65", KeySpec.ML_DSA_65);
      sign("SHA256withECDSA", KeySpec.ECC_SECG_P256K1);
      sign("SHA384withECDSAinP1363Format", KeySpec.ECC_NIST_P384);
    }
  }

  private static void sign(String algorithm, KeySpec spec) throws Exception {
    KeyPair pair = KEYS.pair(spec, KeyUsage.SIGN_VERIFY);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    byte[] signed = signer.sign();
    assertThat(signer.getProvider()).as(algorithm).isSameAs(KEYWARD);
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(pair.getPublic());
    verifier.update(MESSAGE);
    assertThat(verifier.verify(signed)).as(algorithm).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void ordinaryKeys_inEveryOrder_stayWithOthers(Order order) throws Exception {
    KeyPair pair = rsaPair();
    PublicKey open = pair.getPublic();
    SecretKeySpec aes = new SecretKeySpec(new byte[32], "AES");
    try (ProviderList list = order.arrange()) {
      for (String name : new String[] {"AES", "AES/GCM/NoPadding", "AES/CBC/PKCS5Padding"}) {
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(Cipher.ENCRYPT_MODE, aes);
        assertThat(cipher.getProvider()).as(name).isNotSameAs(KEYWARD);
      }
      Cipher wrap = Cipher.getInstance("AESWrap");
      wrap.init(Cipher.WRAP_MODE, aes);
      assertThat(wrap.getProvider()).isNotSameAs(KEYWARD);
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
      oaep.init(
          Cipher.ENCRYPT_MODE,
          open,
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT));
      assertThat(oaep.getProvider()).isNotSameAs(KEYWARD);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(aes);
      assertThat(mac.getProvider()).isNotSameAs(KEYWARD);
    }
  }

  private static KeyPair rsaPair() throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  /** HKDF inside TLS 1.3 on 17 asks for the length first, which fixes the provider. */
  @Test
  void mac_askedForItsLengthFirst_worksWithOrdinaryKeys() throws Exception {
    SecretKeySpec key = new SecretKeySpec(new byte[48], "HmacSHA384");
    Mac theirs = Mac.getInstance("HmacSHA384", JdkProvider.SUN_JCE.instance());
    theirs.init(key);
    try (ProviderList list = Order.FIRST.arrange()) {
      Mac mac = Mac.getInstance("HmacSHA384");
      assertThat(mac.getMacLength()).isEqualTo(48);
      mac.init(key);
      assertThat(mac.getProvider()).isSameAs(KEYWARD);
      assertThat(mac.doFinal(MESSAGE)).isEqualTo(theirs.doFinal(MESSAGE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HmacSHA224", "HmacSHA256", "HmacSHA384", "HmacSHA512", "AES"})
  void keyGenerator_foundByOrder_makesOrdinaryKeys(String algorithm) throws Exception {
    try (ProviderList list = Order.FIRST.arrange()) {
      SecretKey key = KeyGenerator.getInstance(algorithm).generateKey();
      assertThat(key).isNotInstanceOf(KeyHandle.class);
      assertThat(key.getEncoded()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "EdDSA", "EC", "RSA"})
  void keyPairGenerator_foundByOrder_makesOrdinaryPairs(String algorithm) throws Exception {
    try (ProviderList list = Order.FIRST.arrange()) {
      KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
      assertThat(pair.getPrivate()).isNotInstanceOf(KeyHandle.class);
    }
  }
}
