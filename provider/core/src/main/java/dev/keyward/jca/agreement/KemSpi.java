package dev.keyward.jca.agreement;

import dev.keyward.jca.agreement.KmsKem.Decapsulator;
import dev.keyward.jca.agreement.KmsKem.Encapsulator;
import dev.keyward.jca.agreement.KmsKem.Made;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Objects;
import javax.crypto.SecretKey;

/**
 * The interfaces {@code javax.crypto.KEMSpi}, {@code EncapsulatorSpi} and {@code DecapsulatorSpi}
 * around {@link KmsKem}.
 *
 * <p>They are proxies, because not every JDK 17 has the interfaces and {@code --release 17} of
 * later compilers hides them. See decisions/0029.
 */
final class KemSpi {
  private static final String SPI = "javax.crypto.KEMSpi";

  private KemSpi() {}

  static boolean isAvailable() {
    try {
      return Class.forName(SPI, false, null).isInterface();
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static Object around(KmsKem kem) {
    return proxy(
        SPI,
        (method, arguments) ->
            switch (method) {
              case "engineNewEncapsulator" ->
                  around(
                      kem.encapsulator(
                          (PublicKey) arguments[0], (AlgorithmParameterSpec) arguments[1]));
              case "engineNewDecapsulator" ->
                  around(
                      kem.decapsulator(
                          (PrivateKey) arguments[0], (AlgorithmParameterSpec) arguments[1]));
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private static Object around(Encapsulator encapsulator) {
    return proxy(
        SPI + "$EncapsulatorSpi",
        (method, arguments) ->
            switch (method) {
              case "engineEncapsulate" ->
                  encapsulated(
                      encapsulator.encapsulate(
                          (int) arguments[0], (int) arguments[1], (String) arguments[2]));
              case "engineSecretSize" -> KmsKem.SECRET_BYTES;
              case "engineEncapsulationSize" ->
                  KmsKem.encapsulationBytes(encapsulator.key().spec());
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private static Object around(Decapsulator decapsulator) {
    int size = KmsKem.encapsulationBytes(decapsulator.key().spec());
    return proxy(
        SPI + "$DecapsulatorSpi",
        (method, arguments) ->
            switch (method) {
              case "engineDecapsulate" -> {
                byte[] encapsulation = Objects.requireNonNull((byte[]) arguments[0]);
                if (encapsulation.length != size) {
                  throw decapsulateException(
                      "The encapsulation has " + encapsulation.length + " bytes, not " + size);
                }
                yield decapsulator.decapsulate(
                    encapsulation, (int) arguments[1], (int) arguments[2], (String) arguments[3]);
              }
              case "engineSecretSize" -> KmsKem.SECRET_BYTES;
              case "engineEncapsulationSize" -> size;
              default -> throw new UnsupportedOperationException(method);
            });
  }

  @FunctionalInterface
  private interface Calls {
    Object call(String method, Object[] arguments) throws Throwable;
  }

  private static Object proxy(String type, Calls calls) {
    InvocationHandler handler =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              case "toString" -> "Keyward ML-KEM";
              default -> calls.call(method.getName(), arguments);
            };
    return Proxy.newProxyInstance(
        KemSpi.class.getClassLoader(), new Class<?>[] {platformClass(type)}, handler);
  }

  private static Object encapsulated(Made made) throws ReflectiveOperationException {
    Constructor<?> constructor =
        platformClass("javax.crypto.KEM$Encapsulated")
            .getConstructor(SecretKey.class, byte[].class, byte[].class);
    return constructor.newInstance(made.key(), made.encapsulation(), null);
  }

  private static Exception decapsulateException(String message)
      throws ReflectiveOperationException {
    return (Exception)
        platformClass("javax.crypto.DecapsulateException")
            .getConstructor(String.class)
            .newInstance(message);
  }

  private static Class<?> platformClass(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      throw new ProviderException("this JDK has no " + name, e);
    }
  }
}
