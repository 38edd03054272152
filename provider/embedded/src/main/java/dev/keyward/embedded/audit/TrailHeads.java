package dev.keyward.embedded.audit;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.json.JsonCodec;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The heads of trails in the store. Thread-safe. */
final class TrailHeads {
  private static final int PAGE = 500;

  private final RecordStore store;

  TrailHeads(RecordStore store) {
    this.store = store;
  }

  Optional<TrailHead> find(String trail) {
    return store.read(id(trail)).map(TrailHeads::parse);
  }

  /** Shows every trail that the store knows. */
  void forEach(BiConsumer<String, TrailHead> body) {
    Optional<String> after = Optional.empty();
    List<StoredRecord> page;
    do {
      page = store.scan(RecordKind.AUDIT, "", after, PAGE);
      for (StoredRecord record : page) {
        body.accept(record.id().id(), parse(record));
        after = Optional.of(record.id().id());
      }
    } while (page.size() == PAGE);
  }

  /** Keeps a head, unless a later one is kept already. */
  synchronized void put(String trail, TrailHead head) {
    Optional<StoredRecord> kept = store.read(id(trail));
    boolean isLater =
        kept.map(TrailHeads::parse)
            .map(old -> !old.closed() && old.sequence() <= head.sequence())
            .orElse(true);
    if (isLater) {
      long version = kept.map(StoredRecord::version).orElse(0L);
      store.commit(
          List.of(new Change.Put(id(trail), Optional.empty(), version, JsonCodec.write(head))));
    }
  }

  private static TrailHead parse(StoredRecord record) {
    return JsonCodec.read(record.content(), TrailHead.class, JsonCodec.Reading.REQUEST);
  }

  private static RecordId id(String trail) {
    return new RecordId(RecordKind.AUDIT, trail);
  }
}
