package dev.keyward.embedded.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The chain of a trail's lines. The running digest is SHA-256 over the digest before and the bytes
 * of a line; a line's seal is HMAC-SHA-256 over the running digest. With the digest alone, which a
 * checkpoint signs, others can follow the chain without the key. Not thread-safe.
 */
final class Chain implements AutoCloseable {
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final MessageDigest sha256;
  private final Optional<Mac> mac;
  private byte[] digest;

  private Chain(String storeId, String trail, Optional<Mac> mac) {
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance());
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
    this.mac = mac;
    this.digest = sha256.digest(("keyward audit v1 " + storeId + " " + trail).getBytes(UTF_8));
  }

  /** A chain whose seals can be made and checked. */
  static Chain sealed(String storeId, String trail, SecretBytes key) {
    return new Chain(storeId, trail, Optional.of(key.read(Chain::keyed)));
  }

  /** A chain whose digest can be followed. */
  static Chain unsealed(String storeId, String trail) {
    return new Chain(storeId, trail, Optional.empty());
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC, JdkProvider.SUN_JCE.instance());
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no HMAC-SHA-256", e);
    }
  }

  boolean isSealed() {
    return mac.isPresent();
  }

  /** Where the chain is; good for {@link #goBackTo}. */
  byte[] digest() {
    return digest.clone();
  }

  void goBackTo(byte[] earlier) {
    digest = earlier.clone();
  }

  /** Goes on by the bytes that a line's seal covers. */
  void add(byte[] line, int offset, int length) {
    sha256.update(digest);
    sha256.update(line, offset, length);
    digest = sha256.digest();
  }

  /** The seal of what was added last. */
  String seal() {
    return HexFormat.of().formatHex(mac.orElseThrow().doFinal(digest));
  }

  String digestText() {
    return HexFormat.of().formatHex(digest);
  }

  /** Puts another key in the place of the one that was used. */
  @Override
  public void close() {
    mac.ifPresent(
        used -> {
          try {
            used.init(new SecretKeySpec(new byte[KEY_BYTES], HMAC));
          } catch (GeneralSecurityException e) {
            throw new ProviderException("HMAC refused a key", e);
          }
        });
  }
}
