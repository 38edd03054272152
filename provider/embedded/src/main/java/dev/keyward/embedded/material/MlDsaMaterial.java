package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * An ML-DSA key pair (FIPS 204): pure ML-DSA with the empty context.
 *
 * <p>Signing is hedged (section 3.4): fresh randomness goes into each signature, so that two
 * signatures of one message differ. Stored as PKCS #8 with the 32-byte seed (RFC 9881, section 6),
 * from which everything is expanded once, when the key is opened; imported keys without a seed stay
 * expanded.
 */
public final class MlDsaMaterial implements KeyMaterial {
  /** Length of the message representative μ. */
  public static final int MU_SIZE_BYTES = 64;

  private static final int SEED_BYTES = 32;
  private static final Map<KeySpec, MLDSAParameters> PARAMETERS =
      Map.of(
          KeySpec.ML_DSA_44, MLDSAParameters.ml_dsa_44,
          KeySpec.ML_DSA_65, MLDSAParameters.ml_dsa_65,
          KeySpec.ML_DSA_87, MLDSAParameters.ml_dsa_87);

  private final MLDSAPrivateKeyParameters privateKey;
  private final MLDSAPublicKeyParameters publicKey;

  private MlDsaMaterial(MLDSAPrivateKeyParameters privateKey) {
    this.privateKey = privateKey;
    this.publicKey = privateKey.getPublicKeyParameters();
  }

  static MLDSAParameters parameters(KeySpec spec) {
    return PARAMETERS.get(spec);
  }

  static NewMaterial generate(KeySpec spec, SecureRandom random) {
    SelfTest.ML_DSA.require();
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    try {
      return stored(new MLDSAPrivateKeyParameters(parameters(spec), seed));
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  static NewMaterial stored(MLDSAPrivateKeyParameters key) {
    int format =
        key.getSeed() == null
            ? MLDSAPrivateKeyParameters.EXPANDED_KEY
            : MLDSAPrivateKeyParameters.SEED_ONLY;
    return new NewMaterial(
        SecretBytes.owning(Pkcs8.encode(key.getParametersWithFormat(format))),
        Optional.of(Pkcs8.encodePublic(key.getPublicKeyParameters())));
  }

  static byte[] expanded(KeySpec spec, byte[] pkcs8) {
    MLDSAPrivateKeyParameters key = read(spec, pkcs8);
    return Pkcs8.encode(key.getParametersWithFormat(MLDSAPrivateKeyParameters.EXPANDED_KEY));
  }

  static MlDsaMaterial open(KeySpec spec, byte[] pkcs8) {
    return new MlDsaMaterial(read(spec, pkcs8));
  }

  private static MLDSAPrivateKeyParameters read(KeySpec spec, byte[] pkcs8) {
    MLDSAPrivateKeyParameters key = Pkcs8.decode(pkcs8, MLDSAPrivateKeyParameters.class);
    if (key.getParameters() != parameters(spec)) {
      throw new IllegalArgumentException("not a key pair of spec " + spec);
    }
    return key;
  }

  /** A key pair from its seed; for the self-test. */
  static MlDsaMaterial ofSeed(KeySpec spec, byte[] seed) {
    return new MlDsaMaterial(new MLDSAPrivateKeyParameters(parameters(spec), seed));
  }

  /** Tells whether a signature made with the private key verifies with its own public key. */
  static boolean signsForItself(MLDSAPrivateKeyParameters key) {
    SelfTest.ML_DSA.require();
    byte[] message = new byte[MU_SIZE_BYTES];
    MlDsaMaterial pair = new MlDsaMaterial(key);
    byte[] signature = pair.signUnproven(message, Optional.empty());
    return verifyUnproven(pair.publicKey, message, signature);
  }

  MLDSAPublicKeyParameters publicKey() {
    return publicKey;
  }

  /**
   * Signs a message.
   *
   * @param message the whole message
   * @param random what hedges the signature
   * @return 2,420, 3,309 or 4,627 bytes
   * @throws java.security.ProviderException if ML-DSA failed its self-test
   */
  public byte[] sign(byte[] message, SecureRandom random) {
    SelfTest.ML_DSA.require();
    return signUnproven(message, Optional.of(random));
  }

  /** Deterministic (FIPS 204, section 3.4) without randomness; so published answers can be met. */
  byte[] signUnproven(byte[] message, Optional<SecureRandom> random) {
    MLDSASigner signer = signer(random);
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw Primitives.unexpected("ML-DSA", e);
    }
  }

  /**
   * Signs a message representative made elsewhere (FIPS 204, section 6.2); the result is a
   * signature of the message itself.
   *
   * @param mu {@value #MU_SIZE_BYTES} bytes
   * @param random what hedges the signature
   * @return 2,420, 3,309 or 4,627 bytes
   * @throws IllegalArgumentException if {@code mu} has another length
   * @throws java.security.ProviderException if ML-DSA failed its self-test
   */
  public byte[] signMu(byte[] mu, SecureRandom random) {
    SelfTest.ML_DSA.require();
    return signMuUnproven(mu, Optional.of(random));
  }

  byte[] signMuUnproven(byte[] mu, Optional<SecureRandom> random) {
    requireMu(mu);
    try {
      return signer(random).generateMuSignature(mu);
    } catch (CryptoException e) {
      throw Primitives.unexpected("ML-DSA", e);
    }
  }

  private MLDSASigner signer(Optional<SecureRandom> random) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(
        true, random.isPresent() ? new ParametersWithRandom(privateKey, random.get()) : privateKey);
    return signer;
  }

  /**
   * Verifies the signature of a message.
   *
   * @param message the whole message
   * @param signature any bytes
   * @return true if it is a signature of the message
   * @throws java.security.ProviderException if ML-DSA failed its self-test
   */
  public boolean verify(byte[] message, byte[] signature) {
    SelfTest.ML_DSA.require();
    return verifyUnproven(publicKey, message, signature);
  }

  static boolean verifyUnproven(MLDSAPublicKeyParameters key, byte[] message, byte[] signature) {
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  /**
   * Verifies the signature of the message that a representative was made of.
   *
   * @param mu {@value #MU_SIZE_BYTES} bytes
   * @param signature any bytes
   * @return true if it is a signature of that message
   * @throws IllegalArgumentException if {@code mu} has another length
   * @throws java.security.ProviderException if ML-DSA failed its self-test
   */
  public boolean verifyMu(byte[] mu, byte[] signature) {
    SelfTest.ML_DSA.require();
    requireMu(mu);
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, publicKey);
    return verifier.verifyMuSignature(mu, signature);
  }

  private static void requireMu(byte[] mu) {
    if (mu.length != MU_SIZE_BYTES) {
      throw new IllegalArgumentException("μ has " + MU_SIZE_BYTES + " bytes, got " + mu.length);
    }
  }

  @Override
  public void close() {
    // Zeroing the key under a signature that is being made could reveal it; it is dropped.
  }
}
