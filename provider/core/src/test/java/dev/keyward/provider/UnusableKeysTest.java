package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.backend.KeyAdministration;
import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.jca.agreement.KmsKem;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.DataKeyParameterSpec;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Row B33 of the table of bad input for every service: handles of another provider are refused at
 * init; keys that the key service refuses fail at the operation, with its reason.
 */
class UnusableKeysTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
  private static final int DAYS = 7;

  /** Why a key service refuses a key that was good when it was passed to {@code init}. */
  enum Reason {
    DISABLED("disabled", KeyStateException.class) {
      @Override
      void befall(KeyHandle handle) {
        KeySwitch.of(handle).disable(handle.arn());
      }
    },
    PENDING_DELETION("pending deletion", KeyStateException.class) {
      @Override
      void befall(KeyHandle handle) {
        handle
            .backend()
            .require(KeyAdministration.class)
            .scheduleDeletion(handle.arn().keyId(), DAYS);
      }
    },
    DENIED("not for you", AccessDeniedException.class) {
      @Override
      void befall(KeyHandle handle) {
        ProviderList.backendOf(handle)
            .refuse(handle.arn().keyId(), new AccessDeniedException("not for you"));
      }
    };

    private final String words;
    private final Class<? extends KmsException> cause;

    Reason(String words, Class<? extends KmsException> cause) {
      this.words = words;
      this.cause = cause;
    }

    abstract void befall(KeyHandle handle);
  }

  // --- a handle of another provider ------------------------------------------------------------

  @Test
  void b33_handleOfAnotherProvider_isRefusedAtInit() throws Exception {
    ManagedKeys foreign = new ManagedKeys(ProviderList.keyward());
    PrivateKey rsa = foreign.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT).getPrivate();
    PrivateKey signing = foreign.pair(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY).getPrivate();
    PrivateKey ec = foreign.pair(KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT).getPrivate();
    SecretKey aes = foreign.secret(KeySpec.SYMMETRIC_DEFAULT);
    for (int mode : new int[] {Cipher.DECRYPT_MODE, Cipher.UNWRAP_MODE}) {
      assertForeign(() -> Cipher.getInstance(OAEP, KEYWARD).init(mode, rsa));
    }
    for (String name : new String[] {"AESWrap", "AES/KW/NoPadding", "AES/KWP/NoPadding"}) {
      assertForeign(() -> Cipher.getInstance(name, KEYWARD).init(Cipher.WRAP_MODE, aes));
      assertForeign(() -> Cipher.getInstance(name, KEYWARD).init(Cipher.UNWRAP_MODE, aes));
    }
    for (String name : new String[] {"AES/GCM/NoPadding", "AES", "KmsDirect"}) {
      assertForeign(() -> Cipher.getInstance(name, KEYWARD).init(Cipher.ENCRYPT_MODE, aes));
    }
    assertForeign(() -> KeyAgreement.getInstance("ECDH", KEYWARD).init(ec));
    assertForeign(
        () -> Mac.getInstance("HmacSHA256", KEYWARD).init(foreign.secret(KeySpec.HMAC_256)));
    for (String name : new String[] {"SHA256withRSA", "NONEwithRSA", "RSASSA-PSS"}) {
      assertForeign(() -> Signature.getInstance(name, KEYWARD).initSign(signing));
    }
  }

  @Test
  void b33_kemHandleOfAnotherProvider_isRefusedAtInit() {
    assumeTrue(KmsKem.isAvailable(), "this JDK has no javax.crypto.KEM");
    PrivateKey kem =
        new ManagedKeys(ProviderList.keyward())
            .pair(KeySpec.ML_KEM_512, KeyUsage.ENCAPSULATE_DECAPSULATE)
            .getPrivate();
    assertForeign(() -> new Kems(KEYWARD).decapsulator("ML-KEM", kem));
  }

  private static void assertForeign(ThrowingCallable init) {
    assertThatThrownBy(init)
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageMatching(".* another (Keyward|configured) provider\\..*");
  }

  // --- a key that the key service refuses ------------------------------------------------------

  @ParameterizedTest
  @EnumSource(Reason.class)
  void b33_keyRefusedByTheKeyService_failsAtTheOperationWithTheReason(Reason reason)
      throws Exception {
    KeyPair rsa = KEYS.newPair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    KeyPair ec = KEYS.newPair(KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    SecretKey aes = KEYS.newSecret(KeySpec.SYMMETRIC_DEFAULT);
    SecretKey hmac = KEYS.newSecret(KeySpec.HMAC_256);
    Map<String, Callable<?>> works = new TreeMap<>();
    oaep(works, rsa);
    wrapping(works, aes);
    Mac mac = Mac.getInstance("HmacSHA256", KEYWARD);
    mac.init(hmac);
    works.put("Mac", () -> mac.doFinal(new byte[9]));
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    agreement.init(ec.getPrivate());
    agreement.doPhase(KEYS.pair(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY).getPublic(), true);
    works.put("ECDH", agreement::generateSecret);
    KeyGenerator dataKeys = KeyGenerator.getInstance("AES", KEYWARD);
    dataKeys.init(new DataKeyParameterSpec(aes, 256));
    works.put("data key", dataKeys::generateKey);

    assertRefused(works, reason, rsa.getPrivate(), ec.getPrivate(), aes, hmac);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void b33_kemKeyRefusedByTheKeyService_failsAtTheOperationWithTheReason(Reason reason)
      throws Exception {
    assumeTrue(KmsKem.isAvailable(), "this JDK has no javax.crypto.KEM");
    KeyPair pair = KEYS.newPair(KeySpec.ML_KEM_512, KeyUsage.ENCAPSULATE_DECAPSULATE);
    Kems kems = new Kems(KEYWARD);
    byte[] encapsulation = kems.encapsulate("ML-KEM", pair.getPublic()).encapsulation();
    PublicKey publicKey = pair.getPublic();
    Map<String, Callable<?>> works = new TreeMap<>();
    works.put("encapsulate", () -> kems.encapsulate("ML-KEM", publicKey));
    works.put("decapsulate", () -> kems.decapsulate("ML-KEM", pair.getPrivate(), encapsulation));

    assertRefused(works, reason, pair.getPrivate());
  }

  private static void oaep(Map<String, Callable<?>> works, KeyPair rsa)
      throws GeneralSecurityException {
    Cipher encrypt = Cipher.getInstance(OAEP, KEYWARD);
    encrypt.init(Cipher.ENCRYPT_MODE, rsa.getPublic());
    byte[] sealed = encrypt.doFinal(new byte[16]);
    Cipher decrypt = Cipher.getInstance(OAEP, KEYWARD);
    decrypt.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
    works.put("OAEP decrypt", () -> decrypt.doFinal(sealed));
    Cipher unwrap = Cipher.getInstance(OAEP, KEYWARD);
    unwrap.init(Cipher.UNWRAP_MODE, rsa.getPrivate());
    works.put("OAEP unwrap", () -> unwrap.unwrap(sealed, "AES", Cipher.SECRET_KEY));
  }

  private static void wrapping(Map<String, Callable<?>> works, SecretKey aes)
      throws GeneralSecurityException {
    Key key = new SecretKeySpec(new byte[16], "AES");
    for (String name : new String[] {"AESWrap", "AES/KWP/NoPadding", "KmsDirect"}) {
      Cipher wrap = Cipher.getInstance(name, KEYWARD);
      wrap.init(Cipher.WRAP_MODE, aes);
      byte[] wrapped = wrap.wrap(key);
      works.put(name + " wrap", () -> wrap.wrap(key));
      Cipher unwrap = Cipher.getInstance(name, KEYWARD);
      unwrap.init(Cipher.UNWRAP_MODE, aes);
      works.put(name + " unwrap", () -> unwrap.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
    }
  }

  private static void assertRefused(Map<String, Callable<?>> works, Reason reason, Key... keys)
      throws Exception {
    for (Key key : keys) {
      reason.befall((KeyHandle) key);
    }
    for (Map.Entry<String, Callable<?>> work : works.entrySet()) {
      assertThatThrownBy(work.getValue()::call)
          .as(work.getKey())
          .isInstanceOfAny(ProviderException.class, GeneralSecurityException.class)
          .hasMessageContaining(reason.words)
          .hasCauseInstanceOf(reason.cause)
          .satisfies(e -> assertThat(((KmsException) e.getCause()).isRetryable()).isFalse());
    }
  }
}
