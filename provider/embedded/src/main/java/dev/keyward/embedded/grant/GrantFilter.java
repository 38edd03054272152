package dev.keyward.embedded.grant;

import java.util.Objects;
import java.util.Optional;

/**
 * Which grants of a key a listing shows.
 *
 * @param grantId only this one
 * @param granteePrincipal only those with this grantee
 * @param granteeServicePrincipal only those with this service as grantee
 */
public record GrantFilter(
    Optional<String> grantId,
    Optional<String> granteePrincipal,
    Optional<String> granteeServicePrincipal) {
  /** Every grant. */
  public static final GrantFilter ALL =
      new GrantFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that nothing is missing. */
  public GrantFilter {
    Objects.requireNonNull(grantId, "grantId");
    Objects.requireNonNull(granteePrincipal, "granteePrincipal");
    Objects.requireNonNull(granteeServicePrincipal, "granteeServicePrincipal");
  }

  boolean shows(GrantRecord grant) {
    return fits(grantId, grant.grantId())
        && fits(granteePrincipal, grant.granteePrincipal())
        && fits(granteeServicePrincipal, grant.granteeServicePrincipal());
  }

  private static boolean fits(Optional<String> wanted, String value) {
    return wanted.isEmpty() || wanted.get().equals(value);
  }
}
