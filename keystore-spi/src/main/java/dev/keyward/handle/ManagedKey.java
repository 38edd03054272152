package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;

/** The common part of all handles. */
abstract sealed class ManagedKey implements KeyHandle
    permits SecretKeyHandle,
        RsaPrivateKeyHandle,
        EcPrivateKeyHandle,
        EdEcPrivateKeyHandle,
        LatticePrivateKeyHandle {
  private static final long serialVersionUID = 1L;

  private final transient HandleIdentity identity;
  private final String algorithm;

  ManagedKey(HandleIdentity identity, String algorithm) {
    this.identity = identity;
    this.algorithm = algorithm;
  }

  @Override
  public final String getAlgorithm() {
    return algorithm;
  }

  @Override
  public final KeyReference reference() {
    return identity.reference();
  }

  @Override
  public final KeyArn arn() {
    return identity.arn();
  }

  @Override
  public final KeySpec spec() {
    return identity.spec();
  }

  @Override
  public final KeyUsage usage() {
    return identity.usage();
  }

  @Override
  public final KeyBackend backend() {
    return identity.backend();
  }

  /** Only the name of the key is serialized. */
  final Object writeReplace() {
    return new SerializedHandle(identity.reference().text());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("key handles are serialized as SerializedHandle only");
  }

  /** Refuses forged streams too, which name a handle class but leave this class out. */
  final Object readResolve() throws InvalidObjectException {
    throw new InvalidObjectException("key handles are serialized as SerializedHandle only");
  }

  @Override
  public final boolean equals(Object other) {
    return identity.isSameKey(other);
  }

  @Override
  public final int hashCode() {
    return identity.hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + identity + ", " + identity.spec() + "]";
  }
}
