package dev.keyward.embedded.material;

import java.security.SecureRandom;

/** Gives the same bytes at every call, so that published answers can be met. */
final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;

  FixedRandom(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  @Override
  public void nextBytes(byte[] out) {
    if (out.length != bytes.length) {
      throw new IllegalArgumentException("asked for " + out.length + " bytes");
    }
    System.arraycopy(bytes, 0, out, 0, out.length);
  }
}
