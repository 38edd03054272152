package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;

/** The handle of the private half of an EC key pair. */
public final class EcPrivateKeyHandle extends ManagedKey
    implements PrivateKey, ECKey, PublicParameters {
  private static final long serialVersionUID = 1L;

  private final transient ECPublicKey publicKey;

  EcPrivateKeyHandle(KeyBackend backend, KeyMetadata key, ECPublicKey publicKey) {
    super(HandleIdentity.pinned(backend, key), "EC");
    this.publicKey = publicKey;
  }

  /**
   * The public half.
   *
   * @return an ordinary JDK key
   */
  public ECPublicKey publicKey() {
    return publicKey;
  }

  @Override
  public ECParameterSpec getParams() {
    return publicKey.getParams();
  }
}
