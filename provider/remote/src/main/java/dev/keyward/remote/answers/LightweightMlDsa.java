package dev.keyward.remote.answers;

import dev.keyward.model.KeySpec;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA of Bouncy Castle; loaded only where that is. */
final class LightweightMlDsa implements MlDsa.Lightweight {
  private static final int SEED_BYTES = 32;

  @Override
  public boolean verifies(
      KeySpec spec, byte[] key, byte[] message, boolean isRepresentative, byte[] signature) {
    MLDSAParameters parameters =
        switch (spec) {
          case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
          case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
          case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
          default -> throw new IllegalArgumentException("No spec of ML-DSA: " + spec);
        };
    MLDSASigner verifier = verifier(new MLDSAPublicKeyParameters(parameters, key));
    if (isRepresentative) {
      return verifier.verifyMuSignature(message, signature);
    }
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  private static MLDSASigner verifier(MLDSAPublicKeyParameters key) {
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, key);
    return verifier;
  }

  /** Tells whether it verifies a signature of its own, and the same one altered not. */
  static boolean isProven() {
    // A pair that everybody may know.
    MLDSAPrivateKeyParameters pair =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, new byte[SEED_BYTES]);
    MLDSAPublicKeyParameters key = pair.getPublicKeyParameters();
    byte[] message = {1, 2, 3};
    try {
      MLDSASigner signer = new MLDSASigner();
      signer.init(true, pair);
      signer.update(message, 0, message.length);
      byte[] signature = signer.generateSignature();
      MLDSASigner hashing = verifier(key);
      hashing.update(message, 0, message.length);
      byte[] representative = hashing.generateMu();

      LightweightMlDsa one = new LightweightMlDsa();
      byte[] encoded = key.getEncoded();
      boolean isGood =
          one.verifies(KeySpec.ML_DSA_44, encoded, message, false, signature)
              && one.verifies(KeySpec.ML_DSA_44, encoded, representative, true, signature);
      signature[signature.length / 2] ^= 1;
      return isGood
          && !one.verifies(KeySpec.ML_DSA_44, encoded, message, false, signature)
          && !one.verifies(KeySpec.ML_DSA_44, encoded, representative, true, signature);
    } catch (CryptoException e) {
      return false;
    }
  }
}
