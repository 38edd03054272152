package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;

/** The handle of the private half of an ML-DSA or ML-KEM key pair. */
public final class LatticePrivateKeyHandle extends ManagedKey
    implements PrivateKey, PublicParameters {
  private static final long serialVersionUID = 1L;

  private final transient LatticePublicKey publicKey;

  LatticePrivateKeyHandle(KeyBackend backend, KeyMetadata key, LatticePublicKey publicKey) {
    super(HandleIdentity.pinned(backend, key), LatticePublicKey.algorithmOf(key.spec()));
    this.publicKey = publicKey;
  }

  /**
   * The public half.
   *
   * @return a key with an X.509 encoding
   */
  public LatticePublicKey publicKey() {
    return publicKey;
  }

  @Override
  public NamedParameterSpec getParams() {
    return LatticePublicKey.parametersOf(spec());
  }
}
