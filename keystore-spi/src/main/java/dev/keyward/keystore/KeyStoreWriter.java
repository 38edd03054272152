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
import java.security.MessageDigest;
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

  KeyStoreWriter(KeyEntries keys, CertificateDirectory certificates) {
    this.keys = keys;
    this.certificates = certificates;
  }

  static KeyStoreException importIsOff(String alias) {
    return new KeyStoreException(
        "Cannot store "
            + Quoted.of(alias)
            + ": the key is not a managed key of this provider and importing keys is off. Generate"
            + " it with provider Keyward.");
  }

  void bindKey(String alias, Key key, Certificate[] chain) throws KeyStoreException {
    AliasName name = writable(alias);
    if (!(key instanceof KeyHandle handle) || handle.backend() != keys.backend()) {
      throw importIsOff(alias);
    }
    Optional<CertificateEntry> entry = entryFor(alias, handle, chain);
    try {
      bind(name, handle);
      if (entry.isPresent()) {
        certificates.put(name.shortName(), entry.get());
      } else {
        dropForeignCertificates(name, handle);
      }
    } catch (KmsException e) {
      throw failed("store", alias, e);
    } catch (IOException | CertificateException e) {
      throw new KeyStoreException(
          "Alias " + name + " points to the key, but its certificates were not stored.", e);
    }
  }

  private void bind(AliasName name, KeyHandle handle) {
    Optional<KeyMetadata> there = keys.describe(EntryName.of(name.text()));
    if (there.filter(key -> key.arn().equals(handle.arn())).isEmpty()) {
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
      String alias, KeyHandle handle, Certificate[] chain) throws KeyStoreException {
    if (chain == null || chain.length == 0) {
      return Optional.empty();
    }
    if (!handle.spec().isKeyPair()) {
      throw new KeyStoreException(
          "Cannot store " + Quoted.of(alias) + ": a secret key has no certificates.");
    }
    List<X509Certificate> certificates = x509(alias, chain);
    PublicKey certified = certificates.get(0).getPublicKey();
    if (!isSameKey(certified, KeyHandles.publicKeyOf(handle))) {
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

  private static boolean isSameKey(PublicKey certified, PublicKey managed) {
    return certified != null && MessageDigest.isEqual(certified.getEncoded(), managed.getEncoded());
  }

  void trust(String alias, Certificate certificate) throws KeyStoreException {
    AliasName name = writable(alias);
    List<X509Certificate> chain = x509(alias, new Certificate[] {certificate});
    try {
      if (keys.describe(EntryName.of(name.text())).isPresent()) {
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
      Optional<KeyMetadata> key = keys.describe(EntryName.of(name.text()));
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
