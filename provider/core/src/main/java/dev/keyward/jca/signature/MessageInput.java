package dev.keyward.jca.signature;

import dev.keyward.jdk.JdkProvider;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SignatureException;
import java.util.Arrays;

/** Takes a message in pieces and ends up with what a key service signs. */
abstract sealed class MessageInput {
  private boolean started;

  final void update(ByteBuffer piece) {
    started |= piece.hasRemaining();
    take(piece);
  }

  final void update(byte[] piece, int offset, int length) {
    update(ByteBuffer.wrap(piece, offset, length));
  }

  /** Gives the result and starts over. */
  final byte[] finish() throws SignatureException {
    started = false;
    return end();
  }

  final boolean isStarted() {
    return started;
  }

  abstract void take(ByteBuffer piece);

  abstract byte[] end() throws SignatureException;

  static MessageInput hashing(int bits) {
    try {
      return new Hashed(MessageDigest.getInstance("SHA-" + bits, JdkProvider.SUN.instance()));
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("The JDK's SUN provider has no SHA-" + bits, e);
    }
  }

  /** A digest the caller made; as long as SunEC takes it: SHA-512. */
  static MessageInput ofReadyDigest() {
    return new Collected(
        0, 64, "NONEwithECDSA signs a digest of at most 64 bytes; hash the message.");
  }

  /** A DigestInfo of SHA-512 is the longest. */
  static MessageInput ofDigestInfo() {
    return new Collected(0, 83, "NONEwithRSA signs a DigestInfo of at most 83 bytes.");
  }

  /** A whole message, since Ed25519 reads it twice. */
  static MessageInput ofWholeMessage() {
    return new Collected(
        1,
        4096,
        "A key service signs Ed25519 messages of 1 to 4096 bytes, and Ed25519 cannot be hashed"
            + " beforehand. Sign a digest of the message, or use Ed25519ph.");
  }

  /** The message representative of ML-DSA, of a message without context. */
  static MessageInput representing(byte[] rawPublicKey) {
    return new Represented(rawPublicKey);
  }

  private static final class Hashed extends MessageInput {
    private final MessageDigest digest;

    Hashed(MessageDigest digest) {
      this.digest = digest;
    }

    @Override
    void take(ByteBuffer piece) {
      digest.update(piece);
    }

    @Override
    byte[] end() {
      return digest.digest();
    }
  }

  private static final class Collected extends MessageInput {
    private final int min;
    private final int max;
    private final String refusal;
    private byte[] bytes = new byte[64];
    private int length;
    private boolean tooLong;

    Collected(int min, int max, String refusal) {
      this.min = min;
      this.max = max;
      this.refusal = refusal;
    }

    @Override
    void take(ByteBuffer piece) {
      int size = piece.remaining();
      if (size > max - length) {
        tooLong = true;
        piece.position(piece.limit());
        return;
      }
      if (size > bytes.length - length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + size, Math.min(max, 2 * bytes.length)));
      }
      piece.get(bytes, length, size);
      length += size;
    }

    @Override
    byte[] end() throws SignatureException {
      boolean refused = tooLong || length < min;
      byte[] result = Arrays.copyOf(bytes, length);
      length = 0;
      tooLong = false;
      if (refused) {
        throw new SignatureException(refusal);
      }
      return result;
    }
  }

  /** μ = H(H(pk, 64) ‖ 0 ‖ 0 ‖ M, 64): FIPS 204, algorithms 2 and 7. */
  private static final class Represented extends MessageInput {
    private static final int SIZE_BYTES = 64;
    private static final byte[] PURE_WITHOUT_CONTEXT = {0, 0};

    private final byte[] keyHash;
    private final Shake256 shake = new Shake256();

    Represented(byte[] rawPublicKey) {
      keyHash = new Shake256().update(rawPublicKey).finish(SIZE_BYTES);
      begin();
    }

    private void begin() {
      shake.update(keyHash).update(PURE_WITHOUT_CONTEXT);
    }

    @Override
    void take(ByteBuffer piece) {
      shake.update(piece);
    }

    @Override
    byte[] end() {
      byte[] representative = shake.finish(SIZE_BYTES);
      begin();
      return representative;
    }
  }
}
