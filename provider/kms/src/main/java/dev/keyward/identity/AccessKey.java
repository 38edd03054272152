package dev.keyward.identity;

import java.time.Instant;
import java.util.Objects;

/**
 * An access key of a user, without its secret: what requests over the wire are signed with.
 *
 * @param id {@code AKIA} and 16 more upper-case letters or digits; never given again
 * @param userArn whose it is
 * @param status whether it may be used
 * @param created when it was created
 */
public record AccessKey(String id, String userArn, Status status, Instant created) {
  /** Checks that nothing is missing. */
  public AccessKey {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(userArn, "userArn");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(created, "created");
  }

  /** Whether an access key may be used. */
  public enum Status {
    /** Requests signed with it are accepted. */
    ACTIVE,
    /** Requests signed with it are refused, as if it did not exist. */
    INACTIVE
  }
}
