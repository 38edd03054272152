package dev.keyward.provider;

import dev.keyward.backend.KeyBackend;
import dev.keyward.backend.Verifies;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.handle.KeyHandles;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A key service that has one public key and verifies with Bouncy Castle. */
final class VerifyingBackend implements KeyBackend, Verifies {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final KeyArn ARN =
      KeyArn.parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");

  private final KeyMetadata key;
  private final byte[] encoded;

  private VerifyingBackend(KeySpec spec, byte[] encoded) {
    this.encoded = encoded;
    this.key =
        new KeyMetadata(
            ARN,
            spec,
            KeyUsage.SIGN_VERIFY,
            KeyState.ENABLED,
            KeyOrigin.AWS_KMS,
            "",
            Instant.EPOCH,
            Optional.empty());
  }

  /** The public key, as applications get it. */
  static PublicKey publicKey(KeySpec spec, byte[] encoded) {
    VerifyingBackend backend = new VerifyingBackend(spec, encoded);
    PublicKey plain = new Encoded(encoded);
    return KeyHandles.publicKeyOf(KeyHandles.ofPair(backend, backend.key, plain));
  }

  private record Encoded(byte[] bytes) implements PublicKey {
    @Override
    public String getAlgorithm() {
      return "any";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }
  }

  @Override
  public String location() {
    return "a test";
  }

  @Override
  public KeyMetadata describe(KeyReference reference) {
    return key;
  }

  @Override
  public boolean verify(
      KeyReference reference,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature) {
    try {
      return key.spec() == KeySpec.ECC_SECG_P256K1
          ? ecdsa(message, signature)
          : mlDsa(message, signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidRequestException(e.toString());
    }
  }

  private boolean ecdsa(byte[] digest, byte[] signature) throws GeneralSecurityException {
    PublicKey theirs =
        KeyFactory.getInstance("EC", BOUNCY_CASTLE).generatePublic(new X509EncodedKeySpec(encoded));
    Signature verifier = Signature.getInstance("NONEwithECDSA", BOUNCY_CASTLE);
    verifier.initVerify(theirs);
    verifier.update(digest);
    return verifier.verify(signature);
  }

  private boolean mlDsa(byte[] mu, byte[] signature) throws IOException {
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, (MLDSAPublicKeyParameters) PublicKeyFactory.createKey(encoded));
    return verifier.verifyMuSignature(mu, signature);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
