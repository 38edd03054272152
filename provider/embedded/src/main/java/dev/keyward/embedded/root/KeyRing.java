package dev.keyward.embedded.root;

import dev.keyward.failure.StoreDamagedException;
import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of one store: a base secret that stays, and one ring key per epoch. Immutable until it
 * is closed, thread-safe.
 *
 * <p>New records are sealed under the newest epoch. An epoch can be added, and an old one left out
 * once nothing is sealed under it, without touching what the base secret gives.
 */
public final class KeyRing implements AutoCloseable {
  /** Length of a store id. */
  public static final int STORE_ID_BYTES = 16;

  static final int KEY_BYTES = 32;
  private static final byte[] RECORD_INFO = "keyward record v1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] storeId;
  private final SecretBytes base;
  private final SortedMap<Integer, SecretBytes> epochs;

  KeyRing(byte[] storeId, SecretBytes base, SortedMap<Integer, SecretBytes> epochs) {
    this.storeId = storeId.clone();
    this.base = base;
    this.epochs = new TreeMap<>(epochs);
  }

  static KeyRing create(byte[] storeId, SecureRandom random) {
    SortedMap<Integer, SecretBytes> first = new TreeMap<>();
    first.put(1, randomKey(random));
    return new KeyRing(storeId, randomKey(random), first);
  }

  /**
   * The random id of the store.
   *
   * @return 32 lower-case hex digits
   */
  public String storeId() {
    return HexFormat.of().formatHex(storeId);
  }

  /**
   * The epoch new records are sealed under.
   *
   * @return 1 or more
   */
  public int currentEpoch() {
    return epochs.lastKey();
  }

  /**
   * The oldest epoch the ring still has a key of.
   *
   * @return at most {@link #currentEpoch}
   */
  public int oldestEpoch() {
    return epochs.firstKey();
  }

  /**
   * Tells whether the ring has the key of an epoch.
   *
   * @param epoch any number
   * @return true if {@link #recordKey} works for it
   */
  public boolean hasEpoch(int epoch) {
    return epochs.containsKey(epoch);
  }

  /**
   * The same ring with one more epoch, which becomes the current one.
   *
   * @param random where its key comes from
   * @return a ring of its own; the caller closes it
   */
  public KeyRing withNextEpoch(SecureRandom random) {
    SortedMap<Integer, SecretBytes> more = copies(epochs);
    more.put(currentEpoch() + 1, randomKey(random));
    return new KeyRing(storeId, base.copy(), more);
  }

  /**
   * The same ring without its older epochs: what is sealed under them cannot be opened with it.
   *
   * @param oldest the oldest epoch to keep, at most the current one
   * @return a ring of its own; the caller closes it
   */
  public KeyRing since(int oldest) {
    if (oldest > currentEpoch()) {
      throw new IllegalArgumentException("the current epoch is " + currentEpoch());
    }
    return new KeyRing(storeId, base.copy(), copies(epochs.tailMap(oldest)));
  }

  /**
   * Derives the key of one record version.
   *
   * @param epoch the epoch the record is sealed under
   * @param salt 32 bytes, random, new with each record version
   * @return 32 bytes; the caller zeroes them
   * @throws StoreDamagedException if the ring has no such epoch
   */
  public byte[] recordKey(int epoch, byte[] salt) {
    SecretBytes ringKey = epochs.get(epoch);
    if (ringKey == null) {
      throw new StoreDamagedException(
          "The key ring has no epoch " + epoch + ": ring and database do not belong together.");
    }
    return ringKey.read(key -> Hkdf.derive(key, salt, RECORD_INFO, KEY_BYTES));
  }

  /**
   * Derives a secret for a purpose. It stays the same when epochs come and go.
   *
   * @param purpose a short constant word
   * @return 32 bytes; the caller closes them
   */
  public SecretBytes secretFor(String purpose) {
    byte[] info = ("keyward purpose v1: " + purpose).getBytes(StandardCharsets.UTF_8);
    return SecretBytes.owning(base.read(key -> Hkdf.derive(key, storeId, info, KEY_BYTES)));
  }

  @Override
  public void close() {
    base.close();
    epochs.values().forEach(SecretBytes::close);
  }

  @Override
  public String toString() {
    return "KeyRing[" + storeId() + ", epochs " + epochs.keySet() + "]";
  }

  /** Compares all keys, in constant time. */
  boolean isSame(KeyRing other) {
    try (SecretBytes mine = encode();
        SecretBytes theirs = other.encode()) {
      return storeId().equals(other.storeId())
          && mine.read(a -> theirs.read(b -> MessageDigest.isEqual(a, b)));
    }
  }

  /** Base secret, number of epochs, then number and key of each epoch. */
  SecretBytes encode() {
    ByteBuffer out =
        ByteBuffer.allocate(
            KEY_BYTES + Integer.BYTES + epochs.size() * (Integer.BYTES + KEY_BYTES));
    base.use(out::put);
    out.putInt(epochs.size());
    for (Map.Entry<Integer, SecretBytes> epoch : epochs.entrySet()) {
      out.putInt(epoch.getKey());
      epoch.getValue().use(out::put);
    }
    return SecretBytes.owning(out.array());
  }

  static KeyRing decode(byte[] storeId, byte[] content) {
    int entries = (content.length - KEY_BYTES - Integer.BYTES) / (Integer.BYTES + KEY_BYTES);
    ByteBuffer in = ByteBuffer.wrap(content);
    if (entries < 1
        || content.length != KEY_BYTES + Integer.BYTES + entries * (Integer.BYTES + KEY_BYTES)
        || in.getInt(KEY_BYTES) != entries) {
      throw new StoreDamagedException("The key ring has an impossible length.");
    }
    SecretBytes base = nextKey(in);
    in.getInt();
    SortedMap<Integer, SecretBytes> epochs = new TreeMap<>();
    for (int i = 0; i < entries; i++) {
      epochs.put(in.getInt(), nextKey(in));
    }
    return new KeyRing(storeId, base, epochs);
  }

  private static SortedMap<Integer, SecretBytes> copies(SortedMap<Integer, SecretBytes> keys) {
    SortedMap<Integer, SecretBytes> copies = new TreeMap<>();
    keys.forEach((epoch, key) -> copies.put(epoch, key.copy()));
    return copies;
  }

  private static SecretBytes nextKey(ByteBuffer in) {
    byte[] key = new byte[KEY_BYTES];
    in.get(key);
    return SecretBytes.owning(key);
  }

  private static SecretBytes randomKey(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    SecretBytes holder = SecretBytes.copyOf(key);
    Arrays.fill(key, (byte) 0);
    return holder;
  }
}
