package dev.keyward.remote.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.kms.sigv4.CredentialScope;
import dev.keyward.kms.sigv4.RequestSigner;
import dev.keyward.kms.sigv4.SigningKey;
import dev.keyward.remote.credentials.Credentials;
import dev.keyward.remote.http.WireRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Makes signed requests for one endpoint, and keeps the signing key of the day. Thread-safe. */
final class Signatory implements AutoCloseable {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private final Target target;
  private final String host;
  private volatile Derived derived;
  private boolean closed;

  private record Derived(long version, SigningKey key) {}

  Signatory(Target target) {
    this.target = target;
    this.host = WireRequest.host(target.uri());
  }

  WireRequest sign(String operation, byte[] body, Credentials credentials, Instant now) {
    Map<String, String> headers = new HashMap<>();
    headers.put("host", host);
    headers.put("content-type", CONTENT_TYPE);
    headers.put("x-amz-target", "TrentService." + operation);
    credentials
        .token()
        .ifPresent(
            token ->
                headers.put(
                    "x-amz-security-token", token.read(bytes -> new String(bytes, US_ASCII))));
    Map<String, String> signed = sign(headers, body, credentials, now);
    signed.remove("host");
    return new WireRequest("POST", target.uri().resolve("/"), signed, body);
  }

  private Map<String, String> sign(
      Map<String, String> headers, byte[] body, Credentials credentials, Instant now) {
    for (int tries = 0; ; tries++) {
      SigningKey key = key(credentials, CredentialScope.at(now, target.region(), "kms"));
      try {
        return RequestSigner.sign(headers, body, credentials.accessKeyId(), key, now);
      } catch (IllegalStateException e) {
        // Replaced, and so closed, by another thread since it was found.
        if (tries > 2) {
          throw e;
        }
      }
    }
  }

  private SigningKey key(Credentials credentials, CredentialScope scope) {
    Derived now = derived;
    if (now != null && now.version() == credentials.version() && now.key().scope().equals(scope)) {
      return now.key();
    }
    return derive(credentials, scope);
  }

  private synchronized SigningKey derive(Credentials credentials, CredentialScope scope) {
    if (closed) {
      throw new IllegalStateException("the client was closed");
    }
    Derived before = derived;
    SigningKey key = SigningKey.derive(credentials.secret(), scope);
    derived = new Derived(credentials.version(), key);
    if (before != null) {
      before.key().close();
    }
    return key;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (derived != null) {
      derived.key().close();
    }
  }
}
