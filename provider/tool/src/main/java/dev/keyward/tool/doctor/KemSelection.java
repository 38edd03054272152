package dev.keyward.tool.doctor;

import java.lang.reflect.InvocationTargetException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;

/**
 * Who decapsulates. {@code javax.crypto.KEM} is in 21 and later and in late updates of 17, so it is
 * called by name.
 */
final class KemSelection {
  private static final String KEM = "javax.crypto.KEM";

  private KemSelection() {}

  static Provider provider(String algorithm, PrivateKey key, Optional<Provider> from)
      throws GeneralSecurityException {
    try {
      Class<?> type = Class.forName(KEM);
      Object kem =
          from.isPresent()
              ? type.getMethod("getInstance", String.class, Provider.class)
                  .invoke(null, algorithm, from.get())
              : type.getMethod("getInstance", String.class).invoke(null, algorithm);
      Object decapsulator = type.getMethod("newDecapsulator", PrivateKey.class).invoke(kem, key);
      Object name =
          Class.forName(KEM + "$Decapsulator").getMethod("providerName").invoke(decapsulator);
      return from.orElseGet(() -> Security.getProvider(name.toString()));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof GeneralSecurityException refused) {
        throw refused;
      }
      throw new GeneralSecurityException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new NoSuchAlgorithmException("This JDK has no KEM.", e);
    }
  }
}
