package dev.keyward.embedded.audit;

import java.util.Objects;

/**
 * What a call was about.
 *
 * @param arn ARN of a key or alias
 * @param accountId its account
 * @param type the type, usually {@link #KEY}
 */
public record AuditResource(String arn, String accountId, String type) {
  /** The type of keys. */
  public static final String KEY = "AWS::KMS::Key";

  /** The type of aliases. */
  public static final String ALIAS = "AWS::KMS::Alias";

  public AuditResource {
    Objects.requireNonNull(arn, "arn");
    Objects.requireNonNull(type, "type");
  }

  /**
   * A key.
   *
   * @param arn its ARN
   * @param accountId its account
   * @return the resource
   */
  public static AuditResource key(String arn, String accountId) {
    return new AuditResource(arn, accountId, KEY);
  }
}
