package dev.keyward.jca.keygen;

import dev.keyward.backend.KeyBackend;
import dev.keyward.model.KeySpec;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code KeyPairGenerator} for algorithms whose keys have named parameters only: Ed25519, ML-DSA,
 * ML-KEM.
 */
public final class KmsNamedKeyPairGenerator extends KmsKeyPairGenerator {
  private static final int ED25519_BITS = 255;

  private final List<KeySpec> specs;

  /**
   * Makes a generator.
   *
   * @param algorithm the name of the service
   * @param specs what it offers; the first one is the usual one
   * @param backend the key service; asked when a key pair is generated
   * @param self the provider the generator belongs to
   */
  public KmsNamedKeyPairGenerator(
      String algorithm, List<KeySpec> specs, Supplier<KeyBackend> backend, Provider self) {
    super(specs.get(0).family(), algorithm, backend, self);
    this.specs = List.copyOf(specs);
  }

  @Override
  boolean offers(KeySpec spec) {
    return specs.contains(spec);
  }

  @Override
  KeySpec usualSpec() {
    return specs.get(0);
  }

  /** Sizes mean nothing to the lattice algorithms; the JDK takes 255 for Ed25519. */
  @Override
  KeySpec specOfSize(int bits) {
    boolean edwards = usualSpec() == KeySpec.ECC_NIST_EDWARDS25519;
    return edwards && bits == ED25519_BITS ? usualSpec() : null;
  }

  @Override
  KeySpec specOf(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
    if (parameters instanceof NamedParameterSpec named
        && !(parameters instanceof ECGenParameterSpec)) {
      for (KeySpec spec : specs) {
        if (name(spec).equalsIgnoreCase(named.getName())) {
          return spec;
        }
      }
    }
    throw notOffered(parameters);
  }

  private static String name(KeySpec spec) {
    return spec == KeySpec.ECC_NIST_EDWARDS25519 ? "Ed25519" : spec.name().replace('_', '-');
  }

  @Override
  String offer() {
    return "the NamedParameterSpec "
        + String.join(", ", specs.stream().map(KmsNamedKeyPairGenerator::name).toList());
  }
}
