package dev.keyward;

import dev.keyward.provider.KeywardService;
import dev.keyward.provider.ProviderRuntime;
import dev.keyward.provider.ServiceCatalogue;
import dev.keyward.provider.ServiceEntry;
import java.security.Provider;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The security provider {@code Keyward}: its keys are managed keys of a key management service, and
 * the key objects it gives out are handles.
 *
 * <p>Construction and {@link #configure} register services and do nothing else: no file is read, no
 * logger and no other provider is looked up. The configuration is read, and the key service opened,
 * at the first use of a service. If that fails the provider stays in the list and each use fails
 * with a text that says why.
 *
 * <p>The usual place is the end of the provider list: handles find their way here all the same,
 * because every service declares which keys it takes.
 */
public final class KeywardProvider extends Provider implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** The name to pass to {@code getInstance} methods. */
  public static final String NAME = "Keyward";

  private static final String VERSION = "0.1";

  private final transient ProviderRuntime runtime;
  private final transient Service secureRandom;

  /** Makes the provider; its configuration comes from the usual places. */
  public KeywardProvider() {
    this(ProviderRuntime.withoutArgument());
  }

  private KeywardProvider(ProviderRuntime runtime) {
    super(NAME, VERSION, "Keyward " + VERSION + " (keys of a key management service)");
    this.runtime = runtime;
    for (ServiceEntry entry : ServiceCatalogue.entries()) {
      putService(new KeywardService(this, entry, runtime));
    }
    this.secureRandom = new KeywardService(this, ServiceCatalogue.secureRandom(), runtime);
  }

  /**
   * Finds a service. {@code SecureRandom} of algorithm {@code KMS} is found here and nowhere else:
   * registered like the others it would become what {@code new SecureRandom()} makes, wherever this
   * provider stands first.
   *
   * @param type an engine class
   * @param algorithm an algorithm or another name of it
   * @return the service, or null if there is none
   */
  @Override
  public Service getService(String type, String algorithm) {
    boolean random =
        secureRandom != null
            && secureRandom.getType().equalsIgnoreCase(type)
            && secureRandom.getAlgorithm().equalsIgnoreCase(algorithm);
    return random ? secureRandom : super.getService(type, algorithm);
  }

  /**
   * Lists the services.
   *
   * @return a new set
   */
  @Override
  public Set<Service> getServices() {
    Set<Service> all = new LinkedHashSet<>(super.getServices());
    all.add(secureRandom);
    return all;
  }

  /**
   * Makes a provider with a configuration of its own. Never fails: what is wrong with the
   * configuration shows at the first use.
   *
   * @param argument the path of a configuration file, or inline {@code key=value;…}
   * @return a new provider, to be used instead of this one
   */
  @Override
  public KeywardProvider configure(String argument) {
    return new KeywardProvider(ProviderRuntime.withArgument(argument));
  }

  /**
   * Tells whether the provider can be used without an argument.
   *
   * @return true: everything has a default
   */
  @Override
  public boolean isConfigured() {
    return true;
  }

  /**
   * Ends the use of the provider: the key service is closed, cached data keys are wiped, threads of
   * ours end. Keys and engines of this provider fail afterwards. Nobody has to call it: a process
   * may simply end. It is for containers that unload an application, together with {@code
   * Security.removeProvider}, and for tests.
   */
  @Override
  public void close() {
    runtime.close();
  }
}
