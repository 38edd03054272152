package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** The handle of the private half of an Ed25519 key pair. */
public final class EdEcPrivateKeyHandle extends ManagedKey
    implements EdECPrivateKey, PublicParameters {
  private static final long serialVersionUID = 1L;

  private final transient EdECPublicKey publicKey;

  EdEcPrivateKeyHandle(KeyBackend backend, KeyMetadata key, EdECPublicKey publicKey) {
    super(HandleIdentity.pinned(backend, key), "EdDSA");
    this.publicKey = publicKey;
  }

  /**
   * The public half.
   *
   * @return an ordinary JDK key
   */
  public EdECPublicKey publicKey() {
    return publicKey;
  }

  @Override
  public NamedParameterSpec getParams() {
    return NamedParameterSpec.ED25519;
  }

  /**
   * The private key stays in the key service.
   *
   * @return empty
   */
  @Override
  public Optional<byte[]> getBytes() {
    return Optional.empty();
  }
}
