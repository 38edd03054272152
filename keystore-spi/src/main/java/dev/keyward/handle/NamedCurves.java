package dev.keyward.handle;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Optional;

/** The NIST curves of the key specs. */
public final class NamedCurves {
  private static final List<KeySpec> SPECS =
      List.of(KeySpec.ECC_NIST_P256, KeySpec.ECC_NIST_P384, KeySpec.ECC_NIST_P521);

  private NamedCurves() {}

  /**
   * The spec of keys on a curve.
   *
   * @param curve parameters of a key; null is no curve we know
   * @return the spec, or empty if it is not one of the NIST curves
   */
  public static Optional<KeySpec> specOf(ECParameterSpec curve) {
    return SPECS.stream().filter(spec -> isCurveOf(spec, curve)).findFirst();
  }

  static boolean isOn(KeySpec spec, ECPublicKey key) {
    return isCurveOf(spec, key.getParams());
  }

  private static boolean isCurveOf(KeySpec spec, ECParameterSpec actual) {
    ECParameterSpec expected = parameters(curveName(spec));
    return actual != null
        && actual.getCurve().equals(expected.getCurve())
        && actual.getGenerator().equals(expected.getGenerator())
        && actual.getOrder().equals(expected.getOrder());
  }

  private static String curveName(KeySpec spec) {
    return switch (spec) {
      case ECC_NIST_P256 -> "secp256r1";
      case ECC_NIST_P384 -> "secp384r1";
      case ECC_NIST_P521 -> "secp521r1";
      default -> throw new IllegalArgumentException("not a NIST curve: " + spec);
    };
  }

  private static ECParameterSpec parameters(String curve) {
    try {
      AlgorithmParameters parameters =
          AlgorithmParameters.getInstance("EC", JdkProvider.SUN_EC.instance());
      parameters.init(new ECGenParameterSpec(curve));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("SunEC does not know " + curve, e);
    }
  }
}
