package dev.keyward.embedded.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.kms.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Reads the events of a store's trails, without checking them. Lines that are no events are passed
 * over, damaged ones too.
 */
public final class AuditLog {
  private final TrailDirectory directory;

  private AuditLog(TrailDirectory directory) {
    this.directory = directory;
  }

  /** An event and where it stands; events of one second and one trail stay in their order. */
  private record Found(AuditEntry entry, String trail, long sequence) {
    private static final Comparator<Found> ORDER =
        Comparator.comparing((Found found) -> found.entry().time())
            .thenComparing(Found::trail)
            .thenComparing(Found::sequence);
  }

  /**
   * Reads the newest events that fit.
   *
   * @param settings where the trails are
   * @param storeId the store
   * @param query which events
   * @return oldest first
   * @throws dev.keyward.failure.BackendUnavailableException if a file cannot be read
   */
  public static List<AuditEntry> read(AuditSettings settings, String storeId, AuditQuery query) {
    TrailDirectory directory = new TrailDirectory(settings.directory(), storeId);
    try {
      return new AuditLog(directory).read(query);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot read the audit trail", directory.path(), e);
    }
  }

  private List<AuditEntry> read(AuditQuery query) throws IOException {
    PriorityQueue<Found> newest = new PriorityQueue<>(Found.ORDER);
    for (var trail : directory.trails().values()) {
      for (Path file : trail.values()) {
        read(file, query, newest);
      }
    }
    List<Found> sorted = new ArrayList<>(newest);
    sorted.sort(Found.ORDER);
    return Collections.unmodifiableList(sorted.stream().map(Found::entry).toList());
  }

  private static void read(Path file, AuditQuery query, PriorityQueue<Found> newest)
      throws IOException {
    try (LineReader reader = new LineReader(file)) {
      while (reader.next()) {
        if (reader.isComplete() && !reader.isTooLong()) {
          parse(reader)
              .filter(found -> query.accepts(found.entry()))
              .ifPresent(
                  found -> {
                    newest.add(found);
                    if (newest.size() > query.limit()) {
                      newest.poll();
                    }
                  });
        }
      }
    }
  }

  private static Optional<Found> parse(LineReader reader) {
    Optional<TrailFormat.Tail> tail = TrailFormat.tail(reader.line(), reader.length());
    if (tail.isEmpty() || TrailFormat.isOwnLine(reader.line(), reader.length())) {
      return Optional.empty();
    }
    byte[] line = Arrays.copyOf(reader.line(), reader.length());
    try {
      return JsonCodec.read(line, LoggedEvent.class, JsonCodec.Reading.RESPONSE)
          .entry(new String(line, ISO_8859_1))
          .map(entry -> new Found(entry, tail.get().trail(), tail.get().sequence()));
    } catch (MalformedJsonException damaged) {
      return Optional.empty();
    }
  }
}
