package dev.keyward.keystore;

import dev.keyward.backend.KeyBackend;
import java.util.Set;

/** A key store's access to a backend, with nothing configured. */
record TestAccess(KeyBackend backend, CertificateDirectory certificates) implements KeyStoreAccess {

  @Override
  public Set<String> aliasFilter() {
    return Set.of();
  }

  @Override
  public boolean schedulesDeletion() {
    return false;
  }

  @Override
  public boolean importsKeys() {
    return false;
  }
}
