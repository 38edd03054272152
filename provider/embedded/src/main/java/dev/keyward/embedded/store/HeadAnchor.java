package dev.keyward.embedded.store;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The last commit, written down outside the store, so that an older copy of the store shows.
 *
 * <p>The file has 16 slots of 64 bytes: number of the commit, its MAC, and a tag over both. A
 * commit goes into the slot of its number modulo 16, and the newest slot with a good tag counts. So
 * a slot that was half written when the power went costs nothing, and of two processes the slower
 * one cannot take back what the faster one wrote. Nothing is forced to disk: the anchor may be
 * behind the database after a power loss, but never ahead of it.
 */
final class HeadAnchor implements AutoCloseable {
  private static final int SLOTS = 16;
  private static final int SLOT_BYTES = 64;
  private static final int MAC_BYTES = 32;
  private static final int TAG_BYTES = SLOT_BYTES - Long.BYTES - MAC_BYTES;
  private static final int FILE_BYTES = SLOTS * SLOT_BYTES;
  private static final String HMAC = "HmacSHA256";

  private final Path file;
  private final SecretBytes key;
  private final SecureRandom random;

  HeadAnchor(Path file, SecretBytes key, SecureRandom random) {
    this.file = file;
    this.key = key;
    this.random = random;
  }

  /** Number and MAC of a commit. */
  record Head(long seq, byte[] mac) {}

  /**
   * The newest commit written down.
   *
   * @return empty if there is no file, or nothing was ever written to it
   * @throws StoreDamagedException if there is something in it, but nothing good
   */
  Optional<Head> read() {
    byte[] content;
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      content = PrivateFiles.read(file, FILE_BYTES);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot read the anchor", file, e);
    }
    Optional<Head> newest = newest(content);
    if (newest.isEmpty() && !isBlank(content)) {
      throw new StoreDamagedException(
          "Anchor "
              + file
              + " is damaged, so it cannot be told whether the store is an older copy. If the"
              + " store is the right one, open it once with store.accept-rollback=true.");
    }
    return newest;
  }

  /** Writes a commit down. The caller lets only one thread in. */
  void write(ChainLink head) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      reset();
    }
    byte[] slot =
        ByteBuffer.allocate(SLOT_BYTES)
            .putLong(head.seq())
            .put(head.mac())
            .put(tag(head.seq(), head.mac()))
            .array();
    // Not a channel: an interrupt would close it half way.
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(head.seq() % SLOTS * SLOT_BYTES);
      out.write(slot);
    }
  }

  /** Forgets every commit. */
  void reset() throws IOException {
    PrivateFiles.createDirectories(file.getParent());
    PrivateFiles.replace(file, new byte[FILE_BYTES], random);
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    key.close();
  }

  private Optional<Head> newest(byte[] content) {
    Head newest = null;
    for (int at = 0; at + SLOT_BYTES <= content.length; at += SLOT_BYTES) {
      long seq = ByteBuffer.wrap(content, at, Long.BYTES).getLong();
      byte[] mac = Arrays.copyOfRange(content, at + Long.BYTES, at + Long.BYTES + MAC_BYTES);
      byte[] tag = Arrays.copyOfRange(content, at + SLOT_BYTES - TAG_BYTES, at + SLOT_BYTES);
      boolean newer = newest == null || seq > newest.seq();
      if (seq > 0 && newer && MessageDigest.isEqual(tag, tag(seq, mac))) {
        newest = new Head(seq, mac);
      }
    }
    return Optional.ofNullable(newest);
  }

  private static boolean isBlank(byte[] content) {
    return Arrays.equals(content, new byte[content.length]);
  }

  private byte[] tag(long seq, byte[] chainMac) {
    return key.read(
        bytes -> {
          try {
            Mac mac = Mac.getInstance(HMAC, JdkProvider.SUN_JCE.instance());
            mac.init(new SecretKeySpec(bytes, HMAC));
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(seq).array());
            return Arrays.copyOf(mac.doFinal(chainMac), TAG_BYTES);
          } catch (GeneralSecurityException e) {
            throw new ProviderException("the JDK has no HMAC-SHA-256", e);
          }
        });
  }
}
