package dev.keyward.provider;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.KeywardProvider;
import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyBackend;
import dev.keyward.handle.KeyHandle;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/** Changes the provider list for a test and puts it back. */
public final class ProviderList implements AutoCloseable {
  private final List<String> added = new ArrayList<>();

  /** On the key service in the heap, unless a system property names another configuration. */
  static KeywardProvider keyward() {
    return new KeywardProvider().configure(configuration());
  }

  static String configuration() {
    return System.getProperty("keyward.test.configuration", "backend=in-memory-test");
  }

  public ProviderList last(Provider provider) {
    return add(provider, Security.getProviders().length + 1);
  }

  public ProviderList first(Provider provider) {
    return add(provider, 1);
  }

  private ProviderList add(Provider provider, int position) {
    if (Security.insertProviderAt(provider, position) == -1) {
      throw new IllegalStateException(provider.getName() + " is in the list already");
    }
    added.add(provider.getName());
    return this;
  }

  @Override
  public void close() {
    added.forEach(Security::removeProvider);
  }

  public static KeyPair managedPair(
      Provider provider, String algorithm, ManagedKeyParameterSpec spec)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    generator.initialize(spec);
    return generator.generateKeyPair();
  }

  /** For tests that count or break what only the key service in the heap lets them. */
  static InMemoryKeyBackend backendOf(java.security.Key handle) {
    KeyBackend backend = ((KeyHandle) handle).backend();
    assumeTrue(backend instanceof InMemoryKeyBackend, "needs the key service in the heap");
    return (InMemoryKeyBackend) backend;
  }
}
