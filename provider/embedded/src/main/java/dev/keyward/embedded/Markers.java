package dev.keyward.embedded;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The markers between pages of a listing: where to go on, authenticated, and valid for the same
 * listing only.
 */
final class Markers implements AutoCloseable {
  private static final int TAG_BYTES = 16;

  private final SecretBytes key;

  Markers(SecretBytes key) {
    this.key = key;
  }

  String make(String listing, String after) {
    byte[] text = after.getBytes(StandardCharsets.UTF_8);
    byte[] marker = Arrays.copyOf(tag(listing, text), TAG_BYTES + text.length);
    System.arraycopy(text, 0, marker, TAG_BYTES, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(marker);
  }

  /** Where to go on; empty without a marker. */
  Optional<String> read(String listing, String marker) {
    if (marker == null) {
      return Optional.empty();
    }
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(marker);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    if (decoded.length <= TAG_BYTES) {
      throw invalid();
    }
    byte[] text = Arrays.copyOfRange(decoded, TAG_BYTES, decoded.length);
    if (!MessageDigest.isEqual(tag(listing, text), Arrays.copyOf(decoded, TAG_BYTES))) {
      throw invalid();
    }
    return Optional.of(new String(text, StandardCharsets.UTF_8));
  }

  private byte[] tag(String listing, byte[] text) {
    return key.read(
        bytes -> {
          try {
            Mac mac = Mac.getInstance("HmacSHA256", JdkProvider.SUN_JCE.instance());
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            mac.update(listing.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(text), TAG_BYTES);
          } catch (GeneralSecurityException e) {
            throw new ProviderException("HMAC failed inside the JDK", e);
          }
        });
  }

  private static KmsServiceException invalid() {
    return new KmsServiceException(
        ErrorCode.INVALID_MARKER, "The marker does not belong to this listing.");
  }

  @Override
  public void close() {
    key.close();
  }
}
