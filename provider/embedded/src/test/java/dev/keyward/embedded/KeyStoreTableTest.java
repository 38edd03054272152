package dev.keyward.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.kms.ConnectionState;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTableTest {
  @TempDir private Path home;

  private static KeyStoreRecord record(byte[] pin, ConnectionState state) {
    return new KeyStoreRecord(
        "cks-1", "one", "cluster-1", "certificate", pin, state, null, Instant.EPOCH);
  }

  @Test
  void connection_disconnectedWhileItIsRead_isNotKeptAsConnected() {
    AtomicReference<Runnable> afterRead = new AtomicReference<>(() -> {});
    try (RecordStore real = StoreDirectory.open(StoreSettings.inHome(home))) {
      KeyStoreTable table = new KeyStoreTable(announcing(real, afterRead));
      byte[] pin = new byte[8];
      table.put(EmbeddedKmsFixture.SCOPE, record(pin, ConnectionState.CONNECTED), 0);
      afterRead.set(
          () -> table.put(EmbeddedKmsFixture.SCOPE, record(pin, ConnectionState.DISCONNECTED), 1));
      table.connection(EmbeddedKmsFixture.SCOPE, "cks-1");
      assertThat(table.connection(EmbeddedKmsFixture.SCOPE, "cks-1").orElseThrow().isUp())
          .isFalse();
    }
  }

  /** A store in which something happens once between a read and its answer. */
  private static RecordStore announcing(RecordStore real, AtomicReference<Runnable> afterRead) {
    return (RecordStore)
        Proxy.newProxyInstance(
            RecordStore.class.getClassLoader(),
            new Class<?>[] {RecordStore.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(real, arguments);
              if (method.getName().equals("read")) {
                afterRead.getAndSet(() -> {}).run();
              }
              return answer;
            });
  }

  @Test
  void all_storeWithPin_handsOutNoPin() {
    byte[] pin = "canary-pin".getBytes(StandardCharsets.US_ASCII);
    try (RecordStore store = StoreDirectory.open(StoreSettings.inHome(home))) {
      KeyStoreTable table = new KeyStoreTable(store);
      table.put(EmbeddedKmsFixture.SCOPE, record(pin, ConnectionState.DISCONNECTED), 0);
      assertThat(table.all(EmbeddedKmsFixture.SCOPE))
          .singleElement()
          .satisfies(record -> assertThat(record.pin()).isEqualTo(new byte[pin.length]));
      assertThat(table.find(EmbeddedKmsFixture.SCOPE, "cks-1").orElseThrow().value().pin())
          .isEqualTo(pin);
    }
  }
}
