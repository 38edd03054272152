package dev.keyward.jca.cipher;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;

/**
 * A cipher whose messages are so short that they are worked on as a whole: {@code update} only
 * collects, {@code doFinal} gives everything.
 *
 * <p>Not thread-safe, like every {@code Cipher}.
 */
abstract class OneShotCipher extends CipherSpi {
  private static final byte[] NOTHING = {};

  private final WipedBuffer input = new WipedBuffer();
  private boolean tooLong;
  private boolean encrypting;
  private boolean initialized;

  /** Takes key and parameters of an {@code init}; refuses them by throwing. */
  abstract void accept(int mode, Key key, AlgorithmParameterSpec spec)
      throws InvalidKeyException, InvalidAlgorithmParameterException;

  /** As {@link #accept}, with encoded parameters; null for none. */
  abstract AlgorithmParameterSpec decode(AlgorithmParameters parameters)
      throws InvalidAlgorithmParameterException;

  /** The longest message in the current direction; more is never kept. */
  abstract int maxInputBytes();

  /** An upper bound for the output in the current direction. */
  abstract int maxOutputBytes(int inputBytes);

  abstract byte[] encrypt(byte[] plaintext) throws IllegalBlockSizeException;

  abstract byte[] decrypt(byte[] ciphertext) throws BadPaddingException, IllegalBlockSizeException;

  /** Refuses a message that is longer than {@link #maxInputBytes}. */
  abstract void refuseLongInput() throws BadPaddingException, IllegalBlockSizeException;

  final boolean isEncrypting() {
    return encrypting;
  }

  // --- initialising ----------------------------------------------------------------------------

  /** Names are registered as whole transformations, so there is nothing to choose. */
  @Override
  protected final void engineSetMode(String mode) throws NoSuchAlgorithmException {
    throw new NoSuchAlgorithmException("Mode " + mode + " is not offered");
  }

  @Override
  protected final void engineSetPadding(String padding) throws NoSuchPaddingException {
    throw new NoSuchPaddingException("Padding " + padding + " is not offered");
  }

  @Override
  protected final void engineInit(int mode, Key key, SecureRandom ignored)
      throws InvalidKeyException {
    try {
      init(mode, key, null);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  @Override
  protected final void engineInit(
      int mode, Key key, AlgorithmParameterSpec spec, SecureRandom ignored)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(mode, key, spec);
  }

  @Override
  protected final void engineInit(
      int mode, Key key, AlgorithmParameters parameters, SecureRandom ignored)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(mode, key, parameters == null ? null : decode(parameters));
  }

  private void init(int mode, Key key, AlgorithmParameterSpec spec)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    initialized = false;
    forget();
    accept(mode, key, spec);
    encrypting = mode == Cipher.ENCRYPT_MODE || mode == Cipher.WRAP_MODE;
    initialized = true;
  }

  private void requireInitialized() {
    if (!initialized) {
      throw new IllegalStateException("Cipher not initialized");
    }
  }

  // --- working ---------------------------------------------------------------------------------

  @Override
  protected final int engineGetBlockSize() {
    return 0;
  }

  @Override
  protected final byte[] engineGetIV() {
    return null;
  }

  @Override
  protected final int engineGetOutputSize(int inputLength) {
    requireInitialized();
    return maxOutputBytes(Math.addExact(input.length(), inputLength));
  }

  @Override
  protected final byte[] engineUpdate(byte[] in, int offset, int length) {
    requireInitialized();
    collect(in, offset, length);
    return null;
  }

  @Override
  protected final int engineUpdate(byte[] in, int offset, int length, byte[] out, int outOffset) {
    engineUpdate(in, offset, length);
    return 0;
  }

  @Override
  protected final int engineUpdate(ByteBuffer in, ByteBuffer out) {
    requireInitialized();
    requireWritable(out);
    byte[] piece = take(in);
    collect(piece, 0, piece.length);
    Arrays.fill(piece, (byte) 0);
    return 0;
  }

  private void collect(byte[] in, int offset, int length) {
    if (length > maxInputBytes() - input.length()) {
      tooLong = true;
    } else {
      input.append(in, offset, length);
    }
  }

  @Override
  protected final byte[] engineDoFinal(byte[] in, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    requireInitialized();
    try {
      return process(in == null ? NOTHING : in, offset, length);
    } finally {
      forget();
    }
  }

  @Override
  protected final int engineDoFinal(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    requireInitialized();
    byte[] result = orForget(() -> process(in == null ? NOTHING : in, offset, length));
    try {
      requireRoom(result.length, out.length - outOffset);
      System.arraycopy(result, 0, out, outOffset, result.length);
    } finally {
      Arrays.fill(result, (byte) 0);
    }
    forget();
    return result.length;
  }

  @Override
  protected final int engineDoFinal(ByteBuffer in, ByteBuffer out)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    requireInitialized();
    requireWritable(out);
    ByteBuffer untouched = in.duplicate();
    byte[] last = take(untouched);
    try {
      byte[] result = orForget(() -> process(last, 0, last.length));
      try {
        requireRoom(result.length, out.remaining());
        in.position(in.limit());
        out.put(result);
      } finally {
        Arrays.fill(result, (byte) 0);
      }
      forget();
      return result.length;
    } finally {
      Arrays.fill(last, (byte) 0);
    }
  }

  /** What was collected and the last piece; collects nothing, so that a call can be repeated. */
  private byte[] process(byte[] in, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    if (tooLong || length > maxInputBytes() - input.length()) {
      refuseLongInput();
    }
    byte[] message = Arrays.copyOf(input.array(), input.length() + length);
    System.arraycopy(in, offset, message, input.length(), length);
    // The array behind the buffer may be longer and hold nothing but zeros there.
    try {
      return encrypting ? encrypt(message) : decrypt(message);
    } finally {
      Arrays.fill(message, (byte) 0);
    }
  }

  /** A failure ends the message; only a short buffer leaves it as it was. */
  private byte[] orForget(Work work) throws IllegalBlockSizeException, BadPaddingException {
    boolean done = false;
    try {
      byte[] result = work.run();
      done = true;
      return result;
    } finally {
      if (!done) {
        forget();
      }
    }
  }

  @FunctionalInterface
  private interface Work {
    byte[] run() throws IllegalBlockSizeException, BadPaddingException;
  }

  @Override
  protected final byte[] engineWrap(Key key) throws IllegalBlockSizeException, InvalidKeyException {
    requireInitialized();
    byte[] encoded = WrappedKeys.encode(key);
    try {
      return process(encoded, 0, encoded.length);
    } catch (BadPaddingException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
      forget();
    }
  }

  @Override
  protected final Key engineUnwrap(byte[] wrapped, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    requireInitialized();
    byte[] encoded = NOTHING;
    try {
      encoded = process(wrapped, 0, wrapped.length);
      return WrappedKeys.decode(encoded, algorithm, type);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
      forget();
    }
  }

  private void forget() {
    input.clear();
    tooLong = false;
  }

  private static byte[] take(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }

  private static void requireRoom(int needed, int available) throws ShortBufferException {
    if (needed > available) {
      throw new ShortBufferException("The output needs " + needed + " bytes, has " + available);
    }
  }

  private static void requireWritable(ByteBuffer out) {
    if (out.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
  }
}
