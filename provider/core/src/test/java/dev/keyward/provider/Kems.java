package dev.keyward.provider;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import javax.crypto.SecretKey;

/** KEMs through reflection, because compilers hide {@code javax.crypto.KEM} from release 17. */
record Kems(Provider provider) {
  private static final String KEM = "javax.crypto.KEM";

  /** A secret and its encapsulation. */
  record Made(SecretKey key, byte[] encapsulation) {}

  Made encapsulate(String name, PublicKey key) throws Exception {
    Object made =
        call(call(kem(name), KEM, "newEncapsulator", key), KEM + "$Encapsulator", "encapsulate");
    return new Made(
        (SecretKey) call(made, KEM + "$Encapsulated", "key"),
        (byte[]) call(made, KEM + "$Encapsulated", "encapsulation"));
  }

  SecretKey decapsulate(String name, PrivateKey key, byte[] encapsulation) throws Exception {
    return (SecretKey)
        call(decapsulator(name, key), KEM + "$Decapsulator", "decapsulate", encapsulation);
  }

  Object encapsulator(String name, PublicKey key) throws Exception {
    return call(kem(name), KEM, "newEncapsulator", key);
  }

  Object decapsulator(String name, PrivateKey key) throws Exception {
    return call(kem(name), KEM, "newDecapsulator", key);
  }

  private Object kem(String name) throws Exception {
    return Class.forName(KEM)
        .getMethod("getInstance", String.class, Provider.class)
        .invoke(null, name, provider);
  }

  private static Object call(Object target, String type, String name, Object... arguments)
      throws Exception {
    for (Method method : Class.forName(type).getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        return invoke(method, target, arguments);
      }
    }
    throw new NoSuchMethodException(type + "." + name);
  }

  private static Object invoke(Method method, Object target, Object... arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
