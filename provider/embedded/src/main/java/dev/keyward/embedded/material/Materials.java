package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.Optional;

/** Makes key material and opens what was stored. */
public final class Materials {
  private Materials() {}

  /**
   * Tells whether keys of a spec can be made here.
   *
   * @param spec the spec
   * @return true if they can
   */
  public static boolean offers(KeySpec spec) {
    return spec.family() != KeySpec.Family.SM2;
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
      case HMAC -> HmacMaterial.generate(spec, random);
      case EDWARDS -> EdwardsMaterial.generate(random);
      case ML_DSA -> MlDsaMaterial.generate(spec, random);
      case ML_KEM -> MlKemMaterial.generate(spec, random);
      case SM2 -> throw notOffered(spec);
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
      case HMAC -> HmacMaterial.copyOf(spec, stored);
      case EDWARDS -> EdwardsMaterial.open(stored);
      case ML_DSA -> MlDsaMaterial.open(spec, stored);
      case ML_KEM -> MlKemMaterial.open(spec, stored);
      case SM2 -> throw notOffered(spec);
    };
  }

  /**
   * The private key of a stored pair in the form that is handed to callers: PKCS #8 that current
   * libraries read.
   *
   * <p>It differs from the stored form for ML-DSA and ML-KEM only: there the expanded key is handed
   * out, because the JDK up to 25 reads no seeds.
   *
   * @param spec the spec of a key pair
   * @param stored as {@link NewMaterial#stored} was; not kept, still the caller's
   * @return DER PKCS #8; the caller closes it
   * @throws IllegalArgumentException if the bytes are not a key pair of that spec
   */
  public static SecretBytes exportable(KeySpec spec, byte[] stored) {
    return switch (spec.family()) {
      case ML_DSA -> SecretBytes.owning(MlDsaMaterial.expanded(spec, stored));
      case ML_KEM -> SecretBytes.owning(MlKemMaterial.expanded(spec, stored));
      case RSA, EC, EDWARDS -> SecretBytes.copyOf(stored);
      case SYMMETRIC, HMAC, SM2 -> throw notOffered(spec);
    };
  }

  private static IllegalArgumentException notOffered(KeySpec spec) {
    return new IllegalArgumentException("no key material of spec " + spec + " here");
  }
}
