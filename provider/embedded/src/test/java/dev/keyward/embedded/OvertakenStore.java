package dev.keyward.embedded;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A store in which another process is faster: it acts just before the next commit of a kind. */
final class OvertakenStore {
  private record Other(RecordKind before, Runnable acts) {}

  private final AtomicReference<Other> other = new AtomicReference<>();

  /** Lets somebody else act once, when a record of this kind is about to be made or changed. */
  void beforeNext(RecordKind kind, Runnable acts) {
    other.set(new Other(kind, acts));
  }

  /** True when that has happened. */
  boolean wasOvertaken() {
    return other.get() == null;
  }

  RecordStore over(RecordStore real) {
    return (RecordStore)
        Proxy.newProxyInstance(
            RecordStore.class.getClassLoader(),
            new Class<?>[] {RecordStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                overtake((List<?>) arguments[0]);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void overtake(List<?> changes) {
    Other next = other.get();
    if (next != null
        && changes.stream()
            .anyMatch(
                change -> change instanceof Change.Put put && put.id().kind() == next.before())) {
      other.set(null);
      next.acts().run();
    }
  }
}
