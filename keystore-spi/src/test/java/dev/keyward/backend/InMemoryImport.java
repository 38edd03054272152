package dev.keyward.backend;

import dev.keyward.failure.InvalidRequestException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeySpec;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** Imports of {@link InMemoryKeyBackend}: finds the public half, which the JDK does not offer. */
final class InMemoryImport {
  private InMemoryImport() {}

  static InMemoryKey key(KeyMetadata metadata, byte[] material, long changedAt) {
    KeySpec spec = metadata.spec();
    if (!spec.isKeyPair()) {
      if (material.length != spec.size() / 8) {
        throw new InvalidRequestException("A key of spec " + spec + " has another length.");
      }
      SecretKeySpec secret = new SecretKeySpec(material, "AES");
      return new InMemoryKey(metadata, null, Optional.of(secret), changedAt);
    }
    try {
      return new InMemoryKey(metadata, pair(spec, material), Optional.empty(), changedAt);
    } catch (InvalidKeySpecException | ClassCastException e) {
      throw new InvalidRequestException("The material is not a key of spec " + spec + ".");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(KeySpec spec, byte[] pkcs8) throws GeneralSecurityException {
    return switch (spec.family()) {
      case RSA -> rsa(spec, pkcs8);
      case EC ->
          spec == KeySpec.ECC_SECG_P256K1
              ? InMemoryLattices.imported(spec, pkcs8)
              : ec(spec, pkcs8);
      case EDWARDS -> edwards(pkcs8);
      case ML_DSA, ML_KEM -> InMemoryLattices.imported(spec, pkcs8);
      case SYMMETRIC, HMAC, SM2 ->
          throw new InvalidRequestException("not offered in memory: " + spec);
    };
  }

  private static KeyPair rsa(KeySpec spec, byte[] pkcs8) throws GeneralSecurityException {
    Provider provider = JdkProvider.SUN_RSA_SIGN.instance();
    KeyFactory factory = KeyFactory.getInstance("RSA", provider);
    RSAPrivateCrtKey key =
        (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    requireSize(spec, key.getModulus().bitLength());
    return new KeyPair(
        factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
        key);
  }

  private static KeyPair ec(KeySpec spec, byte[] pkcs8) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance());
    ECPrivateKey key = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    ECParameterSpec curve = key.getParams();
    requireSize(spec, curve.getCurve().getField().getFieldSize());
    ECPoint point = multiply(curve, key.getS());
    return new KeyPair(factory.generatePublic(new ECPublicKeySpec(point, curve)), key);
  }

  private static KeyPair edwards(byte[] pkcs8) throws GeneralSecurityException {
    Provider provider = JdkProvider.SUN_EC.instance();
    PrivateKey key =
        KeyFactory.getInstance("Ed25519", provider).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", provider);
    generator.initialize(255, new Repeating(seed));
    PublicKey derived = generator.generateKeyPair().getPublic();
    return new KeyPair(derived, key);
  }

  private static void requireSize(KeySpec spec, int bits) throws InvalidKeySpecException {
    if (bits != spec.size()) {
      throw new InvalidKeySpecException("a key of " + bits + " bits");
    }
  }

  /** Double and add in affine coordinates; slow, and for tests only. */
  private static ECPoint multiply(ECParameterSpec curve, BigInteger scalar) {
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    ECPoint sum = ECPoint.POINT_INFINITY;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = add(sum, sum, curve.getCurve().getA(), p);
      if (scalar.testBit(bit)) {
        sum = add(sum, curve.getGenerator(), curve.getCurve().getA(), p);
      }
    }
    return sum;
  }

  private static ECPoint add(ECPoint left, ECPoint right, BigInteger a, BigInteger p) {
    if (left.equals(ECPoint.POINT_INFINITY)) {
      return right;
    }
    BigInteger x = left.getAffineX();
    BigInteger y = left.getAffineY();
    BigInteger slope =
        left.equals(right)
            ? x.pow(2).multiply(BigInteger.valueOf(3)).add(a).multiply(y.shiftLeft(1).modInverse(p))
            : right.getAffineY().subtract(y).multiply(right.getAffineX().subtract(x).modInverse(p));
    BigInteger sumX = slope.pow(2).subtract(x).subtract(right.getAffineX()).mod(p);
    return new ECPoint(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(p));
  }

  /** The Ed25519 generator takes the private key from its source of randomness as it is. */
  private static final class Repeating extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Repeating(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
