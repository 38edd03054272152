package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.spec.ECParameterSpec;

/** The handle of the private half of an EC key pair. */
public final class EcPrivateKeyHandle extends ManagedKey
    implements PrivateKey, ECKey, PublicParameters {
  private static final long serialVersionUID = 1L;

  private final transient PublicKey publicKey;
  private final transient ECParameterSpec curve;

  EcPrivateKeyHandle(
      KeyBackend backend, KeyMetadata key, PublicKey publicKey, ECParameterSpec curve) {
    super(HandleIdentity.pinned(backend, key), "EC");
    this.publicKey = publicKey;
    this.curve = curve;
  }

  /**
   * The public half.
   *
   * @return an ordinary JDK key; for secp256k1 a {@link Secp256k1PublicKey}
   */
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public ECParameterSpec getParams() {
    return curve;
  }
}
