package dev.keyward.tool;

import dev.keyward.KeywardProvider;
import java.security.Provider;
import java.security.Security;
import java.util.List;

/**
 * {@code java -javaagent:keyward.jar}: the provider for an application that is one jar, whose class
 * path cannot be lengthened. It instruments nothing; being an agent puts the jar on the class path
 * before the application starts.
 */
public final class Agent {
  private Agent() {}

  /**
   * Registers the provider last, if the JDK's list does not name it. With {@code
   * -javaagent:keyward.jar=CONFIGURATION} it is configured, wherever it stands.
   *
   * @param configuration a file or {@code key=value;…}, as after the provider's name in {@code
   *     java.security}; {@code null} for none
   */
  public static void premain(String configuration) {
    Provider listed = Security.getProvider(KeywardProvider.NAME);
    if (listed == null) {
      Security.addProvider(configured(new KeywardProvider(), configuration));
    } else if (configuration != null) {
      int position = List.of(Security.getProviders()).indexOf(listed) + 1;
      Security.removeProvider(KeywardProvider.NAME);
      Security.insertProviderAt(configured(new KeywardProvider(), configuration), position);
    }
  }

  private static Provider configured(Provider provider, String configuration) {
    return configuration == null ? provider : provider.configure(configuration);
  }
}
