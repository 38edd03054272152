package dev.keyward.keystore;

import dev.keyward.backend.KeyAdministration;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.Quoted;
import java.io.IOException;
import java.security.Key;
import java.security.KeyStoreException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The changes a key store makes. Everything is checked before the first of them. */
final class KeyStoreWriter {
  private static final int WAITING_PERIOD_DAYS = 30;

  private final KeyEntries keys;
  private final CertificateDirectory certificates;
  private final boolean importsKeys;

  KeyStoreWriter(KeyEntries keys, CertificateDirectory certificates, boolean importsKeys) {
    this.keys = keys;
    this.certificates = certificates;
    this.importsKeys = importsKeys;
  }

  static KeyStoreException encryptedKey(String alias) {
    return new KeyStoreException(
        "Cannot store "
            + Quoted.of(alias)
            + ": a key that is encrypted already cannot be imported. Set the entry with the key"
            + " itself, or with a handle.");
  }

  private static KeyStoreException importIsOff(String alias) {
    return new KeyStoreException(
        "Cannot store "
            + Quoted.of(alias)
            + ": the key is not a managed key of this provider and importing keys is off. Generate"
            + " it with provider Keyward, or allow the import with import=true in the configuration"
            + " (-Dkeyward.import=true).");
  }

  private static KeyStoreException foreignHandle(String alias) {
    return new KeyStoreException(
        "Cannot store "
            + Quoted.of(alias)
            + ": the key is a handle of another Keyward provider. Get it from this one.");
  }

  void setKey(String alias, Key key, Certificate[] chain) throws KeyStoreException {
    AliasName name = writable(alias);
    List<X509Certificate> certified =
        chain == null || chain.length == 0 ? List.of() : x509(alias, chain);
    if (!(key instanceof KeyHandle handle)) {
      importKey(name, key, certified);
    } else if (handle.backend() == keys.backend()) {
      attach(name, handle, certified);
    } else {
      throw foreignHandle(alias);
    }
  }

  private void importKey(AliasName name, Key key, List<X509Certificate> chain)
      throws KeyStoreException {
    if (!importsKeys) {
      throw importIsOff(name.shortName());
    }
    KeyImporter importer = new KeyImporter(keys.backend());
    KeyHandle handle;
    try {
      handle = importer.importKey(name, key, chain);
    } catch (KmsException e) {
      throw failed("import", name.shortName(), e);
    }
    try {
      attach(name, handle, chain);
    } catch (KeyStoreException e) {
      if (!isBound(name, handle)) {
        importer.discard(handle.arn().keyId(), e);
      }
      throw e;
    }
  }

  private boolean isBound(AliasName name, KeyHandle handle) {
    try {
      return describe(name).filter(key -> key.arn().equals(handle.arn())).isPresent();
    } catch (KmsException e) {
      // A key that may be in use is not deleted.
      return true;
    }
  }

  private void attach(AliasName name, KeyHandle handle, List<X509Certificate> chain)
      throws KeyStoreException {
    Optional<CertificateEntry> entry = entryFor(name.shortName(), handle, chain);
    try {
      bind(name, handle);
      if (entry.isPresent()) {
        certificates.put(name.shortName(), entry.get());
      } else {
        dropForeignCertificates(name, handle);
      }
    } catch (KmsException e) {
      throw failed("store", name.shortName(), e);
    } catch (IOException | CertificateException e) {
      throw new KeyStoreException(
          "Alias " + name + " points to the key, but its certificates were not stored.", e);
    }
  }

  private Optional<KeyMetadata> describe(AliasName name) {
    return keys.describe(EntryName.of(name.text()));
  }

  private void bind(AliasName name, KeyHandle handle) {
    if (describe(name).filter(key -> key.arn().equals(handle.arn())).isEmpty()) {
      administration().putAlias(name, handle.arn().keyId());
    }
  }

  /** Certificates of an earlier key under the same alias would only mislead. */
  private void dropForeignCertificates(AliasName name, KeyHandle handle) throws IOException {
    Optional<CertificateEntry> there = certificates.find(name.shortName());
    if (there.isPresent() && there.get().key().filter(handle.arn()::equals).isEmpty()) {
      certificates.delete(name.shortName());
    }
  }

  private static Optional<CertificateEntry> entryFor(
      String alias, KeyHandle handle, List<X509Certificate> certificates) throws KeyStoreException {
    if (certificates.isEmpty()) {
      return Optional.empty();
    }
    if (!handle.spec().isKeyPair()) {
      throw KeyImporter.noCertificates(alias);
    }
    PublicKey certified = certificates.get(0).getPublicKey();
    if (!KeyHandles.isSameKey(certified, KeyHandles.publicKeyOf(handle))) {
      throw new KeyStoreException(
          "Cannot store "
              + Quoted.of(alias)
              + ": the first certificate is for another key than "
              + handle.arn()
              + ".");
    }
    return Optional.of(
        new CertificateEntry(Optional.of(handle.arn()), certificates, Instant.EPOCH));
  }

  void trust(String alias, Certificate certificate) throws KeyStoreException {
    AliasName name = writable(alias);
    List<X509Certificate> chain = x509(alias, new Certificate[] {certificate});
    try {
      if (describe(name).isPresent()) {
        throw new KeyStoreException(
            "Cannot store " + Quoted.of(alias) + ": the alias names a key, not a certificate.");
      }
      certificates.put(
          name.shortName(), new CertificateEntry(Optional.empty(), chain, Instant.EPOCH));
    } catch (KmsException | IOException | CertificateException e) {
      throw failed("store", alias, e);
    }
  }

  void delete(String alias, boolean schedulesDeletion) throws KeyStoreException {
    AliasName name = writable(alias);
    try {
      Optional<KeyMetadata> key = describe(name);
      if (key.isPresent()) {
        administration().deleteAlias(name);
        if (schedulesDeletion) {
          administration().scheduleDeletion(key.get().arn().keyId(), WAITING_PERIOD_DAYS);
        }
      }
      certificates.delete(name.shortName());
    } catch (KeyNotFoundException e) {
      // somebody else deleted the alias in between: what was wanted is the case
    } catch (KmsException | IOException e) {
      throw failed("delete", alias, e);
    }
  }

  private static AliasName writable(String alias) throws KeyStoreException {
    AliasName name =
        EntryName.of(alias)
            .alias()
            .orElseThrow(
                () ->
                    new KeyStoreException(
                        "An alias has up to 250 characters of a-z A-Z 0-9 / _ -, got "
                            + Quoted.of(alias)
                            + "."));
    if (name.isReserved()) {
      throw new KeyStoreException(
          "Alias " + name + " is reserved for keys of services. Choose another name.");
    }
    return name;
  }

  private static List<X509Certificate> x509(String alias, Certificate[] chain)
      throws KeyStoreException {
    List<X509Certificate> certificates = new ArrayList<>(chain.length);
    for (Certificate certificate : chain) {
      if (!(certificate instanceof X509Certificate x509)) {
        throw new KeyStoreException(
            "Cannot store " + Quoted.of(alias) + ": only X.509 certificates are stored.");
      }
      certificates.add(x509);
    }
    try {
      CertificateFile.checkChain(certificates);
    } catch (CertificateException e) {
      throw new KeyStoreException("Cannot store " + Quoted.of(alias) + ": " + e.getMessage(), e);
    }
    return certificates;
  }

  private static KeyStoreException failed(String what, String alias, Exception cause) {
    return new KeyStoreException(
        "Cannot " + what + " " + Quoted.of(alias) + ": " + cause.getMessage(), cause);
  }

  private KeyAdministration administration() {
    return keys.backend().require(KeyAdministration.class);
  }
}
