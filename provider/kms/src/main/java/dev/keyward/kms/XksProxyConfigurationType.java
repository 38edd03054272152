package dev.keyward.kms;

/**
 * How an external key store proxy is reached.
 *
 * @param connectivity how the proxy is reached
 * @param accessKeyId name of the credential
 * @param uriEndpoint its address
 * @param uriPath path there
 * @param vpcEndpointServiceName its VPC endpoint service
 * @param vpcEndpointServiceOwner account that owns that service
 */
public record XksProxyConfigurationType(
    XksProxyConnectivity connectivity,
    @Member(min = 20, max = 30, pattern = "^[A-Z2-7]+$", sensitive = true) String accessKeyId,
    @Member(min = 10, max = 128, pattern = "^https://[a-zA-Z0-9.-]+$") String uriEndpoint,
    @Member(
            min = 10,
            max = 128,
            pattern = "^(/[a-zA-Z0-9\\/_-]+/kms/xks/v\\d{1,2})$|^(/kms/xks/v\\d{1,2})$")
        String uriPath,
    @Member(
            min = 20,
            max = 64,
            pattern = "^(com|eu)\\.amazonaws\\.vpce\\.([a-z]+-){2,3}\\d+\\.vpce-svc-[0-9a-z]+$")
        String vpcEndpointServiceName,
    @Member(min = 12, max = 12, pattern = "[0-9]{12}") String vpcEndpointServiceOwner) {}
