package dev.keyward.kms.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that signs requests of one scope, derived from a secret access key. Thread-safe. Worth
 * keeping: deriving one costs four MACs.
 */
public final class SigningKey implements AutoCloseable {
  private static final String HMAC = "HmacSHA256";
  private static final byte[] PREFIX = "AWS4".getBytes(UTF_8);
  private static final HexFormat HEX = HexFormat.of();

  private final CredentialScope scope;
  private Mac keyed;

  private SigningKey(CredentialScope scope, Mac keyed) {
    this.scope = scope;
    this.keyed = keyed;
  }

  /**
   * Derives a key.
   *
   * @param secretAccessKey the secret, its characters as ASCII; stays the caller's
   * @param scope what the key is to be good for
   * @return a key the caller closes
   */
  public static SigningKey derive(SecretBytes secretAccessKey, CredentialScope scope) {
    byte[] first = secretAccessKey.read(SigningKey::prefixed);
    byte[] key = next(first, scope.date());
    key = next(key, scope.region());
    key = next(key, scope.service());
    key = next(key, "aws4_request");
    try {
      return new SigningKey(scope, mac(key));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] prefixed(byte[] secret) {
    byte[] key = Arrays.copyOf(PREFIX, PREFIX.length + secret.length);
    System.arraycopy(secret, 0, key, PREFIX.length, secret.length);
    return key;
  }

  private static byte[] next(byte[] key, String part) {
    try {
      return mac(key).doFinal(part.getBytes(UTF_8));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC, JdkProvider.SUN_JCE.instance());
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("HMAC failed inside the JDK", e);
    }
  }

  /**
   * What the key is good for.
   *
   * @return the scope it was derived for
   */
  public CredentialScope scope() {
    return scope;
  }

  /**
   * Signs a request.
   *
   * @param request the request
   * @param timestamp the value of its {@code x-amz-date}
   * @return 64 hexadecimal digits in lower case
   * @throws IllegalStateException if already closed
   */
  public String sign(CanonicalRequest request, String timestamp) {
    byte[] text = request.stringToSign(timestamp, scope).getBytes(UTF_8);
    return HEX.formatHex(fresh().doFinal(text));
  }

  /**
   * Checks a signature in constant time.
   *
   * @param request the request
   * @param timestamp the value of its {@code x-amz-date}
   * @param signature what it came with
   * @return true if this key made it
   * @throws IllegalStateException if already closed
   */
  public boolean verifies(CanonicalRequest request, String timestamp, String signature) {
    return MessageDigest.isEqual(
        sign(request, timestamp).getBytes(UTF_8), signature.getBytes(UTF_8));
  }

  private synchronized Mac fresh() {
    if (keyed == null) {
      throw new IllegalStateException("signing key already closed");
    }
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new ProviderException("the JDK's HmacSHA256 cannot be cloned", e);
    }
  }

  /** Keys the JDK's object with something else, which overwrites what it kept. */
  @Override
  public synchronized void close() {
    if (keyed != null) {
      try {
        keyed.init(new SecretKeySpec(new byte[1], HMAC));
      } catch (GeneralSecurityException e) {
        throw new ProviderException("HMAC failed inside the JDK", e);
      } finally {
        keyed = null;
      }
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + scope + "]";
  }
}
