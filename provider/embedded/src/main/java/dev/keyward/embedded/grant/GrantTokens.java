package dev.keyward.embedded.grant;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads grant tokens: the name of a grant behind an HMAC-SHA256, in Base64. A grant has
 * one token. Thread-safe.
 */
public final class GrantTokens implements AutoCloseable {
  /** Longest token, in characters. */
  public static final int MAX_LENGTH = 8192;

  private static final String HMAC = "HmacSHA256";
  private static final int TAG_BYTES = 32;
  private static final byte[] PURPOSE = "grant token 1".getBytes(StandardCharsets.US_ASCII);

  private final SecretBytes key;

  /**
   * Makes the maker.
   *
   * @param key authenticates the tokens; taken over, closed with this
   */
  public GrantTokens(SecretBytes key) {
    this.key = Objects.requireNonNull(key, "key");
  }

  /**
   * Makes the token of a grant.
   *
   * @param grant the grant
   * @return the same text each time
   */
  public String issue(GrantName grant) {
    byte[] name = (grant.keyRecord() + "\n" + grant.grantId()).getBytes(StandardCharsets.UTF_8);
    byte[] token = Arrays.copyOf(tag(name), TAG_BYTES + name.length);
    System.arraycopy(name, 0, token, TAG_BYTES, name.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Reads a token.
   *
   * @param token any text
   * @return the grant, which may have ended since; empty if the token was not made here
   */
  public Optional<GrantName> read(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (decoded.length <= TAG_BYTES) {
      return Optional.empty();
    }
    byte[] name = Arrays.copyOfRange(decoded, TAG_BYTES, decoded.length);
    if (!MessageDigest.isEqual(tag(name), Arrays.copyOf(decoded, TAG_BYTES))) {
      return Optional.empty();
    }
    String text = new String(name, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    return Optional.of(new GrantName(text.substring(0, end), text.substring(end + 1)));
  }

  private byte[] tag(byte[] name) {
    return key.read(
        bytes -> {
          try {
            Mac mac = Mac.getInstance(HMAC, JdkProvider.SUN_JCE.instance());
            mac.init(new SecretKeySpec(bytes, HMAC));
            mac.update(PURPOSE);
            return mac.doFinal(name);
          } catch (GeneralSecurityException e) {
            throw new ProviderException("HMAC failed inside the JDK", e);
          }
        });
  }

  @Override
  public void close() {
    key.close();
  }
}
