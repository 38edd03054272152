package dev.keyward.embedded.store;

import static dev.keyward.embedded.store.Stores.commit;
import static dev.keyward.embedded.store.Stores.key;
import static dev.keyward.embedded.store.Stores.open;
import static dev.keyward.embedded.store.Stores.put;
import static dev.keyward.embedded.store.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times that must not grow with the store, and the price of looking for changes. */
@Tag("nightly")
class StoreScaleTest {
  private static final int ROUNDS = 15;

  @TempDir Path directory;

  @Test
  void open_hundredThousandRecords_costsWhatTenCost() {
    Path small = filled("small", 10);
    Path large = filled("large", 100_000);
    medianOpenMicros(small);
    long smallMicros = medianOpenMicros(small);
    long largeMicros = medianOpenMicros(large);
    System.out.println("open: 10 records " + smallMicros + " us, 100,000 " + largeMicros + " us");
    assertThat(largeMicros).isLessThan(2 * smallMicros + 5_000);
    try (SqlRecordStore store = open(large)) {
      assertThat(text(store, "k99999")).isEqualTo("content 99999");
      long start = System.nanoTime();
      assertThat(store.read(key("never"))).isEmpty();
      System.out.println("first miss: " + (System.nanoTime() - start) / 1000 + " us");
      start = System.nanoTime();
      assertThat(store.count(RecordKind.KEY, "k")).isEqualTo(100_000);
      long first = (System.nanoTime() - start) / 1000;
      long again = nanosEach(() -> assertThat(store.count(RecordKind.KEY, "k")).isEqualTo(100_000));
      System.out.println("count: first " + first + " us, again " + again + " ns");
      assertThat(again).as("nanoseconds").isLessThan(500_000);
      assertThat(store.scan(RecordKind.KEY, "k9999", Optional.empty(), 100)).hasSize(11);
      start = System.nanoTime();
      assertThat(store.verify().records()).isEqualTo(100_000);
      System.out.println("verify: " + (System.nanoTime() - start) / 1_000_000 + " ms");
      start = System.nanoTime();
      assertThat(store.maintenance().shred().renewed()).isEqualTo(100_000);
      System.out.println("shred: " + (System.nanoTime() - start) / 1_000_000 + " ms");
      assertThat(store.verify().records()).isEqualTo(100_000);
    }
  }

  @Test
  void pollChanges_nothingChanged_takesMicroseconds() {
    Path home = filled("poll", 10);
    try (SqlRecordStore store = open(home)) {
      store.pollChanges();
      long poll = Long.MAX_VALUE;
      long read = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        poll = Math.min(poll, nanosEach(store::pollChanges));
        read = Math.min(read, nanosEach(() -> store.read(key("k1"))));
      }
      System.out.println("pollChanges: " + poll + " ns, read: " + read + " ns");
      assertThat(poll).as("nanoseconds").isLessThan(20_000);
    }
  }

  private static long nanosEach(Runnable call) {
    int calls = 5_000;
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (System.nanoTime() - start) / calls;
  }

  private Path filled(String name, int records) {
    Path home = directory.resolve(name);
    try (SqlRecordStore store = open(home)) {
      for (int from = 0; from < records; from += 1000) {
        List<Change> changes = new ArrayList<>();
        for (int i = from; i < Math.min(from + 1000, records); i++) {
          changes.add(put("k" + i, 0, "content " + i));
        }
        store.commit(changes);
      }
      commit(store, put("last", 0, "1"), put("one more", 0, "1"));
      commit(store, new Change.Delete(key("last"), 1), new Change.Delete(key("one more"), 1));
    }
    return home;
  }

  private static long medianOpenMicros(Path home) {
    List<Long> times = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      SqlRecordStore store = open(home);
      times.add((System.nanoTime() - start) / 1000);
      store.close();
    }
    times.sort(null);
    return times.get(ROUNDS / 2);
  }
}
