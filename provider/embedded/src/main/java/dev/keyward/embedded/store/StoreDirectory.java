package dev.keyward.embedded.store;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.embedded.root.KeyRing;
import dev.keyward.embedded.root.RingFile;
import dev.keyward.embedded.root.RootKeySource;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the store in a directory, and makes it at the first time: {@code keyward.db} with its
 * write-ahead log, and {@code ring}.
 */
public final class StoreDirectory {
  private static final Logger LOG = System.getLogger("dev.keyward.store");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration DRAFTS_AGE = Duration.ofDays(1);
  private static final Set<Path> WARNED = ConcurrentHashMap.newKeySet();

  private final StoreSettings settings;
  private final StorePaths paths;
  private final RingFile ringFile;

  private StoreDirectory(StoreSettings settings, StorePaths paths) {
    this.settings = settings;
    this.paths = paths;
    this.ringFile = new RingFile(paths.ring(), settings.random());
  }

  /**
   * Opens a store, or makes it if the directory holds none.
   *
   * <p>Each call gives an instance of its own; several on one store work side by side as several
   * processes do. Only instances of one class loader can be open in a JVM at a time.
   *
   * @param settings where it lies and how to open it
   * @return the store; the caller closes it
   * @throws IllegalArgumentException if a setting cannot be used
   * @throws dev.keyward.failure.StoreSealedException if the root key is missing or wrong
   * @throws StoreDamagedException if ring or database were damaged or replaced by an older copy
   * @throws dev.keyward.failure.BackendUnavailableException if a file cannot be read or written
   */
  public static SqlRecordStore open(StoreSettings settings) {
    StorePaths paths = StorePaths.prepare(settings);
    JvmOwners.enter(paths.directory());
    boolean opened = false;
    try {
      SqliteLibrary.load(paths.home().resolve("native"));
      SqlRecordStore store = new StoreDirectory(settings, paths).open();
      opened = true;
      return store;
    } finally {
      if (!opened) {
        JvmOwners.leave(paths.directory());
      }
    }
  }

  private SqlRecordStore open() {
    sweep();
    if (!ringFile.exists()) {
      create();
    }
    RootKeySource root = rootKey(ringFile.storeId());
    warnIfBeside(root);
    LiveRing ring = new LiveRing(ringFile, root, ringFile.open(root));
    boolean opened = false;
    try {
      SqlRecordStore store = open(ring);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        ring.close();
      }
    }
  }

  /** Deletes what processes left behind that died while they replaced a file. */
  private void sweep() {
    Instant before = settings.clock().instant().minus(DRAFTS_AGE);
    for (Path directory : paths.directoriesWithDrafts()) {
      try {
        PrivateFiles.deleteDrafts(directory, before);
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "Cannot look for old drafts in {0}", directory);
      }
    }
  }

  private void create() {
    if (Files.exists(paths.database(), LinkOption.NOFOLLOW_LINKS)) {
      if (ringFile.exists()) {
        return; // Another process has just made both.
      }
      throw new StoreDamagedException(
          "The key ring "
              + paths.ring()
              + " is missing, but the database is there. Put the ring back from a backup of the"
              + " store.");
    }
    byte[] storeId = new byte[KeyRing.STORE_ID_BYTES];
    settings.random().nextBytes(storeId);
    String name = HexFormat.of().formatHex(storeId);
    RootKeySource root = rootKey(name);
    if (ringFile.create(storeId, root)) {
      LOG.log(
          Level.INFO,
          "New key store {0} in {1}. Keep a copy of its root key in another place ({2}): without"
              + " the root key all keys are lost",
          name,
          paths.directory(),
          root.file().map(Path::toString).orElse(root.kind()));
    } else if (settings.rootKey().isEmpty()) {
      forget(paths.defaultRootKey(name));
    }
  }

  /** Another process was faster: nothing was ever wrapped under the root key made here. */
  private static void forget(Path rootKey) {
    try {
      Files.deleteIfExists(rootKey);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot delete {0}, a root key no store uses", rootKey);
    }
  }

  private RootKeySource rootKey(String storeId) {
    return RootKeySource.parse(
        settings.rootKey().orElseGet(() -> "file:" + paths.defaultRootKey(storeId)), paths.home());
  }

  private void warnIfBeside(RootKeySource root) {
    boolean beside = root.file().filter(this::isInStore).isPresent();
    if (beside && WARNED.add(paths.directory())) {
      LOG.log(
          Level.WARNING,
          "The root key lies in the store directory {0}: whoever copies the store has its keys."
              + " Move it to another directory, better to another volume",
          paths.directory());
    }
  }

  private boolean isInStore(Path file) {
    try {
      return file.toRealPath().startsWith(paths.directory());
    } catch (IOException missing) {
      return file.startsWith(paths.directory());
    }
  }

  private SqlRecordStore open(LiveRing ring) {
    SqlDatabase database = new SqliteDatabase(paths.database());
    Opening opening = new Opening();
    boolean opened = false;
    try {
      SqlRecordStore store = open(ring, database, opening);
      opened = true;
      return store;
    } catch (SQLException e) {
      throw database.failure("Cannot open", e);
    } finally {
      if (!opened) {
        opening.abandon();
      }
    }
  }

  private SqlRecordStore open(LiveRing ring, SqlDatabase database, Opening opening)
      throws SQLException {
    CommitChain chain = opening.keep(new CommitChain(ring.secretFor("commit chain")));
    HeadAnchor anchor =
        opening.keep(
            new HeadAnchor(
                paths.anchor(ring.storeId()), ring.secretFor("head anchor"), settings.random()));
    SecretBytes markKey = opening.keep(ring.secretFor("record marks"));
    boolean rollbackAccepted = settings.accepts(StoreSettings.Acceptance.ROLLBACK);
    Optional<HeadAnchor.Head> anchored = rollbackAccepted ? Optional.empty() : anchor.read();
    createDatabaseFile(anchored.isPresent());

    Session writer = opening.keep(database.openWriter());
    createTables(database, writer, chain);
    database.checkTables(writer);
    ChainLink head = chain.head(writer);
    if (anchored.isPresent()) {
      checkAnchored(chain, writer, head, anchored.get());
    } else if (rollbackAccepted || head.seq() > 1) {
      anchorAgain(anchor, head, rollbackAccepted);
    }
    Committer committer = new Committer(database, writer, chain, anchor, markKey);
    committer.startFrom(head);
    Session listener = opening.keep(database.openReader());
    return new SqlRecordStore(
        new SqlRecordStore.Parts(
            database,
            ring,
            new RecordSeal(ring, settings.random()),
            chain,
            anchor,
            markKey,
            committer,
            ReaderPool.open(database),
            new ChangeFeed(database, listener, chain, head),
            settings.random()),
        () -> JvmOwners.leave(paths.directory()));
  }

  /** What was opened so far, to be closed again if opening fails. */
  private static final class Opening {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T part) {
      parts.push(part);
      return part;
    }

    void abandon() {
      for (AutoCloseable part : parts) {
        try {
          part.close();
        } catch (Exception e) {
          LOG.log(Level.DEBUG, "closing after a failure failed too: {0}", e.getMessage());
        }
      }
    }
  }

  private void createDatabaseFile(boolean mustExist) {
    Path file = paths.database();
    if (Files.isSymbolicLink(file)) {
      throw new StoreDamagedException("Database " + file + " is a symbolic link.");
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (mustExist) {
      throw new StoreDamagedException(
          "Database " + file + " is missing. Put the store back from a backup.");
    }
    try {
      PrivateFiles.create(file);
    } catch (FileAlreadyExistsException madeByAnother) {
      LOG.log(Level.DEBUG, "Another process made {0}", file);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot make the database", file, e);
    }
  }

  /** Makes the tables and the first link of the chain, unless another process did. */
  private static void createTables(SqlDatabase database, Session writer, CommitChain chain)
      throws SQLException {
    if (database.hasTables(writer)) {
      return;
    }
    database.beginWrite(writer, Deadline.in(PATIENCE));
    try {
      if (database.createTables(writer)) {
        chain.append(writer, chain.first());
      }
      writer.execute("commit");
    } catch (SQLException e) {
      writer.rollBack();
      throw e;
    }
  }

  private void checkAnchored(
      CommitChain chain, Session writer, ChainLink head, HeadAnchor.Head anchored)
      throws SQLException {
    if (anchored.seq() < head.commit().standing().base().seq()) {
      return; // The chain itself tells that it went on from there.
    }
    Optional<ChainLink> link = chain.find(writer, anchored.seq());
    if (link.isEmpty() || !MessageDigest.isEqual(link.get().mac(), anchored.mac())) {
      throw new StoreDamagedException(
          "Store "
              + paths.directory()
              + " was replaced by an older copy: it does not hold commit "
              + anchored.seq()
              + ", which was made before. Put the newest copy back; or, to go on with this one and"
              + " lose what was done since, open it once with store.accept-rollback=true.");
    }
  }

  private void anchorAgain(HeadAnchor anchor, ChainLink head, boolean rollbackAccepted) {
    LOG.log(
        Level.WARNING,
        rollbackAccepted
            ? "store.accept-rollback is set: store {0} is taken as it is. Take the setting out again"
            : "Store {0} has no anchor {1}: whether it is an older copy cannot be told",
        paths.directory(),
        anchor.file());
    try {
      anchor.reset();
      anchor.write(head);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot write the anchor", anchor.file(), e);
    }
  }
}
