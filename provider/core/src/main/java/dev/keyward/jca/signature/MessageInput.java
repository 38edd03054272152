package dev.keyward.jca.signature;

import dev.keyward.jdk.JdkProvider;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SignatureException;
import java.util.Arrays;

/** Takes a message in pieces and ends up with its digest. */
abstract sealed class MessageInput {
  private boolean started;

  final void update(ByteBuffer piece) {
    started |= piece.hasRemaining();
    take(piece);
  }

  final void update(byte[] piece, int offset, int length) {
    update(ByteBuffer.wrap(piece, offset, length));
  }

  /** Gives the digest and starts over. */
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

  static MessageInput ofReadyDigest() {
    return new Ready();
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

  private static final class Ready extends MessageInput {
    /** As much as SunEC takes: SHA-512. */
    private static final int MAX_BYTES = 64;

    private final byte[] digest = new byte[MAX_BYTES];
    private int length;
    private boolean tooLong;

    @Override
    void take(ByteBuffer piece) {
      int size = piece.remaining();
      if (size > MAX_BYTES - length) {
        tooLong = true;
        piece.position(piece.limit());
      } else {
        piece.get(digest, length, size);
        length += size;
      }
    }

    @Override
    byte[] end() throws SignatureException {
      boolean refused = tooLong;
      byte[] result = Arrays.copyOf(digest, length);
      length = 0;
      tooLong = false;
      if (refused) {
        throw new SignatureException(
            "NONEwithECDSA signs a digest of at most " + MAX_BYTES + " bytes; hash the message.");
      }
      return result;
    }
  }
}
