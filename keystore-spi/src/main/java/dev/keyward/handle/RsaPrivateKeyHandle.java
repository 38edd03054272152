package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;

/**
 * The handle of the private half of an RSA key pair. Its algorithm is that of the public key it was
 * made with: {@code RSA}, or {@code RSASSA-PSS} where a certificate restricts the key to that
 * scheme (RFC 4055).
 */
public final class RsaPrivateKeyHandle extends ManagedKey
    implements PrivateKey, RSAKey, PublicParameters {
  private static final long serialVersionUID = 1L;

  private static final String PSS = "RSASSA-PSS";

  private final transient RSAPublicKey publicKey;

  RsaPrivateKeyHandle(KeyBackend backend, KeyMetadata key, RSAPublicKey publicKey) {
    this(HandleIdentity.pinned(backend, key), publicKey);
  }

  private RsaPrivateKeyHandle(HandleIdentity identity, RSAPublicKey publicKey) {
    super(identity, PSS.equals(publicKey.getAlgorithm()) ? PSS : "RSA");
    this.publicKey = publicKey;
  }

  /** The same handle with the public half in another spelling. */
  RsaPrivateKeyHandle spelledAs(RSAPublicKey other) {
    return new RsaPrivateKeyHandle(
        new HandleIdentity(backend(), reference(), arn(), spec(), usage()), other);
  }

  @Override
  public BigInteger getModulus() {
    return publicKey.getModulus();
  }

  /**
   * The public half.
   *
   * @return an ordinary JDK key
   */
  public RSAPublicKey publicKey() {
    return publicKey;
  }

  /**
   * RSA keys of the KMS have no parameters; a certificate for RSASSA-PSS may prescribe some.
   *
   * @return null for none
   */
  @Override
  public AlgorithmParameterSpec getParams() {
    return publicKey.getParams();
  }
}
