package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;

/** The handle of the private half of an RSA key pair. */
public final class RsaPrivateKeyHandle extends ManagedKey
    implements PrivateKey, RSAKey, PublicParameters {
  private static final long serialVersionUID = 1L;

  private final transient RSAPublicKey publicKey;

  RsaPrivateKeyHandle(KeyBackend backend, KeyMetadata key, RSAPublicKey publicKey) {
    super(HandleIdentity.pinned(backend, key), "RSA");
    this.publicKey = publicKey;
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

  /** RSA keys of the KMS have no parameters. */
  @Override
  public AlgorithmParameterSpec getParams() {
    return null;
  }
}
