package dev.keyward.embedded.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * Who made a call, as CloudTrail describes it in {@code userIdentity}. What is not known, or does
 * not apply, is null.
 *
 * @param type {@code IAMUser}, {@code AssumedRole}, {@code Root}, {@code AWSService}, {@code
 *     AWSAccount} or {@code FederatedUser}
 * @param principalId unique id of the principal
 * @param arn the principal's ARN
 * @param accountId its account
 * @param accessKeyId id of the access key that signed the request
 * @param userName name of a user
 * @param session the session of an assumed role
 * @param invokedBy the service that calls on behalf of the principal
 */
public record AuditIdentity(
    String type,
    String principalId,
    String arn,
    String accountId,
    String accessKeyId,
    String userName,
    Session session,
    String invokedBy) {

  /**
   * The session of an assumed role.
   *
   * @param issuer the role, with type {@code Role}; null if not known
   * @param creationDate when the session began; null if not known
   * @param mfaAuthenticated whether a second factor was shown
   */
  public record Session(AuditIdentity issuer, Instant creationDate, boolean mfaAuthenticated) {}

  public AuditIdentity {
    Objects.requireNonNull(type, "type");
  }

  /**
   * A principal of which only the essentials are known.
   *
   * @param type the type
   * @param arn its ARN; may be null
   * @param accountId its account; may be null
   * @return the identity
   */
  public static AuditIdentity of(String type, String arn, String accountId) {
    return new AuditIdentity(type, null, arn, accountId, null, null, null, null);
  }

  /**
   * A service that acts on its own or for an account.
   *
   * @param service such as {@code AWS Internal} or {@code s3.amazonaws.com}
   * @return the identity
   */
  public static AuditIdentity service(String service) {
    return new AuditIdentity("AWSService", null, null, null, null, null, null, service);
  }
}
