package dev.keyward.keystore;

import dev.keyward.backend.KeyAdministration;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyImport;
import dev.keyward.failure.KmsException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.Quoted;
import java.security.Key;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/** Makes KMS keys of software keys. */
final class KeyImporter {
  /** The shortest there is: nothing was ever encrypted under a key that is given up. */
  private static final int WAITING_PERIOD_DAYS = 7;

  private final KeyBackend backend;

  KeyImporter(KeyBackend backend) {
    this.backend = backend;
  }

  static KeyStoreException noCertificates(String alias) {
    return new KeyStoreException(
        "Cannot store " + Quoted.of(alias) + ": a secret key has no certificates.");
  }

  /**
   * Imports a key that its first certificate, if there is one, belongs to. No alias names it yet.
   *
   * @throws KeyStoreException if the key service has no such keys, or the certificate does not fit
   */
  KeyHandle importKey(AliasName name, Key key, List<X509Certificate> chain)
      throws KeyStoreException {
    try (SoftwareKey software = SoftwareKey.of(name.shortName(), key)) {
      checkPair(name.shortName(), software, key, chain);
      boolean[] certified = chain.isEmpty() ? null : chain.get(0).getKeyUsage();
      NewKey wanted =
          new NewKey(software.spec(), software.usage(certified), "Imported as " + name, Map.of());
      KeyMetadata made = backend.require(KeyImport.class).importKey(wanted, software.material());
      return handleOf(made);
    }
  }

  private KeyHandle handleOf(KeyMetadata made) {
    try {
      return KeyHandles.of(backend, made.arn());
    } catch (KmsException e) {
      discard(made.arn().keyId(), e);
      throw e;
    }
  }

  private static void checkPair(
      String alias, SoftwareKey software, Key key, List<X509Certificate> chain)
      throws KeyStoreException {
    if (chain.isEmpty()) {
      return;
    }
    if (!software.spec().isKeyPair()) {
      throw noCertificates(alias);
    }
    if (PairCheck.canTell(software.spec())
        && !PairCheck.isPair((PrivateKey) key, chain.get(0).getPublicKey(), software.spec())) {
      throw new KeyStoreException(
          "Cannot import " + Quoted.of(alias) + ": the first certificate is for another key.");
    }
  }

  /**
   * Schedules the deletion of a key that nobody will use.
   *
   * @param reason why; keeps the failure if the deletion is refused too
   */
  void discard(KeyId key, Exception reason) {
    try {
      backend.require(KeyAdministration.class).scheduleDeletion(key, WAITING_PERIOD_DAYS);
    } catch (KmsException e) {
      reason.addSuppressed(e);
    }
  }
}
