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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Verifies ML-DSA signatures with Bouncy Castle where that is, else with the JDK from 24 on, which
 * wants the message and not its representative. The Bouncy Castle of an application may be an old
 * one, or parts of two: it is used only after it told a signature from an altered one, and not any
 * more after it failed. What the service may choose never makes it fail: that is looked at before.
 */
final class MlDsa {
  /** Source: FIPS 204, section 6.2. */
  private static final int REPRESENTATIVE_BYTES = 64;

  private volatile Lightweight lightweight;

  /**
   * A verifier.
   *
   * @param lightweight the one to begin with; null if there is none
   */
  MlDsa(Lightweight lightweight) {
    this.lightweight = lightweight;
  }

  /** Verifies one signature with an empty context. */
  @FunctionalInterface
  interface Lightweight {
    /**
     * Verifies.
     *
     * @param key the public key, as long as one of the spec is
     * @param isRepresentative whether the message is the 64 bytes that stand for one
     * @param signature as long as one of the spec is
     */
    boolean verifies(
        KeySpec spec, byte[] key, byte[] message, boolean isRepresentative, byte[] signature);
  }

  /** Loaded at the first signature, not before. */
  private static final class Found {
    static final MlDsa INSTANCE = new MlDsa(find());

    private static Lightweight find() {
      try {
        Class.forName(
            "org.bouncycastle.crypto.signers.MLDSASigner", false, MlDsa.class.getClassLoader());
        return LightweightMlDsa.isProven() ? new LightweightMlDsa() : null;
      } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
        // Not there, too old, or broken.
        return null;
      }
    }
  }

  /** Sizes in bytes, and what the object identifier ends with. Source: FIPS 204, table 2. */
  private record Form(int keyBytes, int signatureBytes, int identifier) {

    static Optional<Form> of(KeySpec spec) {
      return switch (spec) {
        case ML_DSA_44 -> Optional.of(new Form(1312, 2420, 0x11));
        case ML_DSA_65 -> Optional.of(new Form(1952, 3309, 0x12));
        case ML_DSA_87 -> Optional.of(new Form(2592, 4627, 0x13));
        default -> Optional.empty();
      };
    }

    /** The bytes of the key in its encoding; empty if that is of another kind. */
    Optional<byte[]> key(byte[] encoded) {
      byte[] header =
          HexFormat.of()
              .parseHex(
                  String.format(
                      "3082%04x300b06096086480165030403%02x0382%04x00",
                      keyBytes + 18, identifier, keyBytes + 1));
      boolean isOne =
          encoded.length == header.length + keyBytes
              && Arrays.equals(encoded, 0, header.length, header, 0, header.length);
      return isOne
          ? Optional.of(Arrays.copyOfRange(encoded, header.length, encoded.length))
          : Optional.empty();
    }
  }

  /**
   * Verifies.
   *
   * @return empty if there is nothing to verify with
   */
  static Optional<Boolean> verify(Pin pin, Sign.Request asked, byte[] signature)
      throws GeneralSecurityException {
    return Found.INSTANCE.verifies(pin, asked, signature);
  }

  Optional<Boolean> verifies(Pin pin, Sign.Request asked, byte[] signature)
      throws GeneralSecurityException {
    boolean isRepresentative = asked.messageType() == MessageType.EXTERNAL_MU;
    Optional<Form> form = Form.of(pin.spec());
    Optional<byte[]> key = form.flatMap(it -> it.key(pin.encoded()));
    boolean isPossible =
        key.isPresent()
            && signature.length == form.get().signatureBytes()
            && (!isRepresentative || asked.message().length == REPRESENTATIVE_BYTES);
    if (!isPossible) {
      return Optional.of(false);
    }
    Lightweight first = lightweight;
    if (first != null) {
      try {
        return Optional.of(
            first.verifies(pin.spec(), key.get(), asked.message(), isRepresentative, signature));
      } catch (RuntimeException | LinkageError e) {
        lightweight = null;
      }
    }
    return isRepresentative ? Optional.empty() : byJdk(pin, asked.message(), signature);
  }

  static Optional<Boolean> byJdk(Pin pin, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature engine;
    PublicKey key;
    try {
      String name = "ML-DSA-" + pin.spec().size();
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
}
