package dev.keyward.remote.credentials;

import dev.keyward.kms.json.JsonCodec;
import dev.keyward.kms.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Credentials as containers, instances and processes tell them. */
record CredentialDocument(
    Integer version,
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    String token,
    String expiration) {

  @Override
  public String toString() {
    return "CredentialDocument[" + accessKeyId + "]";
  }

  static Credentials read(byte[] json, String place) {
    try {
      return JsonCodec.read(json, CredentialDocument.class, JsonCodec.Reading.RESPONSE)
          .credentials(place);
    } catch (MalformedJsonException | DateTimeException e) {
      throw new CredentialException(
          "What " + place + " answered is not a document of credentials.");
    }
  }

  private Credentials credentials(String place) {
    if (accessKeyId == null || secretAccessKey == null) {
      throw new CredentialException("What " + place + " answered holds no access key.");
    }
    Credentials key = Credentials.of(accessKeyId, EnvironmentSource.secret(secretAccessKey), place);
    String session = sessionToken == null ? token : sessionToken;
    Optional<Instant> expires =
        Optional.ofNullable(expiration).map(text -> OffsetDateTime.parse(text).toInstant());
    return session == null
        ? expires.map(key::until).orElse(key)
        : key.inSession(EnvironmentSource.secret(session), expires);
  }
}
