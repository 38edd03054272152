package dev.keyward.jca.keygen;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeySpec;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code KeyPairGenerator} for {@code EC}: P-256, P-384, P-521 and secp256k1. */
public final class KmsEcKeyPairGenerator extends KmsKeyPairGenerator {

  /**
   * Makes a generator.
   *
   * @param backend the key service; asked when a key pair is generated
   * @param self the provider the generator belongs to
   */
  public KmsEcKeyPairGenerator(Supplier<KeyBackend> backend, Provider self) {
    super(KeySpec.Family.EC, "EC", backend, self);
  }

  @Override
  KeySpec usualSpec() {
    return KeySpec.ECC_NIST_P256;
  }

  @Override
  KeySpec specOfSize(int bits) {
    return switch (bits) {
      case 256 -> KeySpec.ECC_NIST_P256;
      case 384 -> KeySpec.ECC_NIST_P384;
      case 521 -> KeySpec.ECC_NIST_P521;
      default -> null;
    };
  }

  @Override
  KeySpec specOf(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
    // ECGenParameterSpec is a NamedParameterSpec; a bare one names curves of other algorithms.
    if (parameters instanceof ECGenParameterSpec named) {
      return switch (named.getName().toLowerCase(Locale.ROOT)) {
        case "secp256r1",
            "nist p-256",
            "p-256",
            "x9.62 prime256v1",
            "prime256v1",
            "1.2.840.10045.3.1.7" ->
            KeySpec.ECC_NIST_P256;
        case "secp384r1", "nist p-384", "p-384", "1.3.132.0.34" -> KeySpec.ECC_NIST_P384;
        case "secp521r1", "nist p-521", "p-521", "1.3.132.0.35" -> KeySpec.ECC_NIST_P521;
        case "secp256k1", "1.3.132.0.10" -> KeySpec.ECC_SECG_P256K1;
        default ->
            throw new InvalidAlgorithmParameterException(
                "A managed EC key pair has " + offer() + ".");
      };
    }
    throw notOffered(parameters);
  }

  @Override
  String offer() {
    return "curve secp256r1 (256 bits), secp384r1 (384), secp521r1 (521) or, by name, secp256k1";
  }
}
