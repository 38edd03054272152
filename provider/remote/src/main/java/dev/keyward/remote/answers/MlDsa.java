package dev.keyward.remote.answers;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.Sign;
import dev.keyward.model.KeySpec;
import dev.keyward.model.MessageType;
import dev.keyward.remote.answers.PublicKeyPins.Pin;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * Verifies ML-DSA signatures with Bouncy Castle where that is, else with the JDK from 24 on, which
 * wants the message and not its representative.
 */
final class MlDsa {
  private MlDsa() {}

  /** Loaded at the first signature, not before. */
  private static final class Found {
    static final boolean LIGHTWEIGHT = isThere();

    private static boolean isThere() {
      try {
        Class.forName(
            "org.bouncycastle.crypto.signers.MLDSASigner", false, MlDsa.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException | LinkageError e) {
        // Not there, or too old.
        return false;
      }
    }
  }

  /**
   * Verifies.
   *
   * @return empty if there is nothing to verify with
   */
  static Optional<Boolean> verify(Pin pin, Sign.Request asked, byte[] signature)
      throws GeneralSecurityException {
    boolean isRepresentative = asked.messageType() == MessageType.EXTERNAL_MU;
    if (Found.LIGHTWEIGHT) {
      return Optional.of(
          LightweightMlDsa.verifies(pin, asked.message(), isRepresentative, signature));
    }
    return isRepresentative ? Optional.empty() : byJdk(pin, asked.message(), signature);
  }

  static Optional<Boolean> byJdk(Pin pin, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature engine;
    PublicKey key;
    try {
      String name = name(pin.spec());
      engine = Signature.getInstance(name, JdkProvider.SUN.instance());
      key =
          KeyFactory.getInstance(name, JdkProvider.SUN.instance())
              .generatePublic(new X509EncodedKeySpec(pin.encoded()));
    } catch (NoSuchAlgorithmException e) {
      return Optional.empty();
    }
    engine.initVerify(key);
    engine.update(message);
    return Optional.of(engine.verify(signature));
  }

  static String name(KeySpec spec) {
    return "ML-DSA-" + spec.size();
  }
}
