package dev.keyward.handle;

import dev.keyward.backend.KeyBackend;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.math.BigInteger;
import java.security.KeyRep;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;

/**
 * A public key on secp256k1 (SEC 2, section 2.4.1), a curve the JDK dropped with 16. Bouncy Castle
 * and others take it; the JDK's own engines do not.
 */
public final class Secp256k1PublicKey implements ServedPublicKey, ECPublicKey, PublicParameters {
  private static final long serialVersionUID = 1L;

  private static final BigInteger P =
      hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");
  private static final BigInteger B = BigInteger.valueOf(7);
  private static final ECParameterSpec CURVE =
      new ECParameterSpec(
          new EllipticCurve(new ECFieldFp(P), BigInteger.ZERO, B),
          new ECPoint(
              hex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
              hex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8")),
          hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
          1);
  private static final int UNCOMPRESSED = 4;
  private static final int COORDINATE_BYTES = 32;

  private final transient KeyBackend backend;
  private final transient KeyArn arn;
  private final transient ECPoint point;
  private final byte[] encoded;

  Secp256k1PublicKey(KeyBackend backend, KeyMetadata key, byte[] encoded) {
    this.backend = backend;
    this.arn = key.arn();
    this.point = point(SubjectPublicKeyForm.raw(KeySpec.ECC_SECG_P256K1, encoded));
    this.encoded = encoded.clone();
  }

  private static BigInteger hex(String text) {
    return new BigInteger(text, 16);
  }

  private static ECPoint point(byte[] raw) {
    int middle = 1 + COORDINATE_BYTES;
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(raw, 1, middle));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(raw, middle, raw.length));
    boolean onCurve =
        raw[0] == UNCOMPRESSED
            && x.compareTo(P) < 0
            && y.compareTo(P) < 0
            && y.multiply(y).subtract(x.pow(3)).subtract(B).mod(P).signum() == 0;
    if (!onCurve) {
      throw new InvalidAnswerException(
          "The key service answered a public key that is not on secp256k1.");
    }
    return new ECPoint(x, y);
  }

  @Override
  public KeyArn arn() {
    return arn;
  }

  @Override
  public KeySpec spec() {
    return KeySpec.ECC_SECG_P256K1;
  }

  @Override
  public KeyBackend backend() {
    return backend;
  }

  @Override
  public ECPoint getW() {
    return point;
  }

  @Override
  public ECParameterSpec getParams() {
    return CURVE;
  }

  @Override
  public String getAlgorithm() {
    return "EC";
  }

  @Override
  public String getFormat() {
    return "X.509";
  }

  @Override
  public byte[] getEncoded() {
    return encoded.clone();
  }

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
    return "secp256k1 public key of " + arn;
  }
}
