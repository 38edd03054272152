package dev.keyward.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.kms.ConnectionState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTableTest {
  @TempDir private Path home;

  @Test
  void all_storeWithPin_handsOutNoPin() {
    byte[] pin = "canary-pin".getBytes(StandardCharsets.US_ASCII);
    try (RecordStore store = StoreDirectory.open(StoreSettings.inHome(home))) {
      KeyStoreTable table = new KeyStoreTable(store);
      KeyStoreRecord made =
          new KeyStoreRecord(
              "cks-1",
              "one",
              "cluster-1",
              "certificate",
              pin,
              ConnectionState.DISCONNECTED,
              null,
              Instant.EPOCH);
      table.put(EmbeddedKmsFixture.SCOPE, made, 0);
      assertThat(table.all(EmbeddedKmsFixture.SCOPE))
          .singleElement()
          .satisfies(record -> assertThat(record.pin()).isEqualTo(new byte[pin.length]));
      assertThat(table.find(EmbeddedKmsFixture.SCOPE, "cks-1").orElseThrow().value().pin())
          .isEqualTo(pin);
    }
  }
}
