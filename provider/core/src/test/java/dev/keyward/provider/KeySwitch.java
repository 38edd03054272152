package dev.keyward.provider;

import dev.keyward.backend.ChangeTracking;
import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.handle.KeyHandle;
import dev.keyward.model.KeyReference.KeyArn;
import java.security.Key;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Switches keys off and on in whatever key service the tests run on, past the provider. */
public interface KeySwitch {
  void disable(KeyArn key);

  void enable(KeyArn key);

  /** The key service's own in the heap; otherwise one found through {@link ServiceLoader}. */
  static KeySwitch of(Key handle) {
    if (((KeyHandle) handle).backend() instanceof InMemoryKeyBackend memory) {
      return new InMemory(memory);
    }
    KeySwitch outside = ServiceLoader.load(KeySwitch.class).findFirst().orElseThrow();
    return ((KeyHandle) handle)
        .backend()
        .capability(ChangeTracking.class)
        .<KeySwitch>map(tracking -> new Noticed(outside, tracking))
        .orElse(outside);
  }

  /** Comes back when the provider's own view of the store has seen the change: within a second. */
  record Noticed(KeySwitch outside, ChangeTracking tracking) implements KeySwitch {
    private static final long LONGEST_NANOS = 5_000_000_000L;

    @Override
    public void disable(KeyArn key) {
      untilNoticed(key, outside::disable);
    }

    @Override
    public void enable(KeyArn key) {
      untilNoticed(key, outside::enable);
    }

    private void untilNoticed(KeyArn key, Consumer<KeyArn> change) {
      long before = tracking.generation(key);
      long end = System.nanoTime() + LONGEST_NANOS;
      change.accept(key);
      while (tracking.generation(key) == before) {
        if (System.nanoTime() > end) {
          throw new AssertionError("the change of " + key + " was not noticed");
        }
        Thread.onSpinWait();
      }
    }
  }

  /** For {@link InMemoryKeyBackend}. */
  record InMemory(InMemoryKeyBackend backend) implements KeySwitch {
    @Override
    public void disable(KeyArn key) {
      backend.disable(key.keyId());
    }

    @Override
    public void enable(KeyArn key) {
      backend.enable(key.keyId());
    }
  }
}
