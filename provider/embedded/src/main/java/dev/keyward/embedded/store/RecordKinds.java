package dev.keyward.embedded.store;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds a kind by its name in the database. */
final class RecordKinds {
  private static final Map<String, RecordKind> BY_NAME =
      Arrays.stream(RecordKind.values())
          .collect(Collectors.toUnmodifiableMap(RecordKind::databaseName, Function.identity()));

  private RecordKinds() {}

  static Optional<RecordKind> named(String databaseName) {
    return Optional.ofNullable(databaseName).map(BY_NAME::get);
  }
}
