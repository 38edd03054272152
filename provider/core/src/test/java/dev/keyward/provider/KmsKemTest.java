package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.jca.agreement.KmsKem;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import javax.crypto.SecretKey;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Through reflection, because compilers hide {@code javax.crypto.KEM} from release 17. */
class KmsKemTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);

  @BeforeEach
  void onlyWhereThereIsAKem() {
    assumeTrue(KmsKem.isAvailable(), "this JDK has no javax.crypto.KEM");
  }

  private static KeyPair pair(KeySpec spec) {
    return KEYS.pair(spec, KeyUsage.ENCAPSULATE_DECAPSULATE);
  }

  private static Object call(Object target, String type, String name, Object... arguments)
      throws Throwable {
    for (Method method : Class.forName(type).getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        try {
          return method.invoke(target, arguments);
        } catch (IllegalArgumentException e) {
          continue; // another overload
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
    throw new NoSuchMethodException(type + "." + name);
  }

  private static Object kem(String name) throws Throwable {
    return Class.forName("javax.crypto.KEM")
        .getMethod("getInstance", String.class, Provider.class)
        .invoke(null, name, KEYWARD);
  }

  private static Object encapsulator(String name, PublicKey key) throws Throwable {
    return call(kem(name), "javax.crypto.KEM", "newEncapsulator", key);
  }

  private static Object decapsulator(String name, PrivateKey key) throws Throwable {
    return call(kem(name), "javax.crypto.KEM", "newDecapsulator", key);
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void decapsulate_whatWeEncapsulated_isTheSameSecret(KeySpec spec) throws Throwable {
    Object encapsulator = encapsulator("ML-KEM", pair(spec).getPublic());
    Object made = call(encapsulator, "javax.crypto.KEM$Encapsulator", "encapsulate");
    SecretKey key = (SecretKey) call(made, "javax.crypto.KEM$Encapsulated", "key");
    byte[] blob = (byte[]) call(made, "javax.crypto.KEM$Encapsulated", "encapsulation");
    Object decapsulator = decapsulator(spec.name().replace('_', '-'), pair(spec).getPrivate());

    assertThat(call(decapsulator, "javax.crypto.KEM$Decapsulator", "decapsulate", blob))
        .isEqualTo(key);
    assertThat(call(decapsulator, "javax.crypto.KEM$Decapsulator", "secretSize")).isEqualTo(32);
    assertThat(call(decapsulator, "javax.crypto.KEM$Decapsulator", "encapsulationSize"))
        .isEqualTo(blob.length);
    SecretKey part =
        (SecretKey)
            call(decapsulator, "javax.crypto.KEM$Decapsulator", "decapsulate", blob, 4, 20, "AES");
    assertThat(part.getEncoded()).isEqualTo(java.util.Arrays.copyOfRange(key.getEncoded(), 4, 20));
  }

  @Test
  void decapsulate_whatBouncyCastleEncapsulated_isTheSameSecret() throws Throwable {
    KeyPair pair = pair(KeySpec.ML_KEM_768);
    SecretWithEncapsulation made =
        new MLKEMGenerator(new java.security.SecureRandom())
            .generateEncapsulated(
                (MLKEMPublicKeyParameters)
                    PublicKeyFactory.createKey(pair.getPublic().getEncoded()));
    Object decapsulator = decapsulator("ML-KEM", pair.getPrivate());
    SecretKey secret =
        (SecretKey)
            call(
                decapsulator,
                "javax.crypto.KEM$Decapsulator",
                "decapsulate",
                made.getEncapsulation());

    assertThat(secret.getEncoded()).isEqualTo(made.getSecret());
  }

  @Test
  void decapsulator_usedAgainAfterARefusalAndByTwoThreads_givesTheSameSecret() throws Throwable {
    KeyPair pair = pair(KeySpec.ML_KEM_512);
    Object made =
        call(
            encapsulator("ML-KEM", pair.getPublic()),
            "javax.crypto.KEM$Encapsulator",
            "encapsulate");
    Object key = call(made, "javax.crypto.KEM$Encapsulated", "key");
    byte[] blob = (byte[]) call(made, "javax.crypto.KEM$Encapsulated", "encapsulation");
    Object one = decapsulator("ML-KEM", pair.getPrivate());
    assertThatThrownBy(() -> call(one, "javax.crypto.KEM$Decapsulator", "decapsulate", new byte[9]))
        .isNotNull();

    java.util.concurrent.Callable<Object> work =
        () -> {
          try {
            return call(one, "javax.crypto.KEM$Decapsulator", "decapsulate", blob);
          } catch (Throwable e) {
            throw new IllegalStateException(e);
          }
        };
    java.util.concurrent.ExecutorService two = java.util.concurrent.Executors.newFixedThreadPool(2);
    try {
      for (java.util.concurrent.Future<Object> each :
          two.invokeAll(java.util.Collections.nCopies(8, work))) {
        assertThat(each.get()).isEqualTo(key);
      }
    } finally {
      two.shutdownNow();
    }
  }

  @Test
  void decapsulate_wrongLength_isDecapsulateException() throws Throwable {
    Object decapsulator = decapsulator("ML-KEM", pair(KeySpec.ML_KEM_512).getPrivate());
    for (int size : new int[] {0, 767, 769}) {
      assertThatThrownBy(
              () ->
                  call(
                      decapsulator, "javax.crypto.KEM$Decapsulator", "decapsulate", new byte[size]))
          .isInstanceOf(java.security.GeneralSecurityException.class)
          .hasMessageContaining("768");
    }
  }

  @Test
  void keys_thatDoNotFit_areRefused() {
    PrivateKey signing = KEYS.pair(KeySpec.ML_DSA_44, KeyUsage.SIGN_VERIFY).getPrivate();
    assertThatThrownBy(() -> decapsulator("ML-KEM", signing))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> decapsulator("ML-KEM-768", pair(KeySpec.ML_KEM_512).getPrivate()))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(
            () ->
                encapsulator(
                    "ML-KEM", KEYS.pair(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY).getPublic()))
        .isInstanceOf(InvalidKeyException.class);
  }
}
