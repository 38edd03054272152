package dev.keyward.remote.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.sigv4.CredentialScope;
import dev.keyward.kms.sigv4.RequestSigner;
import dev.keyward.kms.sigv4.SigningKey;
import dev.keyward.remote.http.Transport;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.http.WireRequest;
import dev.keyward.remote.resilience.RetryPolicy;
import dev.keyward.remote.resilience.Waiter;
import dev.keyward.secret.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The two calls of the Security Token Service that turn an identity into a session. */
final class Sts {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
  private static final int MAX_TRIES = 3;

  /** Many programs that lose a token service at once must not come back at once. */
  private static final RetryPolicy WAITS =
      new RetryPolicy(MAX_TRIES, MAX_TRIES, Duration.ofMillis(100), Duration.ofSeconds(1));

  /** Refusals for reasons of the service, not of the caller. */
  private static final Set<String> PASSING =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "SlowDown",
          "IDPCommunicationError");

  private final Transport transport;
  private final InstantSource clock;
  private final Waiter waiter;
  private final URI endpoint;
  private final String region;

  Sts(Transport transport, InstantSource clock, Waiter waiter, URI endpoint, String region) {
    this.transport = transport;
    this.clock = clock;
    this.waiter = waiter;
    this.endpoint = endpoint;
    this.region = region;
  }

  /** A session of a role, for someone who is known already. */
  Credentials assumeRole(Map<String, String> parameters, Credentials caller) {
    byte[] body = form("AssumeRole", parameters, null);
    Instant now = clock.instant();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", WireRequest.host(endpoint));
    headers.put("content-type", FORM);
    caller
        .token()
        .ifPresent(
            token ->
                headers.put(
                    "x-amz-security-token", token.read(bytes -> new String(bytes, US_ASCII))));
    try (SigningKey key =
        SigningKey.derive(caller.secret(), CredentialScope.at(now, region, "sts"))) {
      Map<String, String> signed =
          new LinkedHashMap<>(RequestSigner.sign(headers, body, caller.accessKeyId(), key, now));
      signed.remove("host");
      return session(signed, body, "role " + parameters.get("RoleArn"));
    }
  }

  /** A session of a role, for the bearer of a token of another identity provider. */
  Credentials assumeRoleWithWebIdentity(Map<String, String> parameters, SecretBytes token) {
    byte[] body = form("AssumeRoleWithWebIdentity", parameters, token);
    try {
      return session(Map.of("content-type", FORM), body, "role " + parameters.get("RoleArn"));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private Credentials session(Map<String, String> headers, byte[] body, String place) {
    WireAnswer answer = send(new WireRequest("POST", endpoint, headers, body), place);
    try {
      return read(answer.body(), place);
    } finally {
      Arrays.fill(answer.body(), (byte) 0);
    }
  }

  /** Only what may be better a moment later is tried again. */
  private WireAnswer send(WireRequest request, String place) {
    for (int tries = 1; ; tries++) {
      try {
        return attempt(request, place);
      } catch (CredentialsOutOfReachException e) {
        if (tries == MAX_TRIES) {
          throw e;
        }
        pause(tries);
      }
    }
  }

  private WireAnswer attempt(WireRequest request, String place) {
    WireAnswer answer;
    try {
      answer = transport.send(request, LIMIT);
    } catch (TransportException e) {
      String text = "Cannot get a session of " + place + ": " + e.getMessage() + ".";
      throw e.kind() == TransportException.Kind.NOT_TRUSTED
          ? new CredentialException(text, e)
          : new CredentialsOutOfReachException(text, e);
    }
    if (answer.status() == 200) {
      return answer;
    }
    String code = element(answer.body(), "Code").map(Sts::text).orElse("status " + answer.status());
    Arrays.fill(answer.body(), (byte) 0);
    if (answer.status() >= 500 || answer.status() == 429 || PASSING.contains(code)) {
      throw new CredentialsOutOfReachException(
          "The token service could not make a session of " + place + ": " + code + ".");
    }
    throw new CredentialException(
        "The token service refused a session of " + place + ": " + code + ".");
  }

  private void pause(int tries) {
    try {
      waiter.await(
          WAITS.wait(tries, false, Optional.empty(), () -> JdkRandom.shared().nextDouble()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CredentialsOutOfReachException("The thread was interrupted.");
    }
  }

  private static Credentials read(byte[] xml, String place) {
    try {
      String id = element(xml, "AccessKeyId").map(Sts::text).orElseThrow();
      byte[] secret = element(xml, "SecretAccessKey").orElseThrow();
      byte[] token = element(xml, "SessionToken").orElseThrow();
      String expires = element(xml, "Expiration").map(Sts::text).orElseThrow();
      return Credentials.of(id, SecretBytes.owning(secret), place)
          .inSession(
              SecretBytes.owning(token), Optional.of(OffsetDateTime.parse(expires).toInstant()));
    } catch (java.util.NoSuchElementException | DateTimeException e) {
      throw new CredentialException("The token service answered no session of " + place + ".");
    }
  }

  /** The text of an element that holds neither markup nor entities. */
  static Optional<byte[]> element(byte[] xml, String name) {
    byte[] open = ("<" + name + ">").getBytes(US_ASCII);
    int start = indexOf(xml, open, 0);
    if (start < 0) {
      return Optional.empty();
    }
    int from = start + open.length;
    int end = indexOf(xml, ("</" + name + ">").getBytes(US_ASCII), from);
    if (end < 0) {
      return Optional.empty();
    }
    byte[] found = Arrays.copyOfRange(xml, from, end);
    for (byte b : found) {
      if (b == '<' || b == '&') {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private static int indexOf(byte[] in, byte[] what, int from) {
    for (int i = from; i <= in.length - what.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  private static String text(byte[] bytes) {
    return dev.keyward.model.Quoted.line(new String(bytes, UTF_8), 256);
  }

  private static byte[] form(String action, Map<String, String> parameters, SecretBytes token) {
    StringBuilder text = new StringBuilder("Action=").append(action).append("&Version=2011-06-15");
    parameters.forEach(
        (name, value) ->
            text.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8)));
    ByteArrayOutputStream form = new ByteArrayOutputStream(2048);
    form.writeBytes(text.toString().getBytes(UTF_8));
    if (token != null) {
      form.writeBytes("&WebIdentityToken=".getBytes(US_ASCII));
      // Tokens are Base64url and dots, which need no escaping; anything else is escaped.
      token.use(
          bytes ->
              form.writeBytes(
                  URLEncoder.encode(new String(bytes, UTF_8).trim(), UTF_8).getBytes(US_ASCII)));
    }
    return form.toByteArray();
  }
}
