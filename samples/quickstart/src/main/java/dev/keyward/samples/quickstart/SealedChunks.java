package dev.keyward.samples.quickstart;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * A file of any size in constant memory: each chunk is a sealed message of its own, bound by its
 * associated data to its place, and the last one is marked. A chunk that is missing, moved,
 * repeated or altered is refused, and nothing of a chunk is written before it was found authentic.
 *
 * <p>Knows nothing but the JCA. All chunks use one cached data key; the key service is asked once.
 */
final class SealedChunks {
  static final int CHUNK_BYTES = 1 << 20;
  private static final int MAX_SEALED_BYTES = CHUNK_BYTES + (64 << 10);

  private final SecretKey key;
  private final Cipher cipher;

  SealedChunks(SecretKey key) throws GeneralSecurityException {
    this.key = key;
    this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
  }

  void seal(InputStream plain, OutputStream sealed, LongConsumer progress)
      throws IOException, GeneralSecurityException {
    DataOutputStream out = new DataOutputStream(sealed);
    byte[] chunk = plain.readNBytes(CHUNK_BYTES);
    long done = 0;
    for (long index = 0; ; index++) {
      byte[] next = plain.readNBytes(CHUNK_BYTES);
      boolean last = next.length == 0;
      cipher.init(Cipher.ENCRYPT_MODE, key);
      cipher.updateAAD(place(index, last));
      byte[] message = cipher.doFinal(chunk);
      out.writeInt(message.length);
      out.write(message);
      done += chunk.length;
      progress.accept(done);
      if (last) {
        out.flush();
        return;
      }
      chunk = next;
    }
  }

  void open(InputStream sealed, OutputStream plain, LongConsumer progress)
      throws IOException, GeneralSecurityException {
    DataInputStream in = new DataInputStream(sealed);
    byte[] message = readMessage(in);
    if (message == null) {
      throw new AEADBadTagException("The file is empty.");
    }
    long done = 0;
    for (long index = 0; message != null; index++) {
      byte[] next = readMessage(in);
      cipher.init(Cipher.DECRYPT_MODE, key);
      cipher.updateAAD(place(index, next == null));
      byte[] chunk = cipher.doFinal(message);
      plain.write(chunk);
      done += chunk.length;
      progress.accept(done);
      Arrays.fill(chunk, (byte) 0);
      message = next;
    }
  }

  private static byte[] place(long index, boolean last) {
    return ByteBuffer.allocate(9).putLong(index).put((byte) (last ? 1 : 0)).array();
  }

  private static byte[] readMessage(DataInputStream in) throws IOException, AEADBadTagException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    if (length < 0 || length > MAX_SEALED_BYTES) {
      throw new AEADBadTagException("The file was changed.");
    }
    byte[] message = in.readNBytes(length);
    if (message.length < length) {
      throw new AEADBadTagException("The file was cut short.");
    }
    return message;
  }
}
