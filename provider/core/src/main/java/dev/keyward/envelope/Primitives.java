package dev.keyward.envelope;

import dev.keyward.jdk.JdkProvider;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import javax.crypto.Mac;

/** Digest and MAC from fixed providers of the JDK. */
final class Primitives {
  static final int KEY_BYTES = 32;

  private static final byte LAST_BLOCK = 1;

  private Primitives() {}

  static byte[] sha256(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance()).digest(input);
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }

  /** Makes an HMAC-SHA-256 object. The key is copied by the JDK. */
  static Mac hmac(MessageKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256", JdkProvider.SUN_JCE.instance());
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no HmacSHA256", e);
    }
  }

  /**
   * HKDF-Expand for one block of output: T(1) = HMAC(PRK, info ‖ 01).
   *
   * <p>Source: RFC 5869, section 2.3, with L equal to the length of the hash.
   */
  static byte[] expand(Mac keyed, byte[]... info) {
    for (byte[] part : info) {
      keyed.update(part);
    }
    keyed.update(LAST_BLOCK);
    return keyed.doFinal();
  }
}
