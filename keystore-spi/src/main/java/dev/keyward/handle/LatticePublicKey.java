package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.security.KeyRep;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * The public half of an ML-DSA or ML-KEM key pair. From 24 on the JDK's own engines take it too,
 * because they translate any key with an X.509 encoding.
 */
public final class LatticePublicKey implements ServedPublicKey, PublicParameters {
  private static final long serialVersionUID = 1L;

  private final transient KeyBackend backend;
  private final transient KeyArn arn;
  private final KeySpec spec;
  private final byte[] encoded;

  LatticePublicKey(KeyBackend backend, KeyMetadata key, byte[] encoded) {
    this.backend = backend;
    this.arn = key.arn();
    this.spec = key.spec();
    SubjectPublicKeyForm.raw(spec, encoded);
    this.encoded = encoded.clone();
  }

  /** The name of a family in the JCA. */
  static String algorithmOf(KeySpec spec) {
    return spec.family() == KeySpec.Family.ML_DSA ? "ML-DSA" : "ML-KEM";
  }

  /** The parameter set by its standard name, for example ML-DSA-65. */
  static NamedParameterSpec parametersOf(KeySpec spec) {
    return new NamedParameterSpec(spec.name().replace('_', '-'));
  }

  @Override
  public KeyArn arn() {
    return arn;
  }

  @Override
  public KeySpec spec() {
    return spec;
  }

  @Override
  public KeyBackend backend() {
    return backend;
  }

  @Override
  public String getAlgorithm() {
    return algorithmOf(spec);
  }

  @Override
  public String getFormat() {
    return "X.509";
  }

  @Override
  public byte[] getEncoded() {
    return encoded.clone();
  }

  /**
   * The raw public key.
   *
   * @return the bytes inside the encoding
   */
  public byte[] raw() {
    return SubjectPublicKeyForm.raw(spec, encoded);
  }

  @Override
  public NamedParameterSpec getParams() {
    return parametersOf(spec);
  }

  /** An ordinary public key is read back, by whatever provider knows the algorithm there. */
  private Object writeReplace() {
    return new KeyRep(KeyRep.Type.PUBLIC, getAlgorithm(), getFormat(), encoded);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("public keys are serialized as KeyRep only");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && Arrays.equals(key.getEncoded(), encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return getParams().getName() + " public key of " + arn;
  }
}
