package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeywardException;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/**
 * One provider and one key in 48 hands; interrupted hands; a key service that fails and returns.
 */
class ManyThreadsTest {
  private static final int THREADS = 48;
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final byte[] MESSAGE = new byte[300];

  private static Map<String, Callable<Boolean>> works() {
    SecretKey aes = KEYS.secret(KeySpec.SYMMETRIC_DEFAULT);
    SecretKey hmac = KEYS.secret(KeySpec.HMAC_256);
    KeyPair rsa = KEYS.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    KeyPair edwards = KEYS.pair(KeySpec.ECC_NIST_EDWARDS25519, KeyUsage.SIGN_VERIFY);
    KeyPair lattice = KEYS.pair(KeySpec.ML_DSA_44, KeyUsage.SIGN_VERIFY);
    KeyPair p256 = KEYS.pair(KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT);
    KeyPair signing = KEYS.pair(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    Map<String, Callable<Boolean>> works = new TreeMap<>();
    for (String name : new String[] {"KmsDirect", "KmsSealed"}) {
      works.put(name, () -> thereAndBack(name, aes, MESSAGE));
    }
    String oaep = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
    works.put(oaep, () -> thereAndBack(oaep, rsa.getPrivate(), new byte[100]));
    works.put("Ed25519", () -> signAndVerify("Ed25519", edwards));
    works.put("ML-DSA", () -> signAndVerify("ML-DSA", lattice));
    works.put("P1363", () -> signAndVerify("SHA256withECDSAinP1363Format", signing));
    works.put(
        "Mac",
        () -> {
          Mac mac = Mac.getInstance("HmacSHA256", KEYWARD);
          mac.init(hmac);
          return Arrays.equals(mac.doFinal(MESSAGE), mac.doFinal(MESSAGE));
        });
    works.put(
        "ECDH",
        () -> {
          KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
          agreement.init(p256.getPrivate());
          agreement.doPhase(signing.getPublic(), true);
          byte[] one = agreement.generateSecret();
          agreement.doPhase(signing.getPublic(), true);
          return Arrays.equals(one, agreement.generateSecret());
        });
    SecureRandom random = random();
    works.put(
        "SecureRandom",
        () -> {
          byte[] bytes = new byte[40];
          random.nextBytes(bytes);
          return !Arrays.equals(bytes, new byte[40]);
        });
    return works;
  }

  private static SecureRandom random() {
    try {
      return SecureRandom.getInstance("KMS", KEYWARD);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean thereAndBack(String name, java.security.Key key, byte[] message)
      throws Exception {
    Cipher cipher = Cipher.getInstance(name, KEYWARD);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(message);
    cipher.init(Cipher.DECRYPT_MODE, key);
    return Arrays.equals(cipher.doFinal(sealed), message);
  }

  private static boolean signAndVerify(String algorithm, KeyPair pair) throws Exception {
    Signature signature = Signature.getInstance(algorithm, KEYWARD);
    signature.initSign(pair.getPrivate());
    signature.update(MESSAGE);
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(MESSAGE);
    return signature.verify(signed);
  }

  @Test
  void everyService_48ThreadsAndOneKey_allAreRight() throws Exception {
    List<Callable<Boolean>> works = new ArrayList<>(works().values());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i;
        results.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  boolean right = true;
                  for (int n = 0; n < works.size(); n++) {
                    right &= works.get((first + n) % works.size()).call();
                  }
                  return right;
                }));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get(120, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyService_interruptedThread_worksAndKeepsTheFlag() throws Exception {
    for (Map.Entry<String, Callable<Boolean>> work : works().entrySet()) {
      Thread.currentThread().interrupt();
      boolean right = isRightOrInterrupted(work.getValue());
      assertThat(Thread.interrupted()).as("flag after %s", work.getKey()).isTrue();
      assertThat(right).as(work.getKey()).isTrue();
    }
  }

  /** Who waits for a key service over a wire may be interrupted, and is told so. */
  private static boolean isRightOrInterrupted(Callable<Boolean> work) throws Exception {
    try {
      return work.call();
    } catch (KeywardException | GeneralSecurityException e) {
      assertThat(e).hasMessageContaining("interrupted");
      assertThat(ProviderList.configuration()).contains("backend=remote");
      return true;
    }
  }

  @Test
  void everyService_failureOfTheKeyService_passesAndLeavesNothingBehind() throws Exception {
    Map<String, Callable<Boolean>> works = works();
    // Its data keys are cached, so that it need not notice.
    works.remove("KmsSealed");
    InMemoryKeyBackend backend = ProviderList.backendOf(KEYS.secret(KeySpec.SYMMETRIC_DEFAULT));
    for (Map.Entry<String, Callable<Boolean>> work : works.entrySet()) {
      backend.failWith(new BackendUnavailableException("gone for a moment"));
      try {
        assertThatThrownBy(work.getValue()::call)
            .as(work.getKey())
            .hasMessageContaining("gone for a moment")
            .hasCauseInstanceOf(BackendUnavailableException.class);
      } finally {
        backend.failWith(null);
      }
      assertThat(work.getValue().call()).as(work.getKey()).isTrue();
    }
  }
}
