package dev.keyward.kms.sigv4;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The client's side: the headers that make a request a signed one. */
public final class RequestSigner {
  private static final String DATE = "x-amz-date";

  private RequestSigner() {}

  /**
   * Signs a POST to {@code /}.
   *
   * @param headers what is sent and is to be covered: names in lower case, among them {@code host}
   *     with the port unless it is the scheme's own, {@code content-type}, {@code x-amz-target}
   *     and, with session credentials, {@code x-amz-security-token}
   * @param body the body; only read
   * @param accessKeyId whose key it is
   * @param key derived for the day of {@code time}
   * @param time when the request is sent
   * @return all headers to send: those given, {@code x-amz-date} and {@code authorization}
   * @throws IllegalArgumentException if the key is for another day
   */
  public static Map<String, String> sign(
      Map<String, String> headers, byte[] body, String accessKeyId, SigningKey key, Instant time) {
    String timestamp = CanonicalRequest.timestamp(time);
    if (!timestamp.startsWith(key.scope().date())) {
      throw new IllegalArgumentException("the signing key is for " + key.scope().date());
    }
    TreeMap<String, String> signed = new TreeMap<>(headers);
    signed.put(DATE, timestamp);
    CanonicalRequest request = CanonicalRequest.post(signed, body);
    String signature = key.sign(request, timestamp);
    List<String> names = List.copyOf(signed.keySet());
    signed.put(
        "authorization", new Authorization(accessKeyId, key.scope(), names, signature).toString());
    return signed;
  }
}
