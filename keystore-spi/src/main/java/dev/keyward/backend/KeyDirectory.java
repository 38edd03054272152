package dev.keyward.backend;

import dev.keyward.model.AliasEntry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The capability to list aliases. */
public interface KeyDirectory {

  /**
   * Lists aliases in the order of their names, one page at a time.
   *
   * @param marker where the page before ended; empty for the first page
   * @param limit most entries wanted, 1 to 100
   * @return the page; it may hold fewer entries than wanted although more follow
   */
  Page<AliasEntry> aliases(Optional<String> marker, int limit);

  /**
   * One page of a listing.
   *
   * @param entries what is on it
   * @param next the marker of the following page; empty if this is the last one
   * @param <T> what is listed
   */
  record Page<T>(List<T> entries, Optional<String> next) {
    public Page {
      entries = List.copyOf(entries);
      Objects.requireNonNull(next, "next");
    }
  }
}
