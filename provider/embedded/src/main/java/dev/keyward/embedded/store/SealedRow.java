package dev.keyward.embedded.store;

import java.util.Optional;

/** A record as the database holds it. */
record SealedRow(RecordId id, Optional<String> parent, long version, int epoch, byte[] sealed) {}
