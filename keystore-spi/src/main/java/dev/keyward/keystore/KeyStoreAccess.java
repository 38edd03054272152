package dev.keyward.keystore;

import dev.keyward.backend.KeyBackend;
import java.util.Set;

/** What a key store works on. Asked when the key store is loaded, and not before. */
public interface KeyStoreAccess {

  /**
   * The key service.
   *
   * @return an open backend, not owned by the key store
   * @throws dev.keyward.failure.KmsException if it cannot be opened
   */
  KeyBackend backend();

  /**
   * The certificates.
   *
   * @return the directory; it may not exist yet
   */
  CertificateDirectory certificates();

  /**
   * The only aliases to show when the key store is loaded without a choice of its own.
   *
   * @return short alias names; empty for all
   */
  Set<String> aliasFilter();

  /**
   * Whether deleting an entry also schedules the deletion of its key.
   *
   * @return false to keep the key
   */
  boolean schedulesDeletion();

  /**
   * Whether a software key may be imported into the key service.
   *
   * @return false to store handles only
   */
  boolean importsKeys();

  /**
   * Whether pairs that do not sign have a certificate chain, which key managers take for a key that
   * signs.
   *
   * @return false to show chains of signing keys only
   */
  default boolean showsAllChains() {
    return false;
  }
}
