package dev.keyward.jdk;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/**
 * The other providers in the list, for keys that are not managed keys and that reach us all the
 * same: because we stand ahead of the JDK's providers, are preferred for an algorithm, or because a
 * {@code Signature} object used with a handle before stays with us.
 *
 * <p>The list is read at every use, since it may change; never while a provider is constructed,
 * which would take it out of the list for good.
 */
public final class OtherProviders {
  private OtherProviders() {}

  /**
   * The providers that offer a service, in the order of the list, without us.
   *
   * @param engine an engine class, such as {@code Signature}
   * @param algorithm an algorithm
   * @param self our provider; others of the same class are left out too
   * @return maybe none
   */
  public static List<Provider> offering(String engine, String algorithm, Provider self) {
    List<Provider> found = new ArrayList<>();
    for (Provider provider : Security.getProviders()) {
      if (!isSelf(provider, self) && provider.getService(engine, algorithm) != null) {
        found.add(provider);
      }
    }
    return found;
  }

  /**
   * Tells whether a caller who named no provider gets ours first: we stand in the list ahead of
   * every other provider with the service, and there is another one.
   *
   * <p>A caller cannot be asked whether it named us. Where this is true it probably did not, so
   * what it wants is an ordinary key; where it is false it must have.
   *
   * @param engine an engine class, such as {@code KeyPairGenerator}
   * @param algorithm an algorithm
   * @param self our provider
   * @return true if callers find us by order
   */
  public static boolean areBehind(Provider self, String engine, String algorithm) {
    boolean weWereSeen = false;
    for (Provider provider : Security.getProviders()) {
      if (isSelf(provider, self)) {
        weWereSeen = true;
      } else if (provider.getService(engine, algorithm) != null) {
        return weWereSeen;
      }
    }
    return false;
  }

  private static boolean isSelf(Provider provider, Provider self) {
    return provider == self || provider.getClass() == self.getClass();
  }
}
