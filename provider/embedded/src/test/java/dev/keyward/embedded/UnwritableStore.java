package dev.keyward.embedded;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.failure.BackendUnavailableException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** A store whose commits fail when the test wants it, as on a full disk. */
final class UnwritableStore {
  private final RecordStore store;
  private volatile boolean full;

  UnwritableStore(RecordStore real) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (full
              && method.equals(RecordStore.class.getMethod("commit", List.class))
              && !((List<?>) arguments[0]).isEmpty()
              && ((List<?>) arguments[0]).get(0) instanceof Change) {
            throw new BackendUnavailableException("Cannot commit: the disk is full.");
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    this.store =
        (RecordStore)
            Proxy.newProxyInstance(
                RecordStore.class.getClassLoader(), new Class<?>[] {RecordStore.class}, handler);
  }

  RecordStore store() {
    return store;
  }

  void fill() {
    full = true;
  }
}
