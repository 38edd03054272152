package dev.keyward.embedded.store;

import dev.keyward.embedded.store.SqlRecordStore.Verified;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Replays the chain and compares its outcome with the table. What was taken out at the beginning of
 * the chain is not needed: every record there is was written after that.
 */
final class StoreVerifier {
  private final CommitChain chain;
  private final RecordSeal seal;
  private final Map<RecordId, Commit.Entry> expected = new HashMap<>();
  private long records;

  StoreVerifier(CommitChain chain, RecordSeal seal) {
    this.chain = chain;
    this.seal = seal;
  }

  /** Works in a snapshot; keeps about 150 bytes per record in memory. */
  Verified verify(Session snapshot) throws SQLException {
    ChainLink first = chain.base(snapshot, chain.head(snapshot));
    replay(first);
    ChainLink head = chain.follow(snapshot, first, this::replay);
    RecordRows.each(snapshot, this::compare);
    if (!expected.isEmpty()) {
      throw CommitChain.damaged(
          "record " + expected.keySet().iterator().next() + " is missing from the table");
    }
    return new Verified(head.seq(), records);
  }

  private void replay(ChainLink link) {
    for (Commit.Entry entry : link.commit().entries()) {
      if (entry.isDeletion()) {
        expected.remove(entry.id());
      } else {
        expected.put(entry.id(), entry);
      }
    }
  }

  private void compare(SealedRow row) {
    Commit.Entry entry = expected.remove(row.id());
    if (entry == null) {
      throw CommitChain.damaged("record " + row.id() + " was never committed or was deleted");
    }
    if (entry.version() != row.version()
        || row.sealed() == null
        || !MessageDigest.isEqual(entry.digest(), RecordSeal.digest(row.sealed()))) {
      throw CommitChain.damaged("record " + row.id() + " is another version than the latest");
    }
    Arrays.fill(seal.open(row).content(), (byte) 0);
    records++;
  }
}
