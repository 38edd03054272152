package dev.keyward.embedded.audit;

/**
 * Where a request came from. What is not known is null.
 *
 * @param sourceIp the caller's address, or the name of a service
 * @param userAgent what the client calls itself
 * @param vpcEndpointId the VPC endpoint it came through
 * @param tls how it was protected
 */
public record AuditOrigin(String sourceIp, String userAgent, String vpcEndpointId, Tls tls) {

  /**
   * A TLS connection.
   *
   * @param version such as {@code TLSv1.3}
   * @param cipherSuite such as {@code TLS_AES_256_GCM_SHA384}
   * @param clientProvidedHostHeader the host the client asked for
   * @param keyExchange the group; null if not known
   */
  public record Tls(
      String version, String cipherSuite, String clientProvidedHostHeader, String keyExchange) {}

  /**
   * A call inside this JVM.
   *
   * @param userAgent what the client calls itself
   * @return the origin
   */
  public static AuditOrigin local(String userAgent) {
    return new AuditOrigin("127.0.0.1", userAgent, null, null);
  }
}
