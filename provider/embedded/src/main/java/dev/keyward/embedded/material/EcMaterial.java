package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * An EC key pair that signs with ECDSA (FIPS 186-5, section 6) or derives shared secrets with ECDH.
 */
public final class EcMaterial implements KeyMaterial {
  private static final Map<KeySpec, ASN1ObjectIdentifier> CURVES =
      Map.of(
          KeySpec.ECC_NIST_P256, SECObjectIdentifiers.secp256r1,
          KeySpec.ECC_NIST_P384, SECObjectIdentifiers.secp384r1,
          KeySpec.ECC_NIST_P521, SECObjectIdentifiers.secp521r1,
          KeySpec.ECC_SECG_P256K1, SECObjectIdentifiers.secp256k1);

  /** One object a curve: multiples of the generator are computed once and kept with it. */
  private static final Map<KeySpec, ECNamedDomainParameters> DOMAINS = new EnumMap<>(KeySpec.class);

  private final KeySpec spec;
  private final ECPrivateKeyParameters privateKey;
  private final ECPublicKeyParameters publicKey;
  private final Optional<CorrettoEcdsa> fastSigner;
  private volatile EcAgreement agreement;

  private EcMaterial(KeySpec spec, ECPrivateKeyParameters privateKey, byte[] pkcs8) {
    this.spec = spec;
    this.privateKey = privateKey;
    this.fastSigner = CorrettoEcdsa.of(pkcs8);
    this.publicKey = publicKey(privateKey);
  }

  static ASN1ObjectIdentifier curve(KeySpec spec) {
    return CURVES.get(spec);
  }

  static synchronized ECNamedDomainParameters domain(KeySpec spec) {
    return DOMAINS.computeIfAbsent(
        spec,
        missing -> {
          ASN1ObjectIdentifier curve = CURVES.get(missing);
          X9ECParameters parameters = CustomNamedCurves.getByOID(curve);
          return new ECNamedDomainParameters(curve, parameters);
        });
  }

  static NewMaterial generate(KeySpec spec, SecureRandom random) {
    SelfTest.ECDSA.require();
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(domain(spec), random));
    return stored((ECPrivateKeyParameters) generator.generateKeyPair().getPrivate());
  }

  static NewMaterial stored(ECPrivateKeyParameters key) {
    return new NewMaterial(
        SecretBytes.owning(Pkcs8.encode(key)), Optional.of(Pkcs8.encodePublic(publicKey(key))));
  }

  static ECPublicKeyParameters publicKey(ECPrivateKeyParameters key) {
    return new ECPublicKeyParameters(
        new FixedPointCombMultiplier().multiply(key.getParameters().getG(), key.getD()).normalize(),
        key.getParameters());
  }

  static EcMaterial open(KeySpec spec, byte[] pkcs8) {
    try {
      if (PrivateKeyFactory.createKey(pkcs8) instanceof ECPrivateKeyParameters key
          && key.getParameters().getCurve().equals(domain(spec).getCurve())) {
        return new EcMaterial(spec, new ECPrivateKeyParameters(key.getD(), domain(spec)), pkcs8);
      }
      throw new IllegalArgumentException("not a key pair of spec " + spec);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a key pair of spec " + spec, e);
    }
  }

  /** A key pair from its secret number in hexadecimal; for the self-test. */
  static EcMaterial of(KeySpec spec, String secret) {
    ECPrivateKeyParameters key =
        new ECPrivateKeyParameters(new BigInteger(secret, 16), domain(spec));
    return new EcMaterial(spec, key, Pkcs8.encode(key));
  }

  /**
   * Signs a digest.
   *
   * @param digest as long as the hash that belongs to the curve
   * @param random where the per-signature secret comes from, unless a native library signs
   * @return DER {@code SEQUENCE {r, s}}
   * @throws java.security.ProviderException if ECDSA failed its self-test
   */
  public byte[] sign(byte[] digest, SecureRandom random) {
    SelfTest.ECDSA.require();
    return signUnproven(digest, random);
  }

  /**
   * Who signs.
   *
   * @return a name for people
   */
  public String provider() {
    return fastSigner.isPresent() ? "Amazon Corretto" : "Bouncy Castle";
  }

  byte[] signUnproven(byte[] digest, SecureRandom random) {
    return fastSigner.isPresent()
        ? fastSigner.get().sign(digest)
        : signWithBouncyCastle(digest, random);
  }

  private byte[] signWithBouncyCastle(byte[] digest, SecureRandom random) {
    ECDSASigner signer = new ECDSASigner();
    signer.init(true, new ParametersWithRandom(privateKey, random));
    BigInteger[] signature = signer.generateSignature(digest);
    try {
      return StandardDSAEncoding.INSTANCE.encode(
          privateKey.getParameters().getN(), signature[0], signature[1]);
    } catch (IOException e) {
      throw Primitives.unexpected("ECDSA encoding", e);
    }
  }

  /**
   * Verifies the signature of a digest.
   *
   * @param digest as long as the hash that belongs to the curve
   * @param signature any bytes; only exact DER with r and s from 1 to n − 1 can be valid
   * @return true if it is the signature
   * @throws java.security.ProviderException if ECDSA failed its self-test
   */
  public boolean verify(byte[] digest, byte[] signature) {
    SelfTest.ECDSA.require();
    return verifyUnproven(digest, signature);
  }

  boolean verifyUnproven(byte[] digest, byte[] signature) {
    return verify(publicKey, digest, signature);
  }

  static boolean verify(ECPublicKeyParameters key, byte[] digest, byte[] signature) {
    BigInteger n = key.getParameters().getN();
    BigInteger[] decoded;
    try {
      decoded = StandardDSAEncoding.INSTANCE.decode(n, signature);
      if (!Arrays.equals(
          StandardDSAEncoding.INSTANCE.encode(n, decoded[0], decoded[1]), signature)) {
        return false;
      }
    } catch (IOException | RuntimeException e) {
      // The decoder reports a signature that is not exact DER in many ways; all mean the same.
      return false;
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    return verifier.verifySignature(digest, decoded[0], decoded[1]);
  }

  /**
   * Derives the secret that this key and another side's key share: the x-coordinate of the common
   * point, without a key derivation.
   *
   * @param peer the other side's public key, DER SubjectPublicKeyInfo with the same named curve and
   *     an uncompressed or compressed point
   * @return as long as the field: 32, 48 or 66 bytes; the caller closes it
   * @throws MaterialException if that is not a public key on the same curve
   * @throws IllegalArgumentException if this key is on a curve that is not for key agreement
   * @throws java.security.ProviderException if ECDH failed its self-test
   */
  public SecretBytes agree(byte[] peer) throws MaterialException {
    SelfTest.ECDH.require();
    return agreeUnproven(PeerPublicKey.parse(peer, curve(spec), domain(spec)));
  }

  SecretBytes agreeUnproven(PeerPublicKey peer) {
    EcAgreement prepared = agreement;
    if (prepared == null) {
      prepared = EcAgreement.of(spec, privateKey.getD());
      agreement = prepared;
    }
    return prepared.agree(peer);
  }

  @Override
  public void close() {
    // BigIntegers cannot be zeroed; dropping the last reference is all there is.
  }
}
