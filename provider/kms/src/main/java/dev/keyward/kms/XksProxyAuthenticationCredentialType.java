package dev.keyward.kms;

/**
 * Credential for an external key store proxy.
 *
 * @param accessKeyId name of the credential
 * @param rawSecretAccessKey its secret
 */
public record XksProxyAuthenticationCredentialType(
    @Member(required = true, min = 20, max = 30, pattern = "^[A-Z2-7]+$", sensitive = true)
        String accessKeyId,
    @Member(required = true, min = 43, max = 64, pattern = "^[a-zA-Z0-9\\/+=]+$", sensitive = true)
        String rawSecretAccessKey) {

  @Override
  public String toString() {
    return Described.text(this);
  }
}
