package dev.keyward.embedded.store;

import dev.keyward.failure.StoreDamagedException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the chain says about one commit: which records of each kind there are afterwards, and which
 * record versions it made or deleted.
 */
record Commit(Standing standing, Type type, List<Entry> entries) {
  /** The format without epoch, base and type; read, not written. */
  private static final byte FIRST_FORMAT = 1;

  private static final byte FORMAT = 2;
  private static final int DIGEST_BYTES = 32;

  /** What a commit is about. */
  enum Type {
    /** Records were made, changed or deleted. */
    CHANGE,
    /** Records were sealed again; their content and versions are the same. */
    RENEWAL,
    /** No record is concerned. */
    MAINTENANCE
  }

  /**
   * What holds after a commit.
   *
   * @param epoch the epoch new records have to be sealed under at least
   * @param base where the chain begins
   * @param tallies which records of each kind there are
   */
  record Standing(int epoch, ChainBase base, Map<RecordKind, Tally> tallies) {
    Standing with(Map<RecordKind, Tally> changed) {
      return new Standing(epoch, base, changed);
    }

    Standing inEpoch(int changed) {
      return new Standing(changed, base, tallies);
    }

    Standing from(ChainBase changed) {
      return new Standing(epoch, changed, tallies);
    }
  }

  /**
   * One changed record.
   *
   * @param version the version made, or the one deleted
   * @param digest the digest of the sealed bytes; empty if the record was deleted
   */
  record Entry(RecordId id, long version, byte[] digest) {
    boolean isDeletion() {
      return digest.length == 0;
    }

    /** How many records there are more after this change of a record; not for renewals. */
    int difference() {
      if (isDeletion()) {
        return -1;
      }
      return version == 1 ? 1 : 0;
    }
  }

  /** The commit that makes an empty store. */
  static Commit first() {
    Standing empty = new Standing(1, ChainBase.FIRST, new EnumMap<>(RecordKind.class));
    return new Commit(empty, Type.CHANGE, List.of());
  }

  Tally tally(RecordKind kind) {
    return standing.tallies().getOrDefault(kind, Tally.EMPTY);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(FORMAT);
      out.writeByte(type.ordinal());
      out.writeInt(standing.epoch());
      out.writeLong(standing.base().seq());
      out.write(standing.base().previousMac());
      out.writeByte(standing.tallies().size());
      for (Map.Entry<RecordKind, Tally> tally : standing.tallies().entrySet()) {
        text(out, tally.getKey().databaseName());
        out.writeLong(tally.getValue().count());
        out.writeLong(tally.getValue().high());
        out.writeLong(tally.getValue().low());
      }
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        text(out, entry.id().kind().databaseName());
        text(out, entry.id().id());
        out.writeLong(entry.version());
        out.writeByte(entry.digest().length);
        out.write(entry.digest());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode} wrote; the caller has checked the MAC. */
  static Commit decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    try {
      byte format = in.get();
      if (format != FORMAT && format != FIRST_FORMAT) {
        throw unreadable();
      }
      Type type = format == FIRST_FORMAT ? Type.CHANGE : type(in.get());
      int epoch = format == FIRST_FORMAT ? 1 : in.getInt();
      ChainBase base = format == FIRST_FORMAT ? ChainBase.FIRST : base(in);
      Map<RecordKind, Tally> tallies = new EnumMap<>(RecordKind.class);
      for (int kinds = in.get(); kinds > 0; kinds--) {
        tallies.put(kind(in), new Tally(in.getLong(), in.getLong(), in.getLong()));
      }
      List<Entry> entries = new ArrayList<>();
      for (int left = in.getInt(); left > 0; left--) {
        RecordId id = new RecordId(kind(in), text(in));
        entries.add(new Entry(id, in.getLong(), digest(in)));
      }
      return new Commit(new Standing(epoch, base, tallies), type, entries);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static Type type(byte ordinal) {
    Type[] types = Type.values();
    if (ordinal < 0 || ordinal >= types.length) {
      throw unreadable();
    }
    return types[ordinal];
  }

  private static ChainBase base(ByteBuffer in) {
    long seq = in.getLong();
    byte[] mac = new byte[ChainBase.MAC_BYTES];
    in.get(mac);
    return new ChainBase(seq, mac);
  }

  private static byte[] digest(ByteBuffer in) {
    int length = in.get();
    if (length != 0 && length != DIGEST_BYTES) {
      throw unreadable();
    }
    byte[] digest = new byte[length];
    in.get(digest);
    return digest;
  }

  private static RecordKind kind(ByteBuffer in) {
    return RecordKinds.named(text(in)).orElseThrow(Commit::unreadable);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static StoreDamagedException unreadable() {
    return new StoreDamagedException(
        "The commit chain holds an entry this version of Keyward cannot read. Update Keyward.");
  }
}
