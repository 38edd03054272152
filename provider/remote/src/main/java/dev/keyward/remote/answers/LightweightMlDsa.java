package dev.keyward.remote.answers;

import dev.keyward.remote.answers.PublicKeyPins.Pin;
import java.io.IOException;
import java.util.Locale;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** ML-DSA of Bouncy Castle; loaded only where that is. */
final class LightweightMlDsa {
  private LightweightMlDsa() {}

  /**
   * Verifies a signature with an empty context.
   *
   * @param isRepresentative whether the message is the 64 bytes that stand for one. Source: FIPS
   *     204, section 6.2
   */
  static boolean verifies(Pin pin, byte[] message, boolean isRepresentative, byte[] signature) {
    try {
      return PublicKeyFactory.createKey(pin.encoded()) instanceof MLDSAPublicKeyParameters key
          && key.getParameters().getName().toUpperCase(Locale.ROOT).equals(MlDsa.name(pin.spec()))
          && verifies(key, message, isRepresentative, signature);
    } catch (IOException | RuntimeException e) {
      // A key or a signature that is none.
      return false;
    }
  }

  private static boolean verifies(
      MLDSAPublicKeyParameters key, byte[] message, boolean isRepresentative, byte[] signature) {
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, key);
    if (isRepresentative) {
      return verifier.verifyMuSignature(message, signature);
    }
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }
}
