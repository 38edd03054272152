package dev.keyward.envelope;

import dev.keyward.model.EncryptionContext;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Objects;
import javax.crypto.Cipher;

/**
 * Seals one message after the other. Not thread-safe.
 *
 * <p>Output comes as a stream: the header with the first bytes, then ciphertext in blocks of 16
 * bytes, then the rest and the tag. How much each call writes follows from the lengths alone and is
 * told beforehand, so that a caller can check for room before anything happens.
 */
public final class MessageSealer {
  private static final int BLOCK_BYTES = 16;
  private static final byte[] EMPTY = {};

  private final DataKeyCache cache;
  private final DataKeySource source;
  private final EncryptionContext context;
  private final SecureRandom random;
  private final byte[] rest = new byte[BLOCK_BYTES];
  private byte[] iv;
  private boolean ivChosen;

  /** Of the message in progress, or of the last one. */
  private CachedDataKey dataKey;

  private KeyedCipher keyed;
  private boolean headerWritten;
  private int restLength;
  private long plaintextBytes;

  /**
   * Makes a sealer.
   *
   * @param cache gives data keys
   * @param source asked for data keys the cache does not have
   * @param context bound to the data keys
   * @param random for salts
   */
  public MessageSealer(
      DataKeyCache cache, DataKeySource source, EncryptionContext context, SecureRandom random) {
    this.cache = Objects.requireNonNull(cache, "cache");
    this.source = Objects.requireNonNull(source, "source");
    this.context = Objects.requireNonNull(context, "context");
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * Begins a message; one in progress is given up. Asks nobody for anything.
   *
   * @param messageIv 12 bytes; not copied
   * @param chosenByCaller false if the IV is random, so that it cannot have been used before
   */
  public void begin(byte[] messageIv, boolean chosenByCaller) {
    abandon();
    iv = messageIv;
    ivChosen = chosenByCaller;
    headerWritten = false;
    restLength = 0;
    plaintextBytes = 0;
  }

  /**
   * Fetches the data key if that was not done yet.
   *
   * @throws dev.keyward.failure.KmsException if the key service refuses; may be called again
   */
  public void prepare() {
    while (keyed == null) {
      if (dataKey == null || !cache.mayReuse(dataKey, source)) {
        dataKey = cache.forSealing(source, context);
      }
      keyed = dataKey.keys().borrowForSealing();
      if (keyed != null) {
        keyed.startSealing(iv, ivChosen, random, cache.limits().messagesPerKey());
      }
    }
  }

  /**
   * How many bytes {@link #update} will write. Call {@link #prepare} first.
   *
   * @param inputLength bytes of plaintext
   * @return exact
   */
  public int updateSize(int inputLength) {
    int blocks = Math.addExact(restLength, inputLength) / BLOCK_BYTES * BLOCK_BYTES;
    return Math.addExact(blocks, blocks > 0 ? headerSize() : 0);
  }

  /**
   * How many bytes {@link #finish} will write. Call {@link #prepare} first.
   *
   * @param inputLength bytes of plaintext that are passed to it
   * @return exact
   */
  public int finishSize(int inputLength) {
    int ciphertext = Math.addExact(restLength, inputLength);
    return Math.addExact(ciphertext, headerSize() + SealedMessageHeader.TAG_BYTES);
  }

  /**
   * Adds associated data. Before any plaintext, after {@link #prepare}.
   *
   * @param aad read, not kept
   */
  public void aad(byte[] aad, int offset, int length) {
    if (length > 0) {
      keyed.cipher().updateAAD(aad, offset, length);
    }
  }

  /**
   * Seals a piece of plaintext. The output must not overlap the input.
   *
   * @return bytes written, as told by {@link #updateSize}
   */
  public int update(byte[] in, int offset, int length, byte[] out, int outOffset) {
    int blocks = (restLength + length) / BLOCK_BYTES * BLOCK_BYTES;
    if (blocks == 0) {
      keep(in, offset, length);
      return 0;
    }
    int position = outOffset + writeHeader(out, outOffset);
    int taken = 0;
    if (restLength > 0) {
      taken = BLOCK_BYTES - restLength;
      System.arraycopy(in, offset, rest, restLength, taken);
      restLength = 0;
      position += feed(rest, 0, BLOCK_BYTES, out, position);
    }
    int whole = (length - taken) / BLOCK_BYTES * BLOCK_BYTES;
    position += feedInPieces(in, offset + taken, whole, out, position);
    keep(in, offset + taken + whole, length - taken - whole);
    return position - outOffset;
  }

  /**
   * Seals the last piece of plaintext and ends the message. The output must not overlap the input.
   *
   * @return bytes written, as told by {@link #finishSize}
   */
  public int finish(byte[] in, int offset, int length, byte[] out, int outOffset) {
    int position = outOffset;
    int taken = 0;
    // The last piece goes straight into doFinal: one call less, which small messages notice.
    if (restLength > 0 || length > WarmUp.finalPieceBytes()) {
      position += update(in, offset, length, out, outOffset);
      taken = length;
    }
    position += writeHeader(out, position);
    try {
      Cipher cipher = keyed.cipher();
      position +=
          taken < length
              ? cipher.doFinal(in, offset, length, out, position)
              : cipher.doFinal(rest, 0, restLength, out, position);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("AES-GCM did not end the message", e);
    }
    plaintextBytes += restLength + length - taken;
    dataKey.addBytes(plaintextBytes);
    release();
    return position - outOffset;
  }

  /** Gives up the message in progress. */
  public void abandon() {
    if (keyed != null) {
      release();
    }
  }

  private void release() {
    java.util.Arrays.fill(rest, (byte) 0);
    KeyedCipher returned = keyed;
    keyed = null;
    dataKey.giveBack(returned);
  }

  private int headerSize() {
    return headerWritten
        ? 0
        : dataKey.keys().fixedHeader().length
            + SealedMessageHeader.SALT_BYTES
            + SealedMessageHeader.IV_BYTES;
  }

  private int writeHeader(byte[] out, int offset) {
    if (headerWritten) {
      return 0;
    }
    byte[] fixed = dataKey.keys().fixedHeader();
    System.arraycopy(fixed, 0, out, offset, fixed.length);
    keyed.copySalt(out, offset + fixed.length);
    System.arraycopy(
        iv,
        0,
        out,
        offset + fixed.length + SealedMessageHeader.SALT_BYTES,
        SealedMessageHeader.IV_BYTES);
    int written = headerSize();
    headerWritten = true;
    return written;
  }

  private int feedInPieces(byte[] in, int offset, int length, byte[] out, int outOffset) {
    int done = 0;
    while (done < length) {
      int piece =
          keyed.isJdk() ? Math.min(WarmUp.sealingPieceBytes(), length - done) : length - done;
      int written = feed(in, offset + done, piece, out, outOffset + done);
      if (written != piece) {
        throw new ProviderException("AES-GCM held back " + (piece - written) + " bytes");
      }
      done += piece;
      if (keyed.isJdk()) {
        WarmUp.sealed(piece);
      }
    }
    return done;
  }

  private int feed(byte[] in, int offset, int length, byte[] out, int outOffset) {
    plaintextBytes += length;
    try {
      Cipher cipher = keyed.cipher();
      return cipher.update(in, offset, length, out, outOffset);
    } catch (javax.crypto.ShortBufferException e) {
      throw new ProviderException("AES-GCM wants more room than its output", e);
    }
  }

  private void keep(byte[] in, int offset, int length) {
    System.arraycopy(length == 0 ? EMPTY : in, length == 0 ? 0 : offset, rest, restLength, length);
    restLength += length;
  }
}
