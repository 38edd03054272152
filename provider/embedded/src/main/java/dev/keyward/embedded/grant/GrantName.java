package dev.keyward.embedded.grant;

import java.util.Objects;

/**
 * Which grant.
 *
 * @param keyRecord record id of its key
 * @param grantId its id
 */
public record GrantName(String keyRecord, String grantId) {
  /** Checks that nothing is missing. */
  public GrantName {
    Objects.requireNonNull(keyRecord, "keyRecord");
    Objects.requireNonNull(grantId, "grantId");
  }

  String recordId() {
    return keyRecord + "/" + grantId;
  }
}
