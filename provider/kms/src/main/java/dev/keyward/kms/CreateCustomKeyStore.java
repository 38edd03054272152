package dev.keyward.kms;

/** CreateCustomKeyStore: registers a custom key store. */
public interface CreateCustomKeyStore {

  /**
   * What is asked.
   *
   * @param customKeyStoreName name of the custom key store
   * @param cloudHsmClusterId cluster behind the custom key store
   * @param trustAnchorCertificate certificate of the cluster
   * @param keyStorePassword password of the user in the cluster
   * @param customKeyStoreType kind of custom key store
   * @param xksProxyUriEndpoint address of the external key store proxy
   * @param xksProxyUriPath path there
   * @param xksProxyVpcEndpointServiceName VPC endpoint service of the proxy
   * @param xksProxyVpcEndpointServiceOwner account that owns that service
   * @param xksProxyAuthenticationCredential credential for the proxy
   * @param xksProxyConnectivity how the proxy is reached
   */
  record Request(
      @Member(required = true, min = 1, max = 256) String customKeyStoreName,
      @Member(min = 19, max = 24, pattern = "cluster-[2-7a-zA-Z]{11,16}") String cloudHsmClusterId,
      @Member(min = 1, max = 5000) String trustAnchorCertificate,
      @Member(min = 7, max = 32, sensitive = true) String keyStorePassword,
      CustomKeyStoreType customKeyStoreType,
      @Member(min = 10, max = 128, pattern = "^https://[a-zA-Z0-9.-]+$") String xksProxyUriEndpoint,
      @Member(
              min = 10,
              max = 128,
              pattern = "^(/[a-zA-Z0-9\\/_-]+/kms/xks/v\\d{1,2})$|^(/kms/xks/v\\d{1,2})$")
          String xksProxyUriPath,
      @Member(
              min = 20,
              max = 64,
              pattern = "^(com|eu)\\.amazonaws\\.vpce\\.([a-z]+-){2,3}\\d+\\.vpce-svc-[0-9a-z]+$")
          String xksProxyVpcEndpointServiceName,
      @Member(min = 12, max = 12, pattern = "[0-9]{12}") String xksProxyVpcEndpointServiceOwner,
      XksProxyAuthenticationCredentialType xksProxyAuthenticationCredential,
      XksProxyConnectivity xksProxyConnectivity) {

    @Override
    public String toString() {
      return Described.text(this);
    }

    /**
     * A request with the members it needs; all others are absent.
     *
     * @param customKeyStoreName name of the custom key store
     * @return the request
     */
    public static Request of(String customKeyStoreName) {
      return new Request(
          customKeyStoreName, null, null, null, null, null, null, null, null, null, null);
    }

    /**
     * The same request with CloudHsmClusterId.
     *
     * @param cloudHsmClusterId cluster behind the custom key store
     * @return a new request
     */
    public Request withCloudHsmClusterId(String cloudHsmClusterId) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with TrustAnchorCertificate.
     *
     * @param trustAnchorCertificate certificate of the cluster
     * @return a new request
     */
    public Request withTrustAnchorCertificate(String trustAnchorCertificate) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with KeyStorePassword.
     *
     * @param keyStorePassword password of the user in the cluster
     * @return a new request
     */
    public Request withKeyStorePassword(String keyStorePassword) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with CustomKeyStoreType.
     *
     * @param customKeyStoreType kind of custom key store
     * @return a new request
     */
    public Request withCustomKeyStoreType(CustomKeyStoreType customKeyStoreType) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with XksProxyUriEndpoint.
     *
     * @param xksProxyUriEndpoint address of the external key store proxy
     * @return a new request
     */
    public Request withXksProxyUriEndpoint(String xksProxyUriEndpoint) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with XksProxyUriPath.
     *
     * @param xksProxyUriPath path there
     * @return a new request
     */
    public Request withXksProxyUriPath(String xksProxyUriPath) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with XksProxyVpcEndpointServiceName.
     *
     * @param xksProxyVpcEndpointServiceName VPC endpoint service of the proxy
     * @return a new request
     */
    public Request withXksProxyVpcEndpointServiceName(String xksProxyVpcEndpointServiceName) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with XksProxyVpcEndpointServiceOwner.
     *
     * @param xksProxyVpcEndpointServiceOwner account that owns that service
     * @return a new request
     */
    public Request withXksProxyVpcEndpointServiceOwner(String xksProxyVpcEndpointServiceOwner) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with XksProxyAuthenticationCredential.
     *
     * @param xksProxyAuthenticationCredential credential for the proxy
     * @return a new request
     */
    public Request withXksProxyAuthenticationCredential(
        XksProxyAuthenticationCredentialType xksProxyAuthenticationCredential) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with XksProxyConnectivity.
     *
     * @param xksProxyConnectivity how the proxy is reached
     * @return a new request
     */
    public Request withXksProxyConnectivity(XksProxyConnectivity xksProxyConnectivity) {
      return new Request(
          customKeyStoreName,
          cloudHsmClusterId,
          trustAnchorCertificate,
          keyStorePassword,
          customKeyStoreType,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }
  }

  /**
   * What is answered.
   *
   * @param customKeyStoreId custom key store that holds the key
   */
  record Response(@Member(min = 1, max = 64) String customKeyStoreId) {}
}
