package dev.keyward.jca.cipher;

import dev.keyward.envelope.DataKeyCache;
import dev.keyward.envelope.MessageOpener;
import dev.keyward.envelope.MessageSealer;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.model.EncryptionContext;
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
import java.util.Objects;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;

/**
 * {@code AES/GCM/NoPadding} on a key handle: seals and opens messages of MESSAGE-FORMAT.md.
 *
 * <p>{@code init} asks no key service, because what fails there is masked by other providers; a
 * refusal shows in {@code update} or {@code doFinal} as {@link
 * dev.keyward.failure.KeywardException}. Decrypting hands nothing out before the tag was verified.
 * Not thread-safe, like every {@code Cipher}.
 */
public final class EnvelopeCipher extends CipherSpi {
  private static final int BLOCK_BYTES = 16;
  private static final int KEY_BITS = 256;
  private static final byte[] NOTHING = {};

  private final Supplier<DataKeyCache> cache;
  private final HandleCheck ownHandles;
  private final SecureRandom random;
  private HandleDataKeySource sealingSource;
  private EncryptionContext sealingContext;
  private MessageSealer sealer;
  private byte[] lastSealingIv;
  private HandleDataKeySource openingSource;
  private EncryptionContext openingContext;
  private MessageOpener opener;
  private Message message;

  /**
   * Makes a cipher that is not initialised. Cheap and without side effects.
   *
   * @param cache gives the provider's data-key cache; asked when a handle of ours is here, not
   *     before
   * @param ownHandles refuses handles of other providers
   * @param random for IVs and salts; normally the JVM's {@code JdkRandom}
   */
  public EnvelopeCipher(Supplier<DataKeyCache> cache, HandleCheck ownHandles, SecureRandom random) {
    this.cache = Objects.requireNonNull(cache, "cache");
    this.ownHandles = Objects.requireNonNull(ownHandles, "ownHandles");
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    if (!mode.equalsIgnoreCase("GCM")) {
      throw new NoSuchAlgorithmException("Mode " + mode + " is not offered; use GCM");
    }
  }

  @Override
  protected void engineSetPadding(String padding) throws NoSuchPaddingException {
    if (!padding.equalsIgnoreCase("NoPadding")) {
      throw new NoSuchPaddingException("Padding " + padding + " is not offered; use NoPadding");
    }
  }

  @Override
  protected int engineGetBlockSize() {
    return BLOCK_BYTES;
  }

  @Override
  protected int engineGetKeySize(Key key) throws InvalidKeyException {
    checkKey(key);
    return KEY_BITS;
  }

  @Override
  protected byte[] engineGetIV() {
    byte[] iv = message == null ? null : message.iv();
    return iv == null ? null : iv.clone();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    byte[] iv = engineGetIV();
    return iv == null ? null : GcmParameters.describe(iv);
  }

  @Override
  protected void engineInit(int mode, Key key, SecureRandom ignored) throws InvalidKeyException {
    try {
      init(mode, key, GcmParameters.none());
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e);
    }
  }

  @Override
  protected void engineInit(
      int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom ignored)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(mode, key, GcmParameters.of(parameters));
  }

  @Override
  protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom ignored)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(mode, key, GcmParameters.of(parameters));
  }

  @Override
  protected void engineUpdateAAD(byte[] aad, int offset, int length) {
    initialized().aad(aad, offset, length);
  }

  @Override
  protected void engineUpdateAAD(ByteBuffer aad) {
    byte[] bytes = new byte[aad.remaining()];
    aad.duplicate().get(bytes);
    initialized().aad(bytes, 0, bytes.length);
    aad.position(aad.limit());
  }

  @Override
  protected int engineGetOutputSize(int inputLength) {
    return initialized().outputSize(inputLength);
  }

  @Override
  protected byte[] engineUpdate(byte[] in, int offset, int length) {
    byte[] out = new byte[initialized().updateSize(length)];
    message.update(in, offset, length, out, 0);
    return out.length == 0 ? null : out;
  }

  @Override
  protected int engineUpdate(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws ShortBufferException {
    checkRoom(initialized().updateSize(length), out.length - outOffset);
    if (overlaps(in, offset, length, out, outOffset)) {
      byte[] copy = Arrays.copyOfRange(in, offset, offset + length);
      try {
        return message.update(copy, 0, length, out, outOffset);
      } finally {
        Arrays.fill(copy, (byte) 0);
      }
    }
    return message.update(in, offset, length, out, outOffset);
  }

  @Override
  protected byte[] engineDoFinal(byte[] in, int offset, int length) throws AEADBadTagException {
    return initialized().finish(in == null ? NOTHING : in, offset, length);
  }

  @Override
  protected int engineDoFinal(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws ShortBufferException, AEADBadTagException {
    byte[] input = in == null ? NOTHING : in;
    checkRoom(initialized().finishSize(input, offset, length), out.length - outOffset);
    if (overlaps(input, offset, length, out, outOffset)) {
      byte[] copy = Arrays.copyOfRange(input, offset, offset + length);
      try {
        return message.finish(copy, 0, length, out, outOffset);
      } finally {
        Arrays.fill(copy, (byte) 0);
      }
    }
    return message.finish(input, offset, length, out, outOffset);
  }

  @Override
  protected int engineUpdate(ByteBuffer in, ByteBuffer out) throws ShortBufferException {
    checkWritable(out);
    checkRoom(initialized().updateSize(in.remaining()), out.remaining());
    byte[] input = peek(in);
    try {
      byte[] output = engineUpdate(input, 0, input.length);
      return exchange(in, out, output == null ? NOTHING : output);
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  @Override
  protected int engineDoFinal(ByteBuffer in, ByteBuffer out)
      throws ShortBufferException, AEADBadTagException {
    checkWritable(out);
    byte[] input = peek(in);
    try {
      checkRoom(initialized().finishSize(input, 0, input.length), out.remaining());
      return exchange(in, out, message.finish(input, 0, input.length));
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  @Override
  protected byte[] engineWrap(Key key) throws InvalidKeyException {
    byte[] encoded = WrappedKeys.encode(key);
    try {
      return initialized().finish(encoded, 0, encoded.length);
    } catch (AEADBadTagException e) {
      throw new InvalidKeyException(e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  @Override
  protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    byte[] encoded = NOTHING;
    try {
      encoded = initialized().finish(wrapped, 0, wrapped.length);
      return WrappedKeys.decode(encoded, algorithm, type);
    } catch (AEADBadTagException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private void init(int mode, Key key, GcmParameters parameters)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    SecretKeyHandle handle = checkKey(key);
    if (message != null) {
      message.abandon();
      message = null;
    }
    boolean sealing = mode == Cipher.ENCRYPT_MODE || mode == Cipher.WRAP_MODE;
    message = sealing ? seal(handle, parameters) : open(handle, parameters);
  }

  private Message seal(SecretKeyHandle handle, GcmParameters parameters)
      throws InvalidAlgorithmParameterException {
    byte[] iv = parameters.iv();
    HandleDataKeySource source = sourceOf(handle, sealingSource);
    boolean same = source == sealingSource && parameters.context().equals(sealingContext);
    if (same && iv != null && Arrays.equals(iv, lastSealingIv)) {
      throw new InvalidAlgorithmParameterException("Cannot reuse iv for GCM encryption");
    }
    if (!same) {
      sealer = new MessageSealer(cache.get(), source, parameters.context(), random);
      sealingSource = source;
      sealingContext = parameters.context();
    }
    lastSealingIv = iv == null ? randomIv() : iv;
    return new MessageToSeal(sealer, lastSealingIv, iv != null);
  }

  private Message open(SecretKeyHandle handle, GcmParameters parameters) {
    HandleDataKeySource source = sourceOf(handle, openingSource);
    if (source != openingSource || !parameters.context().equals(openingContext)) {
      opener = new MessageOpener(cache.get(), source, parameters.context());
      openingSource = source;
      openingContext = parameters.context();
    }
    return new MessageToOpen(opener, parameters.iv());
  }

  private static HandleDataKeySource sourceOf(SecretKeyHandle handle, HandleDataKeySource last) {
    return last != null && last.isOf(handle) ? last : new HandleDataKeySource(handle);
  }

  private byte[] randomIv() {
    byte[] iv = new byte[GcmParameters.IV_BYTES];
    random.nextBytes(iv);
    return iv;
  }

  private SecretKeyHandle checkKey(Key key) throws InvalidKeyException {
    return EncryptionKeys.symmetric(key, ownHandles);
  }

  private Message initialized() {
    if (message == null) {
      throw new IllegalStateException("Cipher not initialized");
    }
    return message;
  }

  private static void checkRoom(int needed, int available) throws ShortBufferException {
    if (needed > available) {
      throw new ShortBufferException("The output needs " + needed + " bytes, has " + available);
    }
  }

  private static void checkWritable(ByteBuffer out) {
    if (out.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
  }

  /** The header moves output ahead of input, so any overlap would overwrite unread input. */
  private static boolean overlaps(byte[] in, int offset, int length, byte[] out, int outOffset) {
    return in == out && length > 0 && outOffset < offset + length;
  }

  private static byte[] peek(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.duplicate().get(bytes);
    return bytes;
  }

  /** One of the arrays is a plaintext and ours: neither is left behind. */
  private static int exchange(ByteBuffer in, ByteBuffer out, byte[] output) {
    in.position(in.limit());
    out.put(output);
    Arrays.fill(output, (byte) 0);
    return output.length;
  }
}
