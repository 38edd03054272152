package dev.keyward.kms;

/** UpdateCustomKeyStore: changes the properties of a custom key store. */
public interface UpdateCustomKeyStore {

  /**
   * What is asked.
   *
   * @param customKeyStoreId custom key store that holds the key
   * @param newCustomKeyStoreName its new name
   * @param keyStorePassword password of the user in the cluster
   * @param cloudHsmClusterId cluster behind the custom key store
   * @param xksProxyUriEndpoint address of the external key store proxy
   * @param xksProxyUriPath path there
   * @param xksProxyVpcEndpointServiceName VPC endpoint service of the proxy
   * @param xksProxyVpcEndpointServiceOwner account that owns that service
   * @param xksProxyAuthenticationCredential credential for the proxy
   * @param xksProxyConnectivity how the proxy is reached
   */
  record Request(
      @Member(required = true, min = 1, max = 64) String customKeyStoreId,
      @Member(min = 1, max = 256) String newCustomKeyStoreName,
      @Member(min = 7, max = 32, sensitive = true) String keyStorePassword,
      @Member(min = 19, max = 24, pattern = "cluster-[2-7a-zA-Z]{11,16}") String cloudHsmClusterId,
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
     * @param customKeyStoreId custom key store that holds the key
     * @return the request
     */
    public static Request of(String customKeyStoreId) {
      return new Request(customKeyStoreId, null, null, null, null, null, null, null, null, null);
    }

    /**
     * The same request with NewCustomKeyStoreName.
     *
     * @param newCustomKeyStoreName its new name
     * @return a new request
     */
    public Request withNewCustomKeyStoreName(String newCustomKeyStoreName) {
      return new Request(
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
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
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }

    /**
     * The same request with CloudHsmClusterId.
     *
     * @param cloudHsmClusterId cluster behind the custom key store
     * @return a new request
     */
    public Request withCloudHsmClusterId(String cloudHsmClusterId) {
      return new Request(
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
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
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
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
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
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
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
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
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
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
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
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
          customKeyStoreId,
          newCustomKeyStoreName,
          keyStorePassword,
          cloudHsmClusterId,
          xksProxyUriEndpoint,
          xksProxyUriPath,
          xksProxyVpcEndpointServiceName,
          xksProxyVpcEndpointServiceOwner,
          xksProxyAuthenticationCredential,
          xksProxyConnectivity);
    }
  }

  /** What is answered. */
  record Response() {}
}
