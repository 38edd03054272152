package dev.keyward.embedded.audit;

import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.Member;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The members of a line that the short form shows. */
record LoggedEvent(
    @Member(name = "eventTime") String eventTime,
    @Member(name = "eventName") String eventName,
    @Member(name = "userIdentity") Identity userIdentity,
    @Member(name = "awsRegion") String awsRegion,
    @Member(name = "errorCode") String errorCode,
    @Member(name = "requestParameters") Parameters requestParameters,
    @Member(name = "requestID") String requestId,
    @Member(name = "resources") List<Resource> resources) {

  /** Who called. */
  record Identity(
      @Member(name = "type") String type,
      @Member(name = "arn") String arn,
      @Member(name = "principalId") String principalId,
      @Member(name = "invokedBy") String invokedBy) {}

  /** What it was asked for. */
  record Parameters(
      @Member(name = "keyId") String keyId, @Member(name = "aliasName") String aliasName) {}

  /** What it was about. */
  record Resource(@Member(name = "type") String type, @Member(name = "ARN") String arn) {}

  /** The short form; empty if it is no event. */
  Optional<AuditEntry> entry(String json) {
    if (eventTime == null || eventName == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new AuditEntry(
              Instant.parse(eventTime),
              eventName,
              principal(),
              key(),
              errorCode,
              awsRegion,
              requestId,
              json));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private String principal() {
    if (userIdentity == null) {
      return null;
    }
    return firstOf(
        userIdentity.arn(),
        userIdentity.invokedBy(),
        userIdentity.principalId(),
        userIdentity.type());
  }

  private String key() {
    String resource =
        resources == null
            ? null
            : resources.stream()
                .filter(any -> AuditResource.KEY.equals(any.type()))
                .map(Resource::arn)
                .findFirst()
                .orElse(null);
    return requestParameters == null
        ? resource
        : firstOf(resource, requestParameters.keyId(), requestParameters.aliasName());
  }

  private static String firstOf(String... texts) {
    for (String text : texts) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
