package dev.keyward.embedded.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoreConflictException;
import dev.keyward.embedded.store.StoredRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which accounts have had their first administrator. The note outlives user, access key and
 * profile: were it gone with them, whoever can delete those would be given new ones.
 */
public final class FirstAdministrator {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private final RecordStore store;
  private final InstantSource clock;

  /**
   * Makes the view.
   *
   * @param store where the notes are
   * @param clock gives their date
   */
  public FirstAdministrator(RecordStore store, InstantSource clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  private static RecordId record(String account) {
    if (!ACCOUNT.matcher(account).matches()) {
      throw new IllegalArgumentException("an account has 12 digits");
    }
    return new RecordId(RecordKind.META, "first-administrator-" + account);
  }

  /** Takes the note; false if it was taken before, by whomever. */
  public boolean claim(String account) {
    RecordId id = record(account);
    if (store.read(id).isPresent()) {
      return false;
    }
    byte[] content = clock.instant().toString().getBytes(US_ASCII);
    try {
      store.commit(List.of(new Change.Put(id, Optional.empty(), 0, content)));
      return true;
    } catch (StoreConflictException takenMeanwhile) {
      return false;
    }
  }

  /** Gives the note back: nobody was made after all. */
  public void release(String account) {
    Optional<StoredRecord> found = store.read(record(account));
    found.ifPresent(
        stored -> store.commit(List.of(new Change.Delete(stored.id(), stored.version()))));
  }
}
