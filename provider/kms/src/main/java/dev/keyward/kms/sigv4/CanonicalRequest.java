package dev.keyward.kms.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.jdk.JdkProvider;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a request that is signed, in the one form that both sides agree on.
 *
 * <p>Path and query are taken as they are: the KMS protocol has one path, {@code /}, and no query,
 * and a request with others must not match by being normalised.
 *
 * @param method such as {@code POST}
 * @param path as it stands in the request line
 * @param query as it stands there, without the question mark; empty if there is none
 * @param headers the signed ones: names in lower case, values as sent
 * @param bodyHash SHA-256 of the body, 64 hexadecimal digits in lower case
 */
public record CanonicalRequest(
    String method, String path, String query, SortedMap<String, String> headers, String bodyHash) {
  private static final HexFormat HEX = HexFormat.of();
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Copies the headers. */
  public CanonicalRequest {
    headers = new TreeMap<>(headers);
  }

  /**
   * The request of an operation.
   *
   * @param headers the signed headers: names in lower case
   * @param body all of the body; only read
   * @return a POST to {@code /}
   */
  public static CanonicalRequest post(Map<String, String> headers, byte[] body) {
    return new CanonicalRequest("POST", "/", "", new TreeMap<>(headers), hash(body));
  }

  /**
   * SHA-256.
   *
   * @param bytes what to hash; only read
   * @return 64 hexadecimal digits in lower case
   */
  public static String hash(byte[] bytes) {
    try {
      return HEX.formatHex(
          MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance()).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }

  /**
   * A time as the header {@code x-amz-date} has it.
   *
   * @param time any
   * @return such as {@code 20260115T120000Z}; fractions of a second are dropped
   */
  public static String timestamp(Instant time) {
    return TIMESTAMP.format(time);
  }

  /**
   * The canonical form.
   *
   * @return lines, without one behind the last
   */
  public String text() {
    StringBuilder text = new StringBuilder(512);
    text.append(method).append('\n').append(path).append('\n').append(query).append('\n');
    headers.forEach((name, value) -> appendHeader(text, name, value));
    text.append('\n').append(String.join(";", headers.keySet())).append('\n').append(bodyHash);
    return text.toString();
  }

  private static void appendHeader(StringBuilder text, String name, String value) {
    text.append(name).append(':');
    int start = text.length();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean blank = c == ' ' || c == '\t';
      if (!blank) {
        text.append(c);
      } else if (text.length() > start && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
    }
    if (text.length() > start && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append('\n');
  }

  /**
   * What the signature is made over.
   *
   * @param timestamp the value of {@code x-amz-date}
   * @param scope the scope of the signing key
   * @return four lines
   */
  public String stringToSign(String timestamp, CredentialScope scope) {
    return Authorization.ALGORITHM
        + "\n"
        + timestamp
        + "\n"
        + scope
        + "\n"
        + hash(text().getBytes(UTF_8));
  }
}
