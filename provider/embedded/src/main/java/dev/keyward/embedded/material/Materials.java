package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/** Makes key material and opens what was stored. */
public final class Materials {
  private static final Set<KeySpec> OFFERED =
      Set.of(
          KeySpec.SYMMETRIC_DEFAULT,
          KeySpec.RSA_2048,
          KeySpec.RSA_3072,
          KeySpec.RSA_4096,
          KeySpec.ECC_NIST_P256,
          KeySpec.ECC_NIST_P384,
          KeySpec.ECC_NIST_P521,
          KeySpec.ECC_SECG_P256K1);

  private Materials() {}

  /**
   * Tells whether keys of a spec can be made here.
   *
   * @param spec the spec
   * @return true if they can
   */
  public static boolean offers(KeySpec spec) {
    return OFFERED.contains(spec);
  }

  /**
   * Makes key material.
   *
   * @param spec one that is offered
   * @param random where the randomness comes from
   * @return the material; the caller closes it
   */
  public static NewMaterial generate(KeySpec spec, SecureRandom random) {
    return switch (spec.family()) {
      case SYMMETRIC -> {
        byte[] key = new byte[SymmetricMaterial.KEY_SIZE_BYTES];
        random.nextBytes(key);
        yield new NewMaterial(SecretBytes.owning(key), Optional.empty());
      }
      case RSA -> RsaMaterial.generate(spec, random);
      case EC -> EcMaterial.generate(spec, random);
      case HMAC, EDWARDS, ML_DSA, ML_KEM, SM2 -> throw notOffered(spec);
    };
  }

  /**
   * Opens stored material.
   *
   * @param spec the spec of its key
   * @param stored as {@link NewMaterial#stored} was; not kept, still the caller's
   * @return the material; the caller closes it
   * @throws IllegalArgumentException if the bytes are not material of that spec
   */
  public static KeyMaterial open(KeySpec spec, byte[] stored) {
    return switch (spec.family()) {
      case SYMMETRIC -> SymmetricMaterial.copyOf(stored);
      case RSA -> RsaMaterial.open(spec, stored);
      case EC -> EcMaterial.open(spec, stored);
      case HMAC, EDWARDS, ML_DSA, ML_KEM, SM2 -> throw notOffered(spec);
    };
  }

  private static IllegalArgumentException notOffered(KeySpec spec) {
    return new IllegalArgumentException("no key material of spec " + spec + " here");
  }
}
