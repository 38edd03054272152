package dev.keyward.kms;

import java.util.List;

/** CreateGrant: allows a principal to use a key. */
public interface CreateGrant {

  /**
   * What is asked.
   *
   * @param keyId the key
   * @param granteePrincipal who may use the key
   * @param retiringPrincipal who may retire the grant
   * @param operations what the grant allows
   * @param constraints what limits the grant
   * @param grantTokens grants that may not be known everywhere yet
   * @param name name that makes repeating the request harmless
   * @param dryRun only check whether the call would succeed
   * @param granteeServicePrincipal service that may use the key
   * @param retiringServicePrincipal service that may retire the grant
   */
  record Request(
      @Member(required = true, min = 1, max = 2048) String keyId,
      @Member(min = 1, max = 256, pattern = "^[\\w+=,.@:/-]+$") String granteePrincipal,
      @Member(min = 1, max = 256, pattern = "^[\\w+=,.@:/-]+$") String retiringPrincipal,
      @Member(required = true) List<GrantOperation> operations,
      GrantConstraints constraints,
      @Member(max = 10, elementMin = 1, elementMax = 8192) List<String> grantTokens,
      @Member(min = 1, max = 256, pattern = "^[a-zA-Z0-9:/_-]+$") String name,
      Boolean dryRun,
      String granteeServicePrincipal,
      String retiringServicePrincipal) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param keyId the key
     * @param granteePrincipal who may use the key
     * @param operations what the grant allows
     * @return the request
     */
    public static Request of(
        String keyId, String granteePrincipal, List<GrantOperation> operations) {
      return new Request(
          keyId, granteePrincipal, null, operations, null, null, null, null, null, null);
    }

    /**
     * The same request with RetiringPrincipal.
     *
     * @param retiringPrincipal who may retire the grant
     * @return a new request
     */
    public Request withRetiringPrincipal(String retiringPrincipal) {
      return new Request(
          keyId,
          granteePrincipal,
          retiringPrincipal,
          operations,
          constraints,
          grantTokens,
          name,
          dryRun,
          granteeServicePrincipal,
          retiringServicePrincipal);
    }

    /**
     * The same request with Constraints.
     *
     * @param constraints what limits the grant
     * @return a new request
     */
    public Request withConstraints(GrantConstraints constraints) {
      return new Request(
          keyId,
          granteePrincipal,
          retiringPrincipal,
          operations,
          constraints,
          grantTokens,
          name,
          dryRun,
          granteeServicePrincipal,
          retiringServicePrincipal);
    }

    /**
     * The same request with GrantTokens.
     *
     * @param grantTokens grants that may not be known everywhere yet
     * @return a new request
     */
    public Request withGrantTokens(List<String> grantTokens) {
      return new Request(
          keyId,
          granteePrincipal,
          retiringPrincipal,
          operations,
          constraints,
          grantTokens,
          name,
          dryRun,
          granteeServicePrincipal,
          retiringServicePrincipal);
    }

    /**
     * The same request with Name.
     *
     * @param name name that makes repeating the request harmless
     * @return a new request
     */
    public Request withName(String name) {
      return new Request(
          keyId,
          granteePrincipal,
          retiringPrincipal,
          operations,
          constraints,
          grantTokens,
          name,
          dryRun,
          granteeServicePrincipal,
          retiringServicePrincipal);
    }

    /**
     * The same request with DryRun.
     *
     * @param dryRun only check whether the call would succeed
     * @return a new request
     */
    public Request withDryRun(Boolean dryRun) {
      return new Request(
          keyId,
          granteePrincipal,
          retiringPrincipal,
          operations,
          constraints,
          grantTokens,
          name,
          dryRun,
          granteeServicePrincipal,
          retiringServicePrincipal);
    }

    /**
     * The same request with GranteeServicePrincipal.
     *
     * @param granteeServicePrincipal service that may use the key
     * @return a new request
     */
    public Request withGranteeServicePrincipal(String granteeServicePrincipal) {
      return new Request(
          keyId,
          granteePrincipal,
          retiringPrincipal,
          operations,
          constraints,
          grantTokens,
          name,
          dryRun,
          granteeServicePrincipal,
          retiringServicePrincipal);
    }

    /**
     * The same request with RetiringServicePrincipal.
     *
     * @param retiringServicePrincipal service that may retire the grant
     * @return a new request
     */
    public Request withRetiringServicePrincipal(String retiringServicePrincipal) {
      return new Request(
          keyId,
          granteePrincipal,
          retiringPrincipal,
          operations,
          constraints,
          grantTokens,
          name,
          dryRun,
          granteeServicePrincipal,
          retiringServicePrincipal);
    }
  }

  /**
   * What is answered.
   *
   * @param grantToken token that makes the grant known at once
   * @param grantId the grant
   */
  record Response(
      @Member(min = 1, max = 8192) String grantToken, @Member(min = 1, max = 128) String grantId) {

    @Override
    public String toString() {
      return Described.text(this);
    }
  }
}
