package dev.keyward.provider;

import dev.keyward.backend.BackendSettings;
import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.KeyBackendFactory;
import dev.keyward.failure.BackendUnavailableException;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens {@link InMemoryKeyBackend} for {@code backend=in-memory-test}. */
public final class InMemoryTestBackendFactory implements KeyBackendFactory {
  /** How many backends were opened in this process. */
  static final AtomicInteger OPENED = new AtomicInteger();

  /** How many of the next attempts to open fail. */
  static final AtomicInteger FAILURES = new AtomicInteger();

  @Override
  public String name() {
    return "in-memory-test";
  }

  @Override
  public KeyBackend open(BackendSettings settings) {
    if (FAILURES.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new BackendUnavailableException("the store is locked by another process");
    }
    settings
        .get("principal")
        .filter("wrong"::equals)
        .ifPresent(
            wrong -> {
              throw new IllegalArgumentException(
                  settings.origin("principal") + ": unknown principal \"wrong\".");
            });
    OPENED.incrementAndGet();
    return new InMemoryKeyBackend();
  }
}
