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
record Commit(Map<RecordKind, Tally> tallies, List<Entry> entries) {
  private static final byte FORMAT = 1;
  private static final int DIGEST_BYTES = 32;

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
  }

  /** The commit that makes an empty store. */
  static Commit first() {
    return new Commit(new EnumMap<>(RecordKind.class), List.of());
  }

  Tally tally(RecordKind kind) {
    return tallies.getOrDefault(kind, Tally.EMPTY);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(FORMAT);
      out.writeByte(tallies.size());
      for (Map.Entry<RecordKind, Tally> tally : tallies.entrySet()) {
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
      if (in.get() != FORMAT) {
        throw unreadable();
      }
      Map<RecordKind, Tally> tallies = new EnumMap<>(RecordKind.class);
      for (int kinds = in.get(); kinds > 0; kinds--) {
        tallies.put(kind(in), new Tally(in.getLong(), in.getLong(), in.getLong()));
      }
      List<Entry> entries = new ArrayList<>();
      for (int left = in.getInt(); left > 0; left--) {
        RecordId id = new RecordId(kind(in), text(in));
        entries.add(new Entry(id, in.getLong(), digest(in)));
      }
      return new Commit(tallies, entries);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw unreadable();
    }
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
