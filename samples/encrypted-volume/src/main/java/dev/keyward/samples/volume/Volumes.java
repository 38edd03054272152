package dev.keyward.samples.volume;

import dev.keyward.params.EnvelopeParameterSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;

/**
 * The life of volumes. The key service is asked once when a volume is made and once when it is
 * attached; reading and writing ask nobody.
 */
final class Volumes {
  private static final int KEY_BYTES = 32;

  private final KeyStore keys;

  Volumes() throws GeneralSecurityException, IOException {
    keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
  }

  /**
   * Makes a volume of zeros. All blocks are written: one that was never written could not be told
   * from one that somebody erased.
   */
  void create(Path file, long blocks, String alias) throws GeneralSecurityException, IOException {
    UUID id = UUID.randomUUID();
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try (BlockCipher cipher = new BlockCipher(id, key);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      new VolumeHeader(id, blocks, wrap(id, key, alias)).write(channel);
      channel.position(VolumeHeader.BYTES);
      for (long number = 0; number < blocks; number++) {
        ByteBuffer stored =
            ByteBuffer.wrap(cipher.encrypt(number, new byte[BlockCipher.PLAIN_BYTES]));
        while (stored.hasRemaining()) {
          channel.write(stored);
        }
      }
      channel.force(true);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Unwraps the data key, once, and keeps it until the volume is closed. */
  EncryptedVolume attach(Path file, String alias) throws GeneralSecurityException, IOException {
    VolumeHeader header = VolumeHeader.read(file);
    if (!header.fits(file)) {
      throw new IOException("The volume " + file + " is shorter or longer than its header says.");
    }
    byte[] key = unwrap(header, alias);
    try {
      return new EncryptedVolume(file, header, new BlockCipher(header.id(), key));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Wraps the data key anew; the blocks stay as they are. The volume must not be attached. */
  void rewrap(Path file, String from, String to) throws GeneralSecurityException, IOException {
    VolumeHeader header = VolumeHeader.read(file);
    Path changed = Files.createTempFile(file.toAbsolutePath().getParent(), "volume", ".new");
    try {
      snapshotInto(changed, file, header, from, to);
      Files.move(changed, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(changed);
    }
  }

  /** A copy that another key opens: what is shared with somebody else, or kept elsewhere. */
  void snapshot(Path file, String from, Path copy, String to)
      throws GeneralSecurityException, IOException {
    Files.createFile(copy);
    snapshotInto(copy, file, VolumeHeader.read(file), from, to);
  }

  private void snapshotInto(Path copy, Path file, VolumeHeader header, String from, String to)
      throws GeneralSecurityException, IOException {
    byte[] key = unwrap(header, from);
    try {
      VolumeHeader rewrapped = header.withWrappedKey(wrap(header.id(), key, to));
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        rewrapped.write(channel);
      }
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] wrap(UUID id, byte[] key, String alias)
      throws GeneralSecurityException, IOException {
    return direct(Cipher.ENCRYPT_MODE, id, alias).doFinal(key);
  }

  private byte[] unwrap(VolumeHeader header, String alias)
      throws GeneralSecurityException, IOException {
    byte[] key = direct(Cipher.DECRYPT_MODE, header.id(), alias).doFinal(header.wrappedKey());
    if (key.length != KEY_BYTES) {
      throw new IOException("The header of the volume has a key of another length.");
    }
    return key;
  }

  /** The encryption context binds the wrapped key to its volume, and shows in the audit trail. */
  private Cipher direct(int mode, UUID id, String alias)
      throws GeneralSecurityException, IOException {
    Key key = keys.getKey(alias, null);
    if (key == null) {
      throw new IOException("There is no key with the alias " + alias + ".");
    }
    Cipher cipher = Cipher.getInstance("KmsDirect");
    cipher.init(mode, key, new EnvelopeParameterSpec(Map.of("volume", id.toString())));
    return cipher;
  }
}
