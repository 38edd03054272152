package dev.keyward.embedded;

import dev.keyward.embedded.grant.GrantRecord;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.jdk.JdkProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A grant that has a name: whoever asks for the same one again gets the one that is there.
 *
 * <p>That it was made is written down in the commit that makes it, under a digest of key, name and
 * all that it says, as a record that belongs to the key and is deleted with it. Two callers who ask
 * at the same time, in whatever process, want to write the same record, and the store lets one of
 * them. Used by one thread.
 */
final class NamedGrant {
  private final GrantRecord candidate;
  private final RecordId record;
  private final Optional<StoredRecord> written;

  private NamedGrant(GrantRecord candidate, RecordId record, Optional<StoredRecord> written) {
    this.candidate = candidate;
    this.record = record;
    this.written = written;
  }

  /** Empty if the grant has no name. */
  static Optional<NamedGrant> of(RecordStore store, GrantRecord grant) {
    if (grant.name() == null) {
      return Optional.empty();
    }
    RecordId record = new RecordId(RecordKind.REQUEST, scope(grant) + digest(grant.content()));
    return Optional.of(new NamedGrant(grant, record, store.read(record)));
  }

  /** Account and Region of the key, as its record id begins. */
  private static String scope(GrantRecord grant) {
    return grant.keyRecord().substring(0, grant.keyRecord().lastIndexOf('/') + 1);
  }

  GrantRecord candidate() {
    return candidate;
  }

  String keyRecord() {
    return candidate.keyRecord();
  }

  /** The grant that was made last; it may have ended since. */
  Optional<String> grantId() {
    return written.map(found -> new String(found.content(), StandardCharsets.US_ASCII));
  }

  /** The change that writes down that this grant is the one; committed together with it. */
  Change made() {
    return new Change.Put(
        record,
        Optional.of(candidate.keyRecord()),
        written.map(StoredRecord::version).orElse(0L),
        candidate.grantId().getBytes(StandardCharsets.US_ASCII));
  }

  /** The change that goes with the end of a grant; empty if another one has its place. */
  Optional<Change> forgetting(GrantRecord ended) {
    return written
        .filter(found -> grantId().equals(Optional.of(ended.grantId())))
        .map(found -> new Change.Delete(record, found.version()));
  }

  private static String digest(byte[] bytes) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance());
      return HexFormat.of().formatHex(sha256.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }
}
