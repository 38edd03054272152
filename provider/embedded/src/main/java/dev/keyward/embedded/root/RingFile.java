package dev.keyward.embedded.root;

import dev.keyward.embedded.files.PrivateFiles;
import dev.keyward.embedded.files.Steps;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.StoreDamagedException;
import dev.keyward.failure.StoreSealedException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The file that holds the wrapped ring.
 *
 * <p>Header: 8 bytes magic, 2 bytes version, 16 bytes store id, 1 byte length and the kind of root
 * key. Then 4 bytes length and the wrapped ring, and a SHA-256 digest over everything before. The
 * digest is no protection; it only tells a damaged file from a wrong root key.
 */
public final class RingFile {
  private static final byte[] MAGIC = "KWRING\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final short VERSION = 1;
  private static final int FIXED_HEADER_BYTES = 8 + Short.BYTES + KeyRing.STORE_ID_BYTES + 1;
  private static final int DIGEST_BYTES = 32;
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_KIND_BYTES = 32;

  private final Path file;
  private final SecureRandom random;

  /**
   * Where the ring lies.
   *
   * @return its path
   */
  public Path path() {
    return file;
  }

  /**
   * Names the file; nothing is opened.
   *
   * @param file its path
   * @param random where new keys and names of temporary files come from
   */
  public RingFile(Path file, SecureRandom random) {
    this.file = file;
    this.random = random;
  }

  /**
   * Tells whether the file is there.
   *
   * @return true for anything of that name
   */
  public boolean exists() {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes the file with a new ring, if there is none yet. Of several processes that try, one wins.
   *
   * @param storeId the id of the new store, 16 bytes
   * @param source where the root key comes from, made if need be
   * @return false if another process made the file first; the ring of that process is in force
   */
  public boolean create(byte[] storeId, RootKeySource source) {
    try (RootKey root = source.openOrCreate(random);
        KeyRing ring = KeyRing.create(storeId, random)) {
      boolean created = PrivateFiles.createWith(file, encode(ring, root, source.kind()), random);
      if (created) {
        open(source).close();
      }
      return created;
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot make the key ring", file, e);
    }
  }

  /**
   * Reads the id of the store, for which no root key is needed.
   *
   * @return 32 lower-case hex digits; not authenticated before {@link #open}
   */
  public String storeId() {
    return HexFormat.of().formatHex(Parts.of(read(), file).storeId());
  }

  /**
   * Opens the ring.
   *
   * <p>Another process may be replacing the ring or its root key at this moment: what fails is
   * tried again as long as the file changes. A rotation of the root that was cut off leaves the new
   * root key with its source's successor, so that one is tried too.
   *
   * @param source where the root key comes from
   * @return the ring; the caller closes it
   * @throws StoreSealedException if the root key is missing or wrong
   * @throws StoreDamagedException if the file was damaged
   */
  public KeyRing open(RootKeySource source) {
    byte[] content = read();
    while (true) {
      try {
        return open(content, source);
      } catch (StoreSealedException | StoreDamagedException e) {
        byte[] now = read();
        if (Arrays.equals(now, content)) {
          throw e;
        }
        content = now;
      }
    }
  }

  /**
   * Replaces the ring and overwrites the old one. Only one process may do this at a time.
   *
   * @param ring the new ring of the same store
   * @param source where the root key comes from that wraps it; it must exist
   * @param steps is told before each step
   * @throws dev.keyward.failure.BackendUnavailableException if a file cannot be written; the ring
   *     in force is the old one or the new one
   */
  public void replace(KeyRing ring, RootKeySource source, Steps steps) {
    try (RootKey root = source.open()) {
      PrivateFiles.replaceAndErase(file, encode(ring, root, source.kind()), random, steps);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot replace the key ring", file, e);
    }
    try (KeyRing written = openWith(read(), source)) {
      if (!written.isSame(ring)) {
        throw new StoreDamagedException("The key ring " + file + " is not what was written to it.");
      }
    }
  }

  private KeyRing open(byte[] content, RootKeySource source) {
    try {
      return openWith(content, source);
    } catch (StoreSealedException wrong) {
      RootKeySource next = source.successor().orElseThrow(() -> wrong);
      try {
        return openWith(content, next);
      } catch (StoreSealedException alsoWrong) {
        return retry(content, source, wrong);
      }
    }
  }

  /** Between the two attempts the rotation may have come to its end. */
  private KeyRing retry(byte[] content, RootKeySource source, StoreSealedException first) {
    try {
      return openWith(content, source);
    } catch (StoreSealedException again) {
      throw first;
    }
  }

  /** Opens with this very root key; without a look at a rotation. */
  KeyRing openOnly(RootKeySource source) {
    return openWith(read(), source);
  }

  private KeyRing openWith(byte[] bytes, RootKeySource source) {
    Parts parts = Parts.of(bytes, file);
    if (!parts.kind().equals(source.kind())) {
      throw new StoreSealedException(
          "SEALED: wrong root key: the store was made with a root key of another kind than "
              + source.kind()
              + ":. Configure the root key it was made with.");
    }
    try (RootKey root = source.open();
        SecretBytes content = root.unwrap(parts.wrapped(), parts.header())) {
      return content.read(clear -> KeyRing.decode(parts.storeId(), clear));
    }
  }

  private byte[] read() {
    try {
      return PrivateFiles.read(file, MAX_BYTES);
    } catch (IOException e) {
      throw PrivateFiles.unavailable("Cannot read the key ring", file, e);
    }
  }

  private static byte[] encode(KeyRing ring, RootKey root, String kind) {
    byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
    byte[] header =
        ByteBuffer.allocate(FIXED_HEADER_BYTES + name.length)
            .put(MAGIC)
            .putShort(VERSION)
            .put(HexFormat.of().parseHex(ring.storeId()))
            .put((byte) name.length)
            .put(name)
            .array();
    byte[] wrapped;
    try (SecretBytes content = ring.encode()) {
      wrapped = root.wrap(content, header);
    }
    int length = header.length + Integer.BYTES + wrapped.length;
    ByteBuffer out = ByteBuffer.allocate(length + DIGEST_BYTES);
    out.put(header).putInt(wrapped.length).put(wrapped);
    out.put(digest(out.array(), length));
    return out.array();
  }

  private static byte[] digest(byte[] bytes, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance());
      sha.update(bytes, 0, length);
      return sha.digest();
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }

  private record Parts(byte[] storeId, String kind, byte[] header, byte[] wrapped) {
    static Parts of(byte[] bytes, Path file) {
      if (bytes.length < FIXED_HEADER_BYTES + Integer.BYTES + DIGEST_BYTES
          || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw damaged(file);
      }
      ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
      short version = in.getShort();
      int content = bytes.length - DIGEST_BYTES;
      byte[] stored = Arrays.copyOfRange(bytes, content, bytes.length);
      if (!MessageDigest.isEqual(stored, digest(bytes, content))) {
        throw damaged(file);
      }
      if (version != VERSION) {
        throw new InvalidRequestException(
            "The key ring has format version "
                + version
                + "; this version of Keyward reads version 1. Update Keyward.");
      }
      return split(in.limit(content), file);
    }

    private static Parts split(ByteBuffer in, Path file) {
      byte[] storeId = new byte[KeyRing.STORE_ID_BYTES];
      in.get(storeId);
      int kindLength = in.get();
      if (kindLength < 1
          || kindLength > MAX_KIND_BYTES
          || in.remaining() < kindLength + Integer.BYTES) {
        throw damaged(file);
      }
      byte[] kind = new byte[kindLength];
      in.get(kind);
      byte[] header = Arrays.copyOf(in.array(), in.position());
      if (in.getInt() != in.remaining()) {
        throw damaged(file);
      }
      byte[] wrapped = new byte[in.remaining()];
      in.get(wrapped);
      return new Parts(storeId, new String(kind, StandardCharsets.US_ASCII), header, wrapped);
    }

    private static StoreDamagedException damaged(Path file) {
      return new StoreDamagedException(
          "The key ring " + file + " is damaged. Put it back from a backup of the store.");
    }
  }
}
