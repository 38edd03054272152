package dev.keyward.remote.credentials;

import java.util.Optional;

/** A place where credentials may be. */
interface CredentialSource {

  /**
   * Reads or fetches them.
   *
   * @return empty if nothing points to this place
   * @throws CredentialException if something does, and there are none that could be used
   */
  Optional<Credentials> load();

  /** Something that is different when the place holds other credentials than before. */
  default Object fingerprint() {
    return "";
  }
}
