package dev.keyward.jca.keygen;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeySpec;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.function.Supplier;

/** {@code KeyPairGenerator} for {@code RSA}: 2,048, 3,072 or 4,096 bits, public exponent 65537. */
public final class KmsRsaKeyPairGenerator extends KmsKeyPairGenerator {

  /**
   * Makes a generator.
   *
   * @param backend the key service; asked when a key pair is generated
   * @param self the provider the generator belongs to
   */
  public KmsRsaKeyPairGenerator(Supplier<KeyBackend> backend, Provider self) {
    super(KeySpec.Family.RSA, "RSA", backend, self);
  }

  @Override
  KeySpec usualSpec() {
    return KeySpec.RSA_3072;
  }

  @Override
  KeySpec specOfSize(int bits) {
    return switch (bits) {
      case 2048 -> KeySpec.RSA_2048;
      case 3072 -> KeySpec.RSA_3072;
      case 4096 -> KeySpec.RSA_4096;
      default -> null;
    };
  }

  @Override
  KeySpec specOf(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
    if (parameters instanceof RSAKeyGenParameterSpec rsa
        && RSAKeyGenParameterSpec.F4.equals(rsa.getPublicExponent())
        && rsa.getKeyParams() == null
        && specOfSize(rsa.getKeysize()) != null) {
      return specOfSize(rsa.getKeysize());
    }
    throw notOffered(parameters);
  }

  @Override
  String offer() {
    return "2048, 3072 or 4096 bits and public exponent 65537";
  }
}
