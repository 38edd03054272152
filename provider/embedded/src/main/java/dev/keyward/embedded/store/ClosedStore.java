package dev.keyward.embedded.store;

import dev.keyward.failure.BackendUnavailableException;

/** The one answer of a store that was closed. */
final class ClosedStore {
  private ClosedStore() {}

  static BackendUnavailableException failure() {
    return new BackendUnavailableException(
        "Cannot use the store: it was closed. Open the key service again.");
  }
}
