package dev.keyward.embedded.grant;

import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.policy.RetireClaim;
import dev.keyward.kms.json.JsonCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A grant as the store keeps it (in JSON). Members that do not apply are null.
 *
 * @param keyRecord record id of its key: {@code account/region/key-id}
 * @param keyArn ARN of its key
 * @param grantId 64 hex digits
 * @param name a name that makes creating it idempotent
 * @param creationDate when it was created
 * @param granteePrincipal ARN of whom it allows something
 * @param retiringPrincipal ARN of who may retire it
 * @param granteeServicePrincipal name of the service that it allows something
 * @param retiringServicePrincipal name of the service that may retire it
 * @param issuingAccount ARN of the root of the account that issued it
 * @param operations what it allows, as the KMS API names the operations
 * @param constraints when it allows it
 * @param granteeId unique id of the user or role that bore the grantee's name when it was made
 * @param retiringId unique id of the user or role that bore the retiring principal's name
 */
public record GrantRecord(
    String keyRecord,
    String keyArn,
    String grantId,
    String name,
    Instant creationDate,
    String granteePrincipal,
    String retiringPrincipal,
    String granteeServicePrincipal,
    String retiringServicePrincipal,
    String issuingAccount,
    List<String> operations,
    Constraints constraints,
    String granteeId,
    String retiringId) {

  /**
   * When a grant applies. Names of context pairs are compared without regard to case, values with.
   *
   * @param encryptionContextEquals the encryption context must be just this; null for any
   * @param encryptionContextSubset the encryption context must contain this; null for any
   * @param sourceArn the request must be made for this resource; null for any
   */
  public record Constraints(
      Map<String, String> encryptionContextEquals,
      Map<String, String> encryptionContextSubset,
      String sourceArn) {

    private Constraints sorted() {
      return new Constraints(
          sorted(encryptionContextEquals), sorted(encryptionContextSubset), sourceArn);
    }

    private static Map<String, String> sorted(Map<String, String> pairs) {
      return pairs == null ? null : new TreeMap<>(pairs);
    }
  }

  /**
   * Tells whether the grant allows a request.
   *
   * @param request the request
   * @return true if grantee, operation and constraints fit
   */
  public boolean allows(GrantRequest request) {
    return operations.contains(request.operation())
        && isGrantee(request.caller(), request.callerId())
        && ConstraintRules.fits(constraints, request);
  }

  /**
   * Tells whether somebody who was given this grant may give another one on the same key: it must
   * include CreateGrant, and the other one must allow no operation that this one does not, under
   * constraints at least as strict.
   *
   * @param child the grant to be created
   * @return true if it may be created
   */
  public boolean mayGive(GrantRecord child) {
    return operations.contains("CreateGrant")
        && keyRecord.equals(child.keyRecord)
        && operations.containsAll(child.operations)
        && ConstraintRules.isAtLeastAsStrict(child.constraints, constraints);
  }

  /**
   * What somebody has to do with this grant that wants to retire it.
   *
   * @param caller who
   * @param callerId unique id of the user or role who asks; empty for all others
   * @return PARTY for the retiring principal, a grantee whose operations include RetireGrant, and
   *     the root of the issuing account; ACCOUNT for others of accounts that may
   */
  public RetireClaim claimOf(Principal caller, Optional<String> callerId) {
    boolean byGrantee = operations.contains("RetireGrant");
    if (isNamed(caller, retiringPrincipal) && isThatOne(retiringId, callerId)
        || isService(caller, retiringServicePrincipal)
        || isNamed(caller, issuingAccount)
        || byGrantee && isGrantee(caller, callerId)) {
      return RetireClaim.PARTY;
    }
    boolean ofAccount =
        isOfAccount(caller, issuingAccount)
            || isOfAccount(caller, retiringPrincipal)
            || byGrantee && isOfAccount(caller, granteePrincipal);
    return ofAccount ? RetireClaim.ACCOUNT : RetireClaim.NONE;
  }

  /**
   * Tells whether this grant, which is to be created, says the same as one that is there, whatever
   * their ids and dates. Who bore a name is compared only where the other one tells it: earlier
   * versions wrote no unique ids.
   *
   * @param stored a grant as it was stored
   * @return true if creating this one by name means the stored one
   */
  public boolean saysTheSameAs(GrantRecord stored) {
    GrantRecord asStored =
        withoutIdentity(
            stored.granteeId == null ? null : granteeId,
            stored.retiringId == null ? null : retiringId);
    return asStored.equals(stored.withoutIdentity());
  }

  /**
   * Everything the grant says, whatever its id and date: equal for two grants that say the same.
   *
   * @return the bytes to make a digest of
   */
  public byte[] content() {
    return JsonCodec.write(withoutIdentity());
  }

  private GrantRecord withoutIdentity() {
    return withoutIdentity(granteeId, retiringId);
  }

  private GrantRecord withoutIdentity(String grantee, String retiring) {
    return new GrantRecord(
        keyRecord,
        keyArn,
        "",
        name,
        Instant.EPOCH,
        granteePrincipal,
        retiringPrincipal,
        granteeServicePrincipal,
        retiringServicePrincipal,
        issuingAccount,
        operations.stream().distinct().sorted().toList(),
        constraints == null ? null : constraints.sorted(),
        grantee,
        retiring);
  }

  private boolean isGrantee(Principal caller, Optional<String> callerId) {
    return isNamed(caller, granteePrincipal) && isThatOne(granteeId, callerId)
        || isService(caller, granteeServicePrincipal);
  }

  /** A name that was given anew is not who the grant is about; earlier versions wrote no ids. */
  private static boolean isThatOne(String id, Optional<String> callerId) {
    return id == null || callerId.filter(id::equals).isPresent();
  }

  private static boolean isNamed(Principal caller, String arn) {
    return Principal.read(arn).filter(caller::answersTo).isPresent();
  }

  private static boolean isService(Principal caller, String service) {
    return caller instanceof Principal.Service && caller.arn().equals(service);
  }

  /** Whether an ARN names the account that the caller belongs to, as a whole. */
  private static boolean isOfAccount(Principal caller, String arn) {
    return Principal.read(arn)
        .filter(
            named ->
                named instanceof Principal.Root root
                    && caller.account().filter(root.id()::equals).isPresent())
        .isPresent();
  }
}
