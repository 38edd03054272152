package dev.keyward.remote.credentials;

import dev.keyward.secret.SecretBytes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** An access key. Closing zeroes its secret. Thread-safe. */
public final class Credentials implements AutoCloseable {
  private static final AtomicLong MADE = new AtomicLong();

  private final String accessKeyId;
  private final SecretBytes secret;
  private final SecretBytes token;
  private final Instant expires;
  private final String source;
  private final long version;

  private Credentials(
      String accessKeyId,
      SecretBytes secret,
      SecretBytes token,
      Instant expires,
      String source,
      long version) {
    this.accessKeyId = Objects.requireNonNull(accessKeyId, "accessKeyId");
    this.secret = Objects.requireNonNull(secret, "secret");
    this.token = token;
    this.expires = expires;
    this.source = source;
    this.version = version;
  }

  /**
   * An access key that is good until it is withdrawn.
   *
   * @param accessKeyId its id
   * @param secret its secret, in ASCII; owned
   * @param source where it was found, for messages
   * @return the credentials
   */
  public static Credentials of(String accessKeyId, SecretBytes secret, String source) {
    if (!accessKeyId.matches("\\w{1,128}")) {
      throw new CredentialException(source + " holds something that is no access key id.");
    }
    return new Credentials(accessKeyId, secret, null, null, source, MADE.incrementAndGet());
  }

  /**
   * The same access key as part of a session.
   *
   * @param token the session token, in ASCII; owned
   * @param expires when the session ends; empty if that is not known
   * @return the credentials; these ones must not be used any more
   */
  public Credentials inSession(SecretBytes token, Optional<Instant> expires) {
    return new Credentials(
        accessKeyId, secret, token, expires.orElse(null), source, MADE.incrementAndGet());
  }

  /**
   * The same access key, good until some time although it belongs to no session.
   *
   * @param end when it ends
   * @return the credentials; these ones must not be used any more
   */
  public Credentials until(Instant end) {
    return new Credentials(accessKeyId, secret, token, end, source, MADE.incrementAndGet());
  }

  /**
   * A copy that lives on when this one is closed.
   *
   * @return the same version; the caller closes it
   */
  public Credentials copy() {
    return new Credentials(
        accessKeyId, secret.copy(), token == null ? null : token.copy(), expires, source, version);
  }

  /**
   * The id of the access key.
   *
   * @return not secret
   */
  public String accessKeyId() {
    return accessKeyId;
  }

  /**
   * The secret access key.
   *
   * @return the holder; still owned by this object
   */
  public SecretBytes secret() {
    return secret;
  }

  /**
   * The session token.
   *
   * @return empty for a key that belongs to no session; still owned by this object
   */
  public Optional<SecretBytes> token() {
    return Optional.ofNullable(token);
  }

  /**
   * When the session ends.
   *
   * @return empty if never, or if that is not known
   */
  public Optional<Instant> expires() {
    return Optional.ofNullable(expires);
  }

  /**
   * Where they were found.
   *
   * @return short text without secrets
   */
  public String source() {
    return source;
  }

  /**
   * A number that is different for credentials that were fetched anew.
   *
   * @return the number
   */
  public long version() {
    return version;
  }

  @Override
  public void close() {
    secret.close();
    if (token != null) {
      token.close();
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + accessKeyId + " from " + source + "]";
  }
}
