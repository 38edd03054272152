package dev.keyward.identity;

import java.util.Objects;

/**
 * An access key that may be used at the moment, and who uses it.
 *
 * @param accessKeyId the access key
 * @param principalArn ARN of the user it belongs to
 * @param version changes whenever the access key does
 */
public record Credential(String accessKeyId, String principalArn, long version) {
  /** Checks that nothing is missing. */
  public Credential {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(principalArn, "principalArn");
  }
}
