package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/**
 * Imported key pairs of ML-DSA (RFC 9881) and ML-KEM (RFC 9935): seed, expanded key, or both.
 *
 * <p>With a seed everything is computed from it, and an expanded key beside it must be the same.
 * Without one the checks of FIPS 204 and FIPS 203 (section 7.3: the hash of the encapsulation key)
 * decide.
 */
final class LatticeKeyCheck {
  private LatticeKeyCheck() {}

  static NewMaterial check(KeySpec spec, byte[] pkcs8) throws MaterialException {
    (spec.family() == KeySpec.Family.ML_DSA ? SelfTest.ML_DSA : SelfTest.ML_KEM).require();
    PrivateKeyInfo info = Pkcs8.parse(pkcs8);
    boolean isOurs =
        info.getPrivateKeyAlgorithm().getAlgorithm().equals(algorithm(spec))
            && info.getPrivateKeyAlgorithm().getParameters() == null;
    if (!isOurs) {
      throw new MaterialException("a private key for another algorithm than spec " + spec);
    }
    try {
      return spec.family() == KeySpec.Family.ML_DSA
          ? mlDsa(info, Pkcs8.decode(pkcs8, MLDSAPrivateKeyParameters.class))
          : mlKem(info, Pkcs8.decode(pkcs8, MLKEMPrivateKeyParameters.class));
    } catch (IllegalArgumentException e) {
      throw new MaterialException("not a valid private key of spec " + spec);
    }
  }

  private static ASN1ObjectIdentifier algorithm(KeySpec spec) throws MaterialException {
    return switch (spec) {
      case ML_DSA_44 -> NISTObjectIdentifiers.id_ml_dsa_44;
      case ML_DSA_65 -> NISTObjectIdentifiers.id_ml_dsa_65;
      case ML_DSA_87 -> NISTObjectIdentifiers.id_ml_dsa_87;
      case ML_KEM_512 -> NISTObjectIdentifiers.id_alg_ml_kem_512;
      case ML_KEM_768 -> NISTObjectIdentifiers.id_alg_ml_kem_768;
      case ML_KEM_1024 -> NISTObjectIdentifiers.id_alg_ml_kem_1024;
      default -> throw new MaterialException("not a lattice key: " + spec);
    };
  }

  private static NewMaterial mlDsa(PrivateKeyInfo info, MLDSAPrivateKeyParameters key)
      throws MaterialException {
    if (key.getSeed() != null) {
      ImportedMaterial.requireNotZero(key.getSeed());
      MLDSAPrivateKeyParameters made =
          new MLDSAPrivateKeyParameters(key.getParameters(), key.getSeed());
      requireSame(made.getEncoded(), key.getEncoded());
    } else {
      requireExpanded(key);
    }
    ImportedMaterial.requireSamePublicKey(info, key.getPublicKey());
    return MlDsaMaterial.stored(key);
  }

  /**
   * Without a seed the key cannot be made anew. So the secret vectors must be in their range (FIPS
   * 204, algorithm 25), and what the whole key signs must verify with the public key that follows
   * from those vectors: with a wrong hash of it, or low bits of another key, it would not.
   */
  private static void requireExpanded(MLDSAPrivateKeyParameters key) throws MaterialException {
    boolean isOfSet65 = key.getParameters() == MlDsaMaterial.parameters(KeySpec.ML_DSA_65);
    int bits = isOfSet65 ? 4 : 3;
    int most = isOfSet65 ? 8 : 4;
    requireRange(key.getS1(), bits, most);
    requireRange(key.getS2(), bits, most);
    if (!MlDsaMaterial.signsForItself(key)) {
      throw new MaterialException("the parts of the private key contradict each other");
    }
  }

  /** Numbers of 3 or 4 bits, packed from the lowest bit of each byte on. */
  private static void requireRange(byte[] packed, int bits, int most) throws MaterialException {
    int waiting = 0;
    int have = 0;
    for (byte b : packed) {
      waiting |= (b & 0xff) << have;
      have += 8;
      for (; have >= bits; have -= bits, waiting >>>= bits) {
        if ((waiting & (1 << bits) - 1) > most) {
          throw new MaterialException("a number of the private key is out of its range");
        }
      }
    }
  }

  private static NewMaterial mlKem(PrivateKeyInfo info, MLKEMPrivateKeyParameters key)
      throws MaterialException {
    if (key.getSeed() != null) {
      ImportedMaterial.requireNotZero(key.getSeed());
      MLKEMPrivateKeyParameters made =
          new MLKEMPrivateKeyParameters(key.getParameters(), key.getSeed());
      requireSame(made.getEncoded(), key.getEncoded());
    } else if (!MlKemMaterial.agreesWithItself(key)) {
      throw new MaterialException("the parts of the private key contradict each other");
    }
    ImportedMaterial.requireSamePublicKey(info, key.getPublicKey());
    return MlKemMaterial.stored(key);
  }

  private static void requireSame(byte[] computed, byte[] given) throws MaterialException {
    if (!Arrays.equals(computed, given)) {
      throw new MaterialException("the expanded key is not that of the seed");
    }
  }
}
