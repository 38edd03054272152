package dev.keyward.provider;

import dev.keyward.backend.KeyBackend;
import dev.keyward.config.Configuration;
import dev.keyward.config.ConfigurationException;
import dev.keyward.config.ProviderConfig;
import dev.keyward.config.Source;
import dev.keyward.envelope.CacheLimits;
import dev.keyward.envelope.DataKeyCache;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.keystore.CertificateDirectory;
import dev.keyward.keystore.KeyStoreAccess;
import java.security.InvalidKeyException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the engines of one provider instance share: its configuration and its key service, read and
 * opened once, by the first thread that needs them.
 *
 * <p>A failed attempt is reported to every caller with the same text. It is made again by the first
 * call a second or more later, so that a provider gets well when a locked store is free again or a
 * configuration file is corrected, and a broken one does not read its file for every call.
 *
 * <p>The lock is this object's own and is never taken while a provider is constructed, so it cannot
 * meet the JDK's lock for loading providers in the wrong order.
 */
public final class ProviderRuntime implements KeyStoreAccess, AutoCloseable {
  private static final long RETRY_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String argument;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile Opened opened;
  private RuntimeException failure;
  private long failedAt;
  private boolean closed;

  private record Opened(
      Configuration configuration,
      ProviderConfig config,
      KeyBackend backend,
      CertificateDirectory certificates,
      DataKeyCache dataKeys) {}

  private ProviderRuntime(String argument) {
    this.argument = argument;
  }

  /**
   * A runtime whose configuration comes from the usual places.
   *
   * @return a runtime that has read nothing yet
   */
  public static ProviderRuntime withoutArgument() {
    return new ProviderRuntime("");
  }

  /**
   * A runtime with a configuration of its own.
   *
   * @param argument a path or inline {@code key=value;…}; null and blank count as none
   * @return a runtime that has read nothing yet
   */
  public static ProviderRuntime withArgument(String argument) {
    return new ProviderRuntime(argument == null ? "" : argument);
  }

  /**
   * The key service.
   *
   * @return an open backend, always the same
   * @throws KeywardException if the configuration cannot be used
   * @throws KmsException if the key service cannot be opened
   */
  @Override
  public KeyBackend backend() {
    return opened().backend();
  }

  /**
   * The configuration.
   *
   * @return the provider's part of it
   * @throws KeywardException if it cannot be used
   */
  public ProviderConfig config() {
    return opened().config();
  }

  /**
   * The cache of data keys that all ciphers of the provider share.
   *
   * @return always the same
   */
  public DataKeyCache dataKeys() {
    return opened().dataKeys();
  }

  @Override
  public CertificateDirectory certificates() {
    return opened().certificates();
  }

  @Override
  public Set<String> aliasFilter() {
    return config().keyStoreAliases();
  }

  @Override
  public boolean showsAllChains() {
    return config().showsAllChains();
  }

  @Override
  public boolean schedulesDeletion() {
    return config().schedulesDeletion();
  }

  @Override
  public boolean importsKeys() {
    return config().importsKeys();
  }

  /**
   * Tells whether a handle belongs to this provider's key service. Opens nothing: before that there
   * is no handle of ours.
   *
   * @param handle a handle
   * @return false for one of another configured provider
   */
  public boolean owns(KeyHandle handle) {
    Opened now = opened;
    return now != null && handle.backend() == now.backend();
  }

  /**
   * Refuses handles of another configured provider. Opens nothing.
   *
   * @param handle a handle
   * @throws InvalidKeyException if it is not one of this provider's key service
   */
  public void requireOwn(KeyHandle handle) throws InvalidKeyException {
    if (!owns(handle)) {
      throw new InvalidKeyException(
          "Key "
              + handle.reference()
              + " is a handle of another Keyward provider. Get the key and the cipher from the same"
              + " provider.");
    }
  }

  /**
   * Closes the key service and wipes the cached data keys. What the provider is asked for
   * afterwards fails; a second call does nothing.
   */
  @Override
  public void close() {
    Opened last;
    opening.lock();
    try {
      closed = true;
      last = opened;
      opened = null;
    } finally {
      opening.unlock();
    }
    if (last != null) {
      last.dataKeys().close();
      last.backend().close();
    }
  }

  private Opened opened() {
    Opened now = opened;
    return now != null ? now : openOnce();
  }

  private Opened openOnce() {
    if (opening.isHeldByCurrentThread()) {
      throw new KeywardException(
          "Recursion", "The key service asked for itself while it was being opened.", null);
    }
    opening.lock();
    try {
      refuseWhenClosed();
      if (opened == null) {
        refuseWhileFailureIsFresh();
        opened = open();
      }
      return opened;
    } catch (RuntimeException e) {
      remember(e);
      throw e;
    } finally {
      opening.unlock();
    }
  }

  private void refuseWhenClosed() {
    if (closed) {
      throw new KeywardException(
          "Closed", "The provider was closed. Configure a new one with configure().", null);
    }
  }

  private void refuseWhileFailureIsFresh() {
    if (failure != null && System.nanoTime() - failedAt < RETRY_AFTER_NANOS) {
      throw failure;
    }
  }

  private void remember(RuntimeException e) {
    if (e != failure) {
      failure = e;
      failedAt = System.nanoTime();
    }
  }

  private Opened open() {
    try {
      Source source = Source.ofProcess();
      Configuration configuration =
          Configuration.load(argument.isBlank() ? source : source.withArgument(argument));
      ProviderConfig config = ProviderConfig.of(configuration);
      CertificateDirectory certificates = new CertificateDirectory(config.certificates());
      CacheLimits limits = limits(config.cache());
      // Last, so that nothing that fails leaves an open store behind, once a second.
      KeyBackend backend = BackendLocator.open(config.backend(), configuration);
      return new Opened(configuration, config, backend, certificates, new DataKeyCache(limits));
    } catch (ConfigurationException e) {
      throw new KeywardException("InvalidConfiguration", e.getMessage(), e);
    }
  }

  private static CacheLimits limits(ProviderConfig.Cache cache) {
    return new CacheLimits(
        cache.enabled(),
        cache.maxAge(),
        cache.maxMessages(),
        cache.maxBytes(),
        cache.decryptEntries(),
        cache.messagesPerKey());
  }
}
