package dev.keyward.embedded;

import dev.keyward.embedded.policy.Principal;
import dev.keyward.kms.Constraints;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListRetirableGrants;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the parties of a grant are spelt. Whatever gets into a grant is read again for everybody who
 * relies on the key's grants, so it is checked before it is stored.
 */
final class GrantForms {
  private static final Pattern GRANT_ID = Pattern.compile("[0-9a-f]{64}");

  private GrantForms() {}

  static void check(CreateGrant.Request request) {
    requireOneOf(request.granteePrincipal(), request.granteeServicePrincipal());
    requirePrincipal(request.granteePrincipal());
    requirePrincipal(request.retiringPrincipal());
    requireService(request.granteeServicePrincipal(), "granteeServicePrincipal");
    requireService(request.retiringServicePrincipal(), "retiringServicePrincipal");
  }

  static void check(ListGrants.Request request) {
    requirePrincipal(request.granteePrincipal());
    requireService(request.granteeServicePrincipal(), "granteeServicePrincipal");
  }

  static void check(ListRetirableGrants.Request request) {
    requireOneOf(request.retiringPrincipal(), request.retiringServicePrincipal());
    requirePrincipal(request.retiringPrincipal());
    requireService(request.retiringServicePrincipal(), "retiringServicePrincipal");
  }

  private static void requireOneOf(String principal, String service) {
    if ((principal == null) == (service == null)) {
      throw KeyRules.invalid("Specify either a principal or a service principal.");
    }
  }

  /** An ARN of IAM or STS: services have a member of their own. */
  private static void requirePrincipal(String principal) {
    if (principal == null) {
      return;
    }
    try {
      if (Principal.parse(principal) instanceof Principal.Service) {
        throw invalidArn("a service is named by a service principal");
      }
    } catch (IllegalArgumentException e) {
      throw invalidArn(e.getMessage());
    }
  }

  private static KmsServiceException invalidArn(String why) {
    return new KmsServiceException(ErrorCode.INVALID_ARN, "Invalid principal: " + why + ".");
  }

  private static void requireService(String service, String field) {
    if (service == null) {
      return;
    }
    if (service.length() > Principal.MAX_LENGTH) {
      throw Constraints.failure(
          List.of(
              Constraints.violation(
                  service, field, "have length less than or equal to " + Principal.MAX_LENGTH)));
    }
    if (!Principal.read(service).filter(Principal.Service.class::isInstance).isPresent()) {
      throw Constraints.failure(
          List.of(
              Constraints.violation(
                  service, field, "be the name of a service such as rds.amazonaws.com")));
    }
  }

  static String checkedId(String grantId) {
    if (!GRANT_ID.matcher(grantId).matches()) {
      throw new KmsServiceException(ErrorCode.INVALID_GRANT_ID, "The grant id is not valid.");
    }
    return grantId;
  }
}
