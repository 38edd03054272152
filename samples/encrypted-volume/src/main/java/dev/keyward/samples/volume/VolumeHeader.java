package dev.keyward.samples.volume;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/**
 * What stands at the start of a volume: {@code KWVOL1}, two zero bytes, the volume's id (16 bytes),
 * the number of blocks (8), the length of the wrapped data key (2) and the key; zeros up to 8,192
 * bytes. Integers are big-endian.
 *
 * <p>Nothing in it is secret, and whoever alters it only makes the volume unreadable: the wrapped
 * key is bound to the id, and every block to the id and its number.
 *
 * @param id names the volume; a snapshot keeps it
 * @param blocks how many blocks follow
 * @param wrappedKey the data key as the key service encrypted it
 */
record VolumeHeader(UUID id, long blocks, byte[] wrappedKey) {
  static final int BYTES = 8192;

  private static final byte[] MAGIC = "KWVOL1\0\0".getBytes(US_ASCII);
  private static final int MAX_WRAPPED_KEY_BYTES = 6144;

  /** Far more than a file may have, so that offsets cannot overflow. */
  static final long MAX_BLOCKS = 1L << 40;

  VolumeHeader {
    if (blocks < 1 || blocks > MAX_BLOCKS) {
      throw new IllegalArgumentException("a volume has 1 to 2^40 blocks");
    }
    wrappedKey = wrappedKey.clone();
  }

  VolumeHeader withWrappedKey(byte[] another) {
    return new VolumeHeader(id, blocks, another);
  }

  static VolumeHeader read(FileChannel file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {
      // Until all is there.
    }
    buffer.flip();
    byte[] magic = new byte[MAGIC.length];
    if (buffer.remaining() != BYTES) {
      throw new IOException("The file is too short to be a volume.");
    }
    buffer.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException("The file is not a volume of version 1.");
    }
    UUID id = new UUID(buffer.getLong(), buffer.getLong());
    long blocks = buffer.getLong();
    int length = Short.toUnsignedInt(buffer.getShort());
    if (blocks < 1 || blocks > MAX_BLOCKS || length == 0 || length > MAX_WRAPPED_KEY_BYTES) {
      throw new IOException("The header of the volume is damaged.");
    }
    byte[] wrappedKey = new byte[length];
    buffer.get(wrappedKey);
    return new VolumeHeader(id, blocks, wrappedKey);
  }

  void write(FileChannel file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    buffer.put(MAGIC).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    buffer.putLong(blocks).putShort((short) wrappedKey.length).put(wrappedKey);
    buffer.rewind();
    while (buffer.hasRemaining()) {
      file.write(buffer, buffer.position());
    }
    file.force(true);
  }

  /** The first bytes of a file, or an error that says what it is not. */
  static VolumeHeader read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(channel);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IOException("There is no volume " + file + ".", e);
    }
  }

  /** Tells whether the file is as long as the header says. */
  boolean fits(Path file) throws IOException {
    return Files.size(file) == BYTES + blocks * BlockCipher.STORED_BYTES;
  }
}
