package dev.keyward.keystore;

import dev.keyward.failure.AccessDeniedException;
import dev.keyward.failure.BackendUnavailableException;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import dev.keyward.failure.OutcomeUnknownException;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.failure.StoreSealedException;
import dev.keyward.failure.ThrottledException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.Quoted;
import dev.keyward.params.KmsLoadStoreParameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DomainLoadStoreParameter;
import java.security.Key;
import java.security.KeyStore.Entry;
import java.security.KeyStore.LoadStoreParameter;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.KeyStore.ProtectionParameter;
import java.security.KeyStore.SecretKeyEntry;
import java.security.KeyStore.TrustedCertificateEntry;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.crypto.SecretKey;

/**
 * The {@code KeyStore} of type {@code KMS}. Aliases are those of the key service without {@code
 * alias/}; a key id, key ARN or alias ARN names an entry too. Keys are handles; certificates come
 * from a {@link CertificateDirectory}. Passwords are ignored: the configuration says who the caller
 * is.
 *
 * <p>Changes take effect at once, so storing does nothing. Nothing is listed in the key service
 * until the aliases or their number are asked for.
 */
public final class KmsKeyStore extends KeyStoreSpi {
  private final KeyStoreAccess access;
  private final EntryNames names = new EntryNames();
  private KeyEntries keys;
  private CertificateDirectory certificates;
  private Set<String> filter = Set.of();

  /** Entries of the filter whose key cannot be had; each is told of once. */
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /**
   * Makes a key store that is not loaded yet. Does nothing else.
   *
   * @param access brings the backend when the key store is loaded
   */
  public KmsKeyStore(KeyStoreAccess access) {
    this.access = access;
  }

  // --- loading and storing ---------------------------------------------------------------------

  /**
   * {@inheritDoc}
   *
   * @param stream null, empty, or a descriptor whose first line is {@code # keyward-keystore 1}
   * @param password ignored
   */
  @Override
  public void engineLoad(InputStream stream, char[] password) throws IOException {
    load(KeyStoreDescriptor.read(stream));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for the parameter of a domain: it names other key stores, and
   *     none of them would be there
   */
  @Override
  public void engineLoad(LoadStoreParameter parameter) throws IOException {
    if (parameter instanceof DomainLoadStoreParameter) {
      throw new IllegalArgumentException(
          "A domain of key stores is loaded with type DKS; it may name key stores of type KMS.");
    }
    load(parameter instanceof KmsLoadStoreParameter ours ? ours.aliases() : Set.of());
  }

  private void load(Set<String> chosen) throws IOException {
    try {
      keys = new KeyEntries(access.backend());
    } catch (KmsException e) {
      throw new IOException(e.getMessage(), e);
    }
    certificates = access.certificates();
    filter = chosen.isEmpty() ? access.aliasFilter() : chosen;
  }

  /** A stream gets the descriptor, so that what was a descriptor file stays one. */
  @Override
  public void engineStore(OutputStream stream, char[] password) throws IOException {
    if (stream != null) {
      KeyStoreDescriptor.write(stream, filter);
    }
  }

  @Override
  public void engineStore(LoadStoreParameter parameter) {
    // every change was stored when it was made
  }

  @Override
  public boolean engineProbe(InputStream stream) {
    return false;
  }

  // --- reading ---------------------------------------------------------------------------------

  @Override
  public Enumeration<String> engineAliases() {
    return Collections.enumeration(aliases());
  }

  @Override
  public int engineSize() {
    return aliases().size();
  }

  private Set<String> aliases() {
    if (!filter.isEmpty()) {
      return chosen();
    }
    Set<String> all = new LinkedHashSet<>(orKeywardException(keys::aliases));
    for (String alias : certificates.aliases()) {
      if (!all.contains(alias) && engineIsCertificateEntry(alias)) {
        all.add(alias);
      }
    }
    return all;
  }

  /**
   * The entries of the filter that are there. Who chose some and may look at none of their keys is
   * told what is missing: a server would otherwise start, and have no key.
   */
  private Set<String> chosen() {
    Set<String> present = new LinkedHashSet<>();
    boolean hasKey = false;
    KmsException refusal = null;
    for (String alias : filter) {
      try {
        boolean isKey = describe(alias).isPresent();
        hasKey |= isKey;
        if (isKey || trusted(alias).isPresent()) {
          present.add(alias);
        }
      } catch (KmsException e) {
        refusal = requireRefusal(e);
        present.add(alias);
        warnOnce(alias, e);
      }
    }
    if (!hasKey && refusal != null) {
      throw new KeywardException(refusal);
    }
    return present;
  }

  private void warnOnce(String alias, KmsException refusal) {
    if (warned.add(alias)) {
      System.getLogger(KmsKeyStore.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "Entry " + Quoted.of(alias) + " has no usable key: " + refusal.getMessage());
    }
  }

  @Override
  public boolean engineContainsAlias(String alias) {
    return isShown(alias) && (namesKey(alias) || trusted(alias).isPresent());
  }

  /** False also for an entry whose key cannot be had: it must not stop a key manager. */
  @Override
  public boolean engineIsKeyEntry(String alias) {
    return orIfRefused(() -> handle(alias).isPresent(), false);
  }

  @Override
  public Key engineGetKey(String alias, char[] password) throws UnrecoverableKeyException {
    try {
      return handle(alias).orElse(null);
    } catch (KmsException e) {
      UnrecoverableKeyException failure = new UnrecoverableKeyException(e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return isShown(alias) && trusted(alias).isPresent() && !namesKey(alias);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Unless the configuration says otherwise, the pairs that do not sign have none here: a key
   * manager takes any key with a chain for one that can sign, and the handshake would fail. Their
   * certificates are what {@code getCertificate} and {@code getEntry} answer.
   */
  @Override
  public Certificate[] engineGetCertificateChain(String alias) {
    return chain(alias, key -> key.usage() == KeyUsage.SIGN_VERIFY || access.showsAllChains());
  }

  private Certificate[] chain(String alias, Predicate<KeyMetadata> shown) {
    return keyCertificates(alias, shown)
        .map(entry -> entry.chain().toArray(X509Certificate[]::new))
        .orElse(null);
  }

  @Override
  public Certificate engineGetCertificate(String alias) {
    Optional<CertificateEntry> own = keyCertificates(alias, any -> true);
    return (own.isPresent() || !engineIsCertificateEntry(alias) ? own : trusted(alias))
        .map(CertificateEntry::leaf)
        .orElse(null);
  }

  @Override
  public Date engineGetCreationDate(String alias) {
    if (!isShown(alias)) {
      return null;
    }
    Optional<Instant> date =
        engineIsCertificateEntry(alias)
            ? trusted(alias).map(CertificateEntry::modified)
            : metadata(alias).map(KeyMetadata::creationDate);
    return date.map(Date::from).orElse(null);
  }

  @Override
  public String engineGetCertificateAlias(Certificate certificate) {
    for (String alias : certificates.aliases()) {
      Optional<CertificateEntry> stored = stored(alias);
      if (stored.isPresent()
          && stored.get().leaf().equals(certificate)
          && certificate.equals(engineGetCertificate(alias))) {
        return alias;
      }
    }
    return null;
  }

  @Override
  public boolean engineEntryInstanceOf(String alias, Class<? extends Entry> type) {
    if (type == TrustedCertificateEntry.class) {
      return engineIsCertificateEntry(alias);
    }
    if (type != PrivateKeyEntry.class && type != SecretKeyEntry.class || !isShown(alias)) {
      return false;
    }
    Optional<KeyMetadata> key = metadata(alias);
    // A key that may not be described has a handle all the same if it is named by its ARN.
    return key.isPresent()
        ? key.get().spec().isKeyPair() == (type == PrivateKeyEntry.class)
        : type == SecretKeyEntry.class
            && orIfRefused(() -> handle(alias), Optional.empty())
                .filter(SecretKey.class::isInstance)
                .isPresent();
  }

  @Override
  public Entry engineGetEntry(String alias, ProtectionParameter protection)
      throws UnrecoverableEntryException {
    if (engineIsCertificateEntry(alias)) {
      return new TrustedCertificateEntry(engineGetCertificate(alias));
    }
    Key key = engineGetKey(alias, null);
    if (key == null) {
      return null;
    }
    if (key instanceof SecretKey secret) {
      return new SecretKeyEntry(secret);
    }
    Certificate[] chain = chain(alias, any -> true);
    if (chain == null) {
      throw new UnrecoverableEntryException(
          "Key " + Quoted.of(alias) + " has no certificate chain. Use getKey, or store a chain.");
    }
    try {
      return new PrivateKeyEntry((PrivateKey) key, chain);
    } catch (IllegalArgumentException e) {
      throw new UnrecoverableEntryException(
          "Key " + Quoted.of(alias) + " and its certificate do not fit: " + e.getMessage());
    }
  }

  // --- writing ---------------------------------------------------------------------------------

  /**
   * {@inheritDoc}
   *
   * @param key a handle, which the alias and the chain are bound to; or, if the configuration
   *     allows it, a software key, which is imported into the key service first
   */
  @Override
  public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain)
      throws KeyStoreException {
    writer().setKey(alias, key, chain);
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain)
      throws KeyStoreException {
    throw KeyStoreWriter.encryptedKey(alias);
  }

  @Override
  public void engineSetEntry(String alias, Entry entry, ProtectionParameter protection)
      throws KeyStoreException {
    if (entry instanceof PrivateKeyEntry pair) {
      engineSetKeyEntry(alias, pair.getPrivateKey(), null, pair.getCertificateChain());
    } else if (entry instanceof SecretKeyEntry secret) {
      engineSetKeyEntry(alias, secret.getSecretKey(), null, null);
    } else if (entry instanceof TrustedCertificateEntry trusted) {
      engineSetCertificateEntry(alias, trusted.getTrustedCertificate());
    } else {
      throw new KeyStoreException("Entries of " + entry.getClass().getName() + " are not stored.");
    }
  }

  @Override
  public void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    writer().trust(alias, certificate);
  }

  @Override
  public void engineDeleteEntry(String alias) throws KeyStoreException {
    writer().delete(alias, access.schedulesDeletion());
  }

  private KeyStoreWriter writer() {
    return new KeyStoreWriter(keys, certificates, access.importsKeys());
  }

  // --- looking up ------------------------------------------------------------------------------

  private boolean isShown(String alias) {
    return filter.isEmpty()
        || names.of(alias).certificateName().filter(name -> !filter.contains(name)).isEmpty();
  }

  private Optional<KeyMetadata> describe(String alias) {
    return keys.describe(names.of(alias));
  }

  /** The key of an entry; empty also for one that the caller may not know more of. */
  private Optional<KeyMetadata> metadata(String alias) {
    return orIfRefused(() -> describe(alias), Optional.empty());
  }

  /** True also for a key that the caller may not know more of. */
  private boolean namesKey(String alias) {
    return orIfRefused(() -> describe(alias).isPresent(), true);
  }

  private Optional<KeyHandle> handle(String alias) {
    return isShown(alias)
        ? keys.handle(names.of(alias), arn -> certified(alias, arn))
            .map(handle -> spelledAsCertified(alias, handle))
        : Optional.empty();
  }

  /** A certificate may have another name for an RSA key; for other keys it has none. */
  private KeyHandle spelledAsCertified(String alias, KeyHandle handle) {
    return handle.spec().family() == KeySpec.Family.RSA
        ? stored(alias)
            .map(entry -> KeyHandles.certifiedAs(handle, entry.leaf().getPublicKey()))
            .orElse(handle)
        : handle;
  }

  private Optional<PublicKey> certified(String alias, KeyArn arn) {
    return stored(alias)
        .filter(entry -> entry.key().filter(arn::equals).isPresent())
        .map(entry -> entry.leaf().getPublicKey());
  }

  private Optional<CertificateEntry> stored(String alias) {
    return names.of(alias).certificateName().flatMap(certificates::find);
  }

  private Optional<CertificateEntry> trusted(String alias) {
    return stored(alias).filter(CertificateEntry::isTrusted);
  }

  /** The chain of a key, unless the alias was pointed to another key since it was stored. */
  private Optional<CertificateEntry> keyCertificates(String alias, Predicate<KeyMetadata> shown) {
    Optional<CertificateEntry> stored = isShown(alias) ? stored(alias) : Optional.empty();
    if (stored.isEmpty()) {
      return stored;
    }
    Optional<KeyMetadata> key = metadata(alias).filter(shown);
    return stored.filter(entry -> key.filter(found -> belongs(entry, found, alias)).isPresent());
  }

  private boolean belongs(CertificateEntry entry, KeyMetadata key, String alias) {
    if (entry.key().isPresent()) {
      return entry.key().get().equals(key.arn());
    }
    // A file put there by hand names no key, so the public keys decide.
    return key.spec().isKeyPair()
        && engineIsKeyEntry(alias)
        && handle(alias)
            .map(KeyHandles::publicKeyOf)
            .filter(managed -> KeyHandles.isSameKey(entry.leaf().getPublicKey(), managed))
            .isPresent();
  }

  private static <T> T orKeywardException(Supplier<T> question) {
    try {
      return question.get();
    } catch (KmsException e) {
      throw new KeywardException(e);
    }
  }

  /**
   * Answers a question about one entry. A refusal is a matter of this entry and does not spoil the
   * others; a failure that may pass, or that has to do with the caller's credentials or the store,
   * concerns all of them, and is not taken for an answer.
   */
  private static <T> T orIfRefused(Supplier<T> question, T refused) {
    try {
      return question.get();
    } catch (KmsException e) {
      requireRefusal(e);
      return refused;
    }
  }

  private static KmsException requireRefusal(KmsException failure) {
    if (failure instanceof BackendUnavailableException
        || failure instanceof ThrottledException
        || failure instanceof OutcomeUnknownException
        || failure instanceof StoreSealedException
        || failure instanceof StoreDamagedException
        || failure instanceof AccessDeniedException denied && !denied.isByPolicy()) {
      throw new KeywardException(failure);
    }
    return failure;
  }
}
