package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.RSAKeyParameters;

/**
 * An imported RSA key pair: the rules of FIPS 186-5, appendix A.1.1, as far as the numbers show
 * them, and SP 800-56B, section 6.4.1.
 */
final class RsaKeyCheck {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);
  private static final int MOST_EXPONENT_BITS = 256;
  private static final int PRIME_CERTAINTY = 100;

  /** How much the primes must differ at least: by 2 to the power of half the modulus less this. */
  private static final int CLOSE_PRIMES_BITS = 100;

  private RsaKeyCheck() {}

  static NewMaterial check(KeySpec spec, PrivateKeyInfo info) throws MaterialException {
    if (!DERNull.INSTANCE.equals(info.getPrivateKeyAlgorithm().getParameters())) {
      throw new MaterialException("an RSA key has NULL as its parameters");
    }
    RSAPrivateKey key = parse(info);
    requireModulus(spec, key);
    requireExponent(key.getPublicExponent());
    requirePrimes(spec, key);
    requireConsistent(key);
    return stored(info, key);
  }

  private static RSAPrivateKey parse(PrivateKeyInfo info) throws MaterialException {
    try {
      RSAPrivateKey key = RSAPrivateKey.getInstance(info.parsePrivateKey());
      if (key.getVersion().signum() == 0 && Arrays.equals(encoded(key), content(info))) {
        return key;
      }
    } catch (IOException | RuntimeException e) {
      // The same answer as for a key with more than two primes, or one that is not exact DER.
    }
    throw new MaterialException("not an RSA private key with two primes");
  }

  private static byte[] content(PrivateKeyInfo info) {
    return info.getPrivateKey().getOctets();
  }

  private static byte[] encoded(RSAPrivateKey key) throws IOException {
    return key.getEncoded(ASN1Encoding.DER);
  }

  private static void requireModulus(KeySpec spec, RSAPrivateKey key) throws MaterialException {
    BigInteger n = key.getModulus();
    if (n.signum() <= 0 || n.bitLength() != spec.size()) {
      throw new MaterialException("the modulus has not the " + spec.size() + " bits of the spec");
    }
    if (!n.testBit(0)) {
      throw new MaterialException("the modulus is even");
    }
  }

  private static void requireExponent(BigInteger e) throws MaterialException {
    if (!e.testBit(0)) {
      throw new MaterialException("the public exponent is even");
    }
    if (e.compareTo(LEAST_EXPONENT) < 0 || e.bitLength() > MOST_EXPONENT_BITS) {
      throw new MaterialException("the public exponent is not from 65537 to 2^256");
    }
  }

  private static void requirePrimes(KeySpec spec, RSAPrivateKey key) throws MaterialException {
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    if (!p.multiply(q).equals(key.getModulus())) {
      throw new MaterialException("the modulus is not the product of the primes");
    }
    int half = spec.size() / 2;
    if (p.signum() < 0 || p.bitLength() != half || q.bitLength() != half) {
      throw new MaterialException("the primes are not half as long as the modulus");
    }
    if (p.subtract(q).abs().bitLength() <= half - CLOSE_PRIMES_BITS) {
      throw new MaterialException("the primes are equal or close to each other");
    }
    if (!p.isProbablePrime(PRIME_CERTAINTY) || !q.isProbablePrime(PRIME_CERTAINTY)) {
      throw new MaterialException("a factor of the modulus is not prime");
    }
  }

  private static void requireConsistent(RSAPrivateKey key) throws MaterialException {
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    BigInteger d = key.getPrivateExponent();
    BigInteger e = key.getPublicExponent();
    boolean consistent =
        d.signum() > 0
            && d.compareTo(key.getModulus()) < 0
            && d.bitLength() > key.getModulus().bitLength() / 2
            && e.multiply(d).mod(p.subtract(ONE)).equals(ONE)
            && e.multiply(d).mod(q.subtract(ONE)).equals(ONE)
            && key.getExponent1().equals(d.mod(p.subtract(ONE)))
            && key.getExponent2().equals(d.mod(q.subtract(ONE)))
            && key.getCoefficient().signum() > 0
            && key.getCoefficient().compareTo(p) < 0
            && key.getCoefficient().multiply(q).mod(p).equals(ONE);
    if (!consistent) {
      throw new MaterialException("the numbers of the RSA key contradict each other");
    }
  }

  private static NewMaterial stored(PrivateKeyInfo info, RSAPrivateKey key)
      throws MaterialException {
    RSAKeyParameters half =
        new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent(), true);
    byte[] publicKey = Pkcs8.encodePublic(half);
    try {
      if (info.hasPublicKey()) {
        byte[] own =
            new org.bouncycastle.asn1.pkcs.RSAPublicKey(key.getModulus(), key.getPublicExponent())
                .getEncoded(ASN1Encoding.DER);
        ImportedMaterial.requireSamePublicKey(info, own);
      }
      AlgorithmIdentifier rsa =
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
      byte[] pkcs8 = new PrivateKeyInfo(rsa, key).getEncoded(ASN1Encoding.DER);
      return new NewMaterial(SecretBytes.owning(pkcs8), Optional.of(publicKey));
    } catch (IOException e) {
      throw Primitives.unexpected("RSA key encoding", e);
    }
  }
}
