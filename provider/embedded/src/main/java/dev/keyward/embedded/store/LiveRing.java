package dev.keyward.embedded.store;

import dev.keyward.embedded.files.Steps;
import dev.keyward.embedded.root.KeyRing;
import dev.keyward.embedded.root.RingFile;
import dev.keyward.embedded.root.RootKeySource;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.secret.SecretBytes;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The ring in force. Epochs come and go, also by the hand of other processes, while the store is
 * open; whoever meets an epoch this ring does not have calls {@link #reload}. Thread-safe.
 */
final class LiveRing implements AutoCloseable {
  /** Another process may add an epoch each time we have just read the ring. */
  private static final int ATTEMPTS = 4;

  private final RingFile file;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private RootKeySource source;
  private KeyRing ring;
  private boolean closed;

  LiveRing(RingFile file, RootKeySource source, KeyRing ring) {
    this.file = file;
    this.source = source;
    this.ring = ring;
  }

  String storeId() {
    return with(KeyRing::storeId);
  }

  int currentEpoch() {
    return with(KeyRing::currentEpoch);
  }

  int oldestEpoch() {
    return with(KeyRing::oldestEpoch);
  }

  SecretBytes secretFor(String purpose) {
    return with(now -> now.secretFor(purpose));
  }

  /**
   * Derives the key of a record version.
   *
   * @throws OtherEpochException if the ring has no such epoch
   */
  byte[] recordKey(int epoch, byte[] salt) {
    return with(
        now -> {
          if (!now.hasEpoch(epoch)) {
            throw new OtherEpochException(epoch);
          }
          return now.recordKey(epoch, salt);
        });
  }

  /** Does something, and does it again with the ring read anew if it meets another epoch. */
  <T> T current(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (OtherEpochException e) {
        if (attempt == ATTEMPTS) {
          throw new StoreDamagedException(
              "The key ring does not fit the database ("
                  + e.getMessage()
                  + "): one of them was damaged or put back from another time. Put both back from"
                  + " one backup.");
        }
        reload();
      }
    }
  }

  /** Reads the ring again. */
  void reload() {
    lock.writeLock().lock();
    try {
      checkOpen();
      take(file.open(source));
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Replaces the ring on the disk. The caller sees to it that no other process does the same. */
  void replace(UnaryOperator<KeyRing> change, Steps steps) {
    lock.writeLock().lock();
    try {
      checkOpen();
      // What another process has written counts, not what is in memory.
      take(file.open(source));
      KeyRing next = change.apply(ring);
      boolean written = false;
      try {
        file.replace(next, source, steps);
        written = true;
      } finally {
        if (!written) {
          next.close();
        }
      }
      take(next);
    } finally {
      lock.writeLock().unlock();
    }
  }

  RootKeySource source() {
    lock.readLock().lock();
    try {
      return source;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** From now on the root key comes from here. */
  void useSource(RootKeySource changed) {
    lock.writeLock().lock();
    try {
      source = changed;
    } finally {
      lock.writeLock().unlock();
    }
  }

  RingFile file() {
    return file;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      ring.close();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void take(KeyRing next) {
    KeyRing before = ring;
    ring = next;
    before.close();
  }

  private <T> T with(Function<KeyRing, T> use) {
    lock.readLock().lock();
    try {
      return use.apply(ring);
    } finally {
      lock.readLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw ClosedStore.failure();
    }
  }
}
