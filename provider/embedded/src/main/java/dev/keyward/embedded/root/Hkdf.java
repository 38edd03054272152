package dev.keyward.embedded.root;

import dev.keyward.jdk.JdkProvider;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with HMAC-SHA-256. Source: RFC 5869. */
final class Hkdf {
  private static final String HMAC = "HmacSHA256";
  private static final int HASH_BYTES = 32;
  private static final int MAX_LENGTH = 255 * HASH_BYTES;

  private Hkdf() {}

  /**
   * Extracts and expands.
   *
   * @param secret the input keying material; not changed
   * @param salt any bytes, at least one
   * @param info what the result is for
   * @param length 1 to 8,160 bytes
   * @return a new array the caller zeroes
   * @throws IllegalArgumentException if the length is another one
   */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > MAX_LENGTH) {
      // Beyond, the block counter would start again and repeat what was given out.
      throw new IllegalArgumentException("HKDF gives 1 to 8,160 bytes, asked for " + length);
    }
    try {
      Mac mac = Mac.getInstance(HMAC, JdkProvider.SUN_JCE.instance());
      mac.init(new SecretKeySpec(salt, HMAC));
      byte[] extracted = mac.doFinal(secret);
      mac.init(new SecretKeySpec(extracted, HMAC));
      Arrays.fill(extracted, (byte) 0);
      return expand(mac, info, length);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no HMAC-SHA-256", e);
    }
  }

  private static byte[] expand(Mac mac, byte[] info, int length) {
    byte[] out = new byte[length];
    byte[] block = new byte[0];
    for (int made = 0, counter = 1; made < length; made += HASH_BYTES, counter++) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) counter);
      Arrays.fill(block, (byte) 0);
      block = mac.doFinal();
      System.arraycopy(block, 0, out, made, Math.min(HASH_BYTES, length - made));
    }
    Arrays.fill(block, (byte) 0);
    return out;
  }
}
