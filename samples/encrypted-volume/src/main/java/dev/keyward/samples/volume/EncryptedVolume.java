package dev.keyward.samples.volume;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An attached volume: bytes at any position, of a size that does not change. Blocks are decrypted
 * and checked when they are read; a write that covers part of a block reads it first. A machine
 * that stops in the middle of a write may leave that block unreadable.
 *
 * <p>Safe for use by several threads, one at a time.
 */
final class EncryptedVolume implements SeekableByteChannel {
  private final FileChannel file;
  private final VolumeHeader header;
  private final BlockCipher cipher;
  private long position;

  EncryptedVolume(Path file, VolumeHeader header, BlockCipher cipher) throws IOException {
    this.file = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.header = header;
    this.cipher = cipher;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size()) {
      return -1;
    }
    int start = target.position();
    while (target.hasRemaining() && position < size()) {
      byte[] block = readBlock(position / BlockCipher.PLAIN_BYTES);
      int offset = (int) (position % BlockCipher.PLAIN_BYTES);
      int length = Math.min(target.remaining(), BlockCipher.PLAIN_BYTES - offset);
      target.put(block, offset, length);
      position += length;
    }
    return target.position() - start;
  }

  @Override
  public synchronized int write(ByteBuffer source) throws IOException {
    requireOpen();
    if (source.remaining() > size() - position) {
      throw new IOException("The volume ends at " + size() + ".");
    }
    int start = source.position();
    while (source.hasRemaining()) {
      long number = position / BlockCipher.PLAIN_BYTES;
      int offset = (int) (position % BlockCipher.PLAIN_BYTES);
      int length = Math.min(source.remaining(), BlockCipher.PLAIN_BYTES - offset);
      byte[] block =
          length == BlockCipher.PLAIN_BYTES ? new byte[BlockCipher.PLAIN_BYTES] : readBlock(number);
      source.get(block, offset, length);
      writeBlock(number, block);
      position += length;
    }
    return source.position() - start;
  }

  private byte[] readBlock(long number) throws IOException {
    ByteBuffer stored = ByteBuffer.allocate(BlockCipher.STORED_BYTES);
    while (stored.hasRemaining()) {
      if (file.read(stored, offset(number) + stored.position()) < 0) {
        throw new EOFException("The file ends within block " + number + ".");
      }
    }
    return cipher.decrypt(number, stored.array());
  }

  private void writeBlock(long number, byte[] block) throws IOException {
    ByteBuffer stored = ByteBuffer.wrap(cipher.encrypt(number, block));
    while (stored.hasRemaining()) {
      file.write(stored, offset(number) + stored.position());
    }
  }

  private static long offset(long number) {
    return VolumeHeader.BYTES + number * BlockCipher.STORED_BYTES;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public synchronized long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public synchronized SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is not negative");
    }
    position = Math.min(newPosition, size());
    return this;
  }

  @Override
  public long size() {
    return header.blocks() * BlockCipher.PLAIN_BYTES;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** Detaches the volume: the key is forgotten. */
  @Override
  public synchronized void close() throws IOException {
    if (isOpen()) {
      cipher.close();
      file.force(true);
      file.close();
    }
  }
}
