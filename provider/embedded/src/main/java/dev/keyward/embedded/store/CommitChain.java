package dev.keyward.embedded.store;

import dev.keyward.failure.StoreDamagedException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.sql.SQLException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The chain of commits: each link's MAC covers the MAC before it, its number and its changes, so
 * that no commit can be changed, taken out or put in by somebody without the ring.
 */
final class CommitChain implements AutoCloseable {
  private static final String HMAC = "HmacSHA256";
  private static final String COLUMNS = "select seq, changes, mac from chain ";

  private final SecretBytes key;

  CommitChain(SecretBytes key) {
    this.key = key;
  }

  ChainLink first() {
    return link(1, ChainBase.FIRST.previousMac(), Commit.first());
  }

  ChainLink next(ChainLink head, Commit commit) {
    return link(head.seq() + 1, head.mac(), commit);
  }

  /** Checks that a link follows another one. */
  void check(ChainLink before, ChainLink link) {
    checkMac(before.seq() + 1, before.mac(), link);
  }

  /** Checks that a link is the one the chain begins with. */
  void checkBase(ChainBase base, ChainLink link) {
    checkMac(base.seq(), base.previousMac(), link);
  }

  void append(Session writer, ChainLink link) throws SQLException {
    writer.update(
        "insert into chain(seq, changes, mac) values(?, ?, ?)",
        link.seq(),
        link.changes(),
        link.mac());
  }

  /** Reads the last link and checks that it follows the one before. */
  ChainLink head(Session session) throws SQLException {
    Optional<ChainLink> last = one(session, "order by seq desc limit 1");
    ChainLink head = last.orElseThrow(() -> damaged("it is empty"));
    if (head.seq() == 1) {
      checkBase(ChainBase.FIRST, head);
      return head;
    }
    check(find(session, head.seq() - 1).orElseThrow(() -> damaged("a commit is missing")), head);
    return head;
  }

  /** The number of the last link, unchecked. */
  long length(Session session) throws SQLException {
    return session.queryNumber("select max(seq) from chain");
  }

  /** Reads the first link and checks that the head says the chain begins with it. */
  ChainLink base(Session session, ChainLink head) throws SQLException {
    ChainBase base = head.commit().standing().base();
    ChainLink first =
        one(session, "order by seq limit 1").orElseThrow(() -> damaged("it is empty"));
    checkBase(base, first);
    return first;
  }

  /** Takes the links before a number out. */
  void cut(Session writer, ChainBase base) throws SQLException {
    writer.update("delete from chain where seq < ?", base.seq());
  }

  Optional<ChainLink> find(Session session, long seq) throws SQLException {
    return one(session, "where seq = ?", seq);
  }

  /** What is done with each link. */
  @FunctionalInterface
  interface LinkConsumer {
    void accept(ChainLink link);

    /** Called first if links after the known one were taken out, so that they cannot be seen. */
    default void gap() {}
  }

  /**
   * Follows the chain from a link known to be good to its end, checking each link. If the known
   * link was taken out in the meantime, which only the chain itself can tell, it starts with the
   * first link there is.
   *
   * @return the last link
   * @throws StoreDamagedException if the known link is not there any more, or one does not follow
   */
  ChainLink follow(Session session, ChainLink known, LinkConsumer consumer) throws SQLException {
    Optional<ChainLink> start = find(session, known.seq());
    if (start.isPresent()) {
      checkSame(known, start.get());
      return followFrom(session, start.get(), consumer);
    }
    return followFromBase(session, known, consumer);
  }

  private ChainLink followFromBase(Session session, ChainLink known, LinkConsumer consumer)
      throws SQLException {
    ChainLink head = head(session);
    if (head.commit().standing().base().seq() <= known.seq()) {
      throw damaged("commit " + known.seq() + " is missing, the store is an older copy");
    }
    consumer.gap();
    ChainLink first = base(session, head);
    consumer.accept(first);
    return followFrom(session, first, consumer);
  }

  private ChainLink followFrom(Session session, ChainLink start, LinkConsumer consumer)
      throws SQLException {
    ChainLink[] last = {start};
    session.queryEach(
        COLUMNS + "where seq > ? order by seq",
        row -> {
          ChainLink link = new ChainLink(row.getLong(1), row.getBytes(2), row.getBytes(3));
          check(last[0], link);
          consumer.accept(link);
          last[0] = link;
        },
        start.seq());
    return last[0];
  }

  private static void checkSame(ChainLink known, ChainLink link) {
    if (link.seq() != known.seq()
        || link.mac() == null
        || !MessageDigest.isEqual(known.mac(), link.mac())) {
      throw damaged("commit " + known.seq() + " was changed");
    }
  }

  @Override
  public void close() {
    key.close();
  }

  static StoreDamagedException damaged(String finding) {
    return new StoreDamagedException(
        "The commit chain of the store is not what was committed: "
            + finding
            + ". Put the store back from a backup.");
  }

  private Optional<ChainLink> one(Session session, String condition, Object... parameters)
      throws SQLException {
    return session.queryOne(
        COLUMNS + condition,
        row -> Optional.of(new ChainLink(row.getLong(1), row.getBytes(2), row.getBytes(3))),
        Optional.empty(),
        parameters);
  }

  private ChainLink link(long seq, byte[] previousMac, Commit commit) {
    byte[] changes = commit.encode();
    return new ChainLink(seq, changes, mac(previousMac, seq, changes));
  }

  private void checkMac(long seq, byte[] previousMac, ChainLink link) {
    if (link.seq() != seq) {
      throw damaged("commit " + seq + " is missing");
    }
    if (link.changes() == null
        || link.mac() == null
        || !MessageDigest.isEqual(mac(previousMac, seq, link.changes()), link.mac())) {
      throw damaged("commit " + seq + " was changed");
    }
  }

  private byte[] mac(byte[] previousMac, long seq, byte[] changes) {
    return key.read(
        bytes -> {
          try {
            Mac mac = Mac.getInstance(HMAC, JdkProvider.SUN_JCE.instance());
            mac.init(new SecretKeySpec(bytes, HMAC));
            mac.update(previousMac);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(seq).array());
            return mac.doFinal(changes);
          } catch (GeneralSecurityException e) {
            throw new ProviderException("the JDK has no HMAC-SHA-256", e);
          }
        });
  }
}
