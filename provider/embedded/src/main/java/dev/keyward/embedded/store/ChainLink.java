package dev.keyward.embedded.store;

/** One row of the commit chain. */
record ChainLink(long seq, byte[] changes, byte[] mac) {
  Commit commit() {
    return Commit.decode(changes);
  }
}
