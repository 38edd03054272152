package dev.keyward.embedded.grant;

import dev.keyward.embedded.policy.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody wants to do with a key.
 *
 * @param caller who
 * @param operation the operation as grants name it: {@code Decrypt}, {@code ReEncryptFrom}
 * @param encryptionContext the encryption context; empty for operations without one
 * @param sourceArn the resource for which a service makes the request
 * @param callerId unique id of the user or role who asks; empty for all others
 */
public record GrantRequest(
    Principal caller,
    String operation,
    Map<String, String> encryptionContext,
    Optional<String> sourceArn,
    Optional<String> callerId) {
  /** Checks that nothing is missing. */
  public GrantRequest {
    Objects.requireNonNull(caller, "caller");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(encryptionContext, "encryptionContext");
    Objects.requireNonNull(sourceArn, "sourceArn");
    Objects.requireNonNull(callerId, "callerId");
  }
}
