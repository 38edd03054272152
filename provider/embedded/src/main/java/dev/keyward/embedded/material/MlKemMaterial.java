package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/**
 * An ML-KEM key pair (FIPS 203).
 *
 * <p>Stored as PKCS #8 with the 64-byte seed (RFC 9935, section 6), from which everything is
 * expanded once, when the key is opened; imported keys without a seed stay expanded.
 */
public final class MlKemMaterial implements KeyMaterial {
  /** Length of a shared secret. */
  public static final int SHARED_SECRET_SIZE_BYTES = 32;

  private static final int SEED_BYTES = 64;
  private static final Map<KeySpec, MLKEMParameters> PARAMETERS =
      Map.of(
          KeySpec.ML_KEM_512, MLKEMParameters.ml_kem_512,
          KeySpec.ML_KEM_768, MLKEMParameters.ml_kem_768,
          KeySpec.ML_KEM_1024, MLKEMParameters.ml_kem_1024);

  private final MLKEMPrivateKeyParameters privateKey;
  private final MLKEMPublicKeyParameters publicKey;

  private MlKemMaterial(MLKEMPrivateKeyParameters privateKey) {
    this.privateKey = privateKey;
    this.publicKey = privateKey.getPublicKeyParameters();
  }

  static MLKEMParameters parameters(KeySpec spec) {
    return PARAMETERS.get(spec);
  }

  static NewMaterial generate(KeySpec spec, SecureRandom random) {
    SelfTest.ML_KEM.require();
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    try {
      return stored(new MLKEMPrivateKeyParameters(parameters(spec), seed));
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  static NewMaterial stored(MLKEMPrivateKeyParameters key) {
    int format =
        key.getSeed() == null
            ? MLKEMPrivateKeyParameters.EXPANDED_KEY
            : MLKEMPrivateKeyParameters.SEED_ONLY;
    return new NewMaterial(
        SecretBytes.owning(Pkcs8.encode(key.withPreferredFormat(format))),
        Optional.of(Pkcs8.encodePublic(key.getPublicKeyParameters())));
  }

  static byte[] expanded(KeySpec spec, byte[] pkcs8) {
    MLKEMPrivateKeyParameters key = read(spec, pkcs8);
    return Pkcs8.encode(key.withPreferredFormat(MLKEMPrivateKeyParameters.EXPANDED_KEY));
  }

  static MlKemMaterial open(KeySpec spec, byte[] pkcs8) {
    return new MlKemMaterial(read(spec, pkcs8));
  }

  private static MLKEMPrivateKeyParameters read(KeySpec spec, byte[] pkcs8) {
    MLKEMPrivateKeyParameters key = Pkcs8.decode(pkcs8, MLKEMPrivateKeyParameters.class);
    if (key.getParameters() != parameters(spec)) {
      throw new IllegalArgumentException("not a key pair of spec " + spec);
    }
    return key;
  }

  /** A key pair from its seed; for the self-test. */
  static MlKemMaterial ofSeed(KeySpec spec, byte[] seed) {
    return new MlKemMaterial(new MLKEMPrivateKeyParameters(parameters(spec), seed));
  }

  /** Tells whether the private key opens what its own public key encapsulates. */
  static boolean agreesWithItself(MLKEMPrivateKeyParameters key) throws MaterialException {
    SelfTest.ML_KEM.require();
    MlKemMaterial pair = new MlKemMaterial(key);
    try (Encapsulated made = pair.encapsulateUnproven(new byte[SHARED_SECRET_SIZE_BYTES]);
        SecretBytes opened = pair.decapsulateUnproven(made.ciphertext())) {
      return opened.read(
          one -> made.sharedSecret().read(other -> MessageDigest.isEqual(one, other)));
    }
  }

  /**
   * Makes a fresh shared secret for the holder of the private key (FIPS 203, section 7.2).
   *
   * @param random where it comes from
   * @return the secret and its ciphertext; the caller closes it
   * @throws java.security.ProviderException if ML-KEM failed its self-test
   */
  public Encapsulated encapsulate(SecureRandom random) {
    SelfTest.ML_KEM.require();
    return encapsulated(new MLKEMGenerator(random).generateEncapsulated(publicKey));
  }

  /** Encapsulates the given 32 bytes, for published answers. */
  Encapsulated encapsulateUnproven(byte[] message) {
    return encapsulated(MLKEMGenerator.internalGenerateEncapsulated(publicKey, message));
  }

  static Encapsulated encapsulated(SecretWithEncapsulation made) {
    return new Encapsulated(SecretBytes.owning(made.getSecret()), made.getEncapsulation());
  }

  /**
   * Gets a shared secret back (FIPS 203, section 7.3).
   *
   * <p>A ciphertext of the right length that was not made for this key is not noticed: it gives
   * another secret, which nobody can predict (implicit rejection).
   *
   * @param ciphertext 768, 1,088 or 1,568 bytes
   * @return 32 bytes; the caller closes it
   * @throws MaterialException if the ciphertext has another length
   * @throws java.security.ProviderException if ML-KEM failed its self-test
   */
  public SecretBytes decapsulate(byte[] ciphertext) throws MaterialException {
    SelfTest.ML_KEM.require();
    return decapsulateUnproven(ciphertext);
  }

  SecretBytes decapsulateUnproven(byte[] ciphertext) throws MaterialException {
    MLKEMExtractor extractor = new MLKEMExtractor(privateKey);
    if (ciphertext.length != extractor.getEncapsulationLength()) {
      throw new MaterialException(
          "a ciphertext for this key has " + extractor.getEncapsulationLength() + " bytes");
    }
    return SecretBytes.owning(extractor.extractSecret(ciphertext));
  }

  @Override
  public void close() {
    // Zeroing the key under a running operation would give wrong secrets; it is dropped.
  }
}
