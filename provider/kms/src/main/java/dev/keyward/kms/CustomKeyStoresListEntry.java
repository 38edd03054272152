package dev.keyward.kms;

import java.time.Instant;

/**
 * One custom key store in a listing.
 *
 * @param customKeyStoreId custom key store that holds the key
 * @param customKeyStoreName name of the custom key store
 * @param cloudHsmClusterId cluster behind the custom key store
 * @param trustAnchorCertificate certificate of the cluster
 * @param connectionState whether it is connected
 * @param connectionErrorCode why the connection failed
 * @param creationDate when it was created
 * @param customKeyStoreType kind of custom key store
 * @param xksProxyConfiguration how the proxy is reached
 */
public record CustomKeyStoresListEntry(
    @Member(min = 1, max = 64) String customKeyStoreId,
    @Member(min = 1, max = 256) String customKeyStoreName,
    @Member(min = 19, max = 24, pattern = "cluster-[2-7a-zA-Z]{11,16}") String cloudHsmClusterId,
    @Member(min = 1, max = 5000) String trustAnchorCertificate,
    ConnectionState connectionState,
    ConnectionErrorCode connectionErrorCode,
    Instant creationDate,
    CustomKeyStoreType customKeyStoreType,
    XksProxyConfigurationType xksProxyConfiguration) {}
