package dev.keyward.kms;

import java.time.Instant;
import java.util.List;

/**
 * One grant in a listing.
 *
 * @param keyId the key
 * @param grantId the grant
 * @param name name that makes repeating the request harmless
 * @param creationDate when it was created
 * @param granteePrincipal who may use the key
 * @param retiringPrincipal who may retire the grant
 * @param issuingAccount account that made the grant
 * @param operations what the grant allows
 * @param constraints what limits the grant
 * @param granteeServicePrincipal service that may use the key
 * @param retiringServicePrincipal service that may retire the grant
 */
public record GrantListEntry(
    @Member(min = 1, max = 2048) String keyId,
    @Member(min = 1, max = 128) String grantId,
    @Member(min = 1, max = 256, pattern = "^[a-zA-Z0-9:/_-]+$") String name,
    Instant creationDate,
    @Member(min = 1, max = 256, pattern = "^[\\w+=,.@:/-]+$") String granteePrincipal,
    @Member(min = 1, max = 256, pattern = "^[\\w+=,.@:/-]+$") String retiringPrincipal,
    @Member(min = 1, max = 256, pattern = "^[\\w+=,.@:/-]+$") String issuingAccount,
    List<GrantOperation> operations,
    GrantConstraints constraints,
    String granteeServicePrincipal,
    String retiringServicePrincipal) {}
