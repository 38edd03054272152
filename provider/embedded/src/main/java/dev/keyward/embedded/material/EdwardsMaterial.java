package dev.keyward.embedded.material;

import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed25519phSigner;

/**
 * An Ed25519 key pair (RFC 8032). Signatures are deterministic: they need no randomness.
 *
 * <p>Stored as PKCS #8 version 1 with the 32-byte secret and nothing else (RFC 8410, section 7),
 * which every reader knows; the public half is derived.
 */
public final class EdwardsMaterial implements KeyMaterial {
  private static final byte[] NO_CONTEXT = {};
  private static final int SECRET_BYTES = 32;

  /** PKCS #8 version 1 with id-Ed25519, up to the secret. */
  private static final byte[] PREFIX = {
    0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20
  };

  private final Ed25519PrivateKeyParameters privateKey;
  private final Ed25519PublicKeyParameters publicKey;

  private EdwardsMaterial(Ed25519PrivateKeyParameters privateKey) {
    this.privateKey = privateKey;
    this.publicKey = privateKey.generatePublicKey();
  }

  static NewMaterial generate(SecureRandom random) {
    SelfTest.ED25519.require();
    return stored(new Ed25519PrivateKeyParameters(random));
  }

  static NewMaterial stored(Ed25519PrivateKeyParameters key) {
    byte[] pkcs8 = Arrays.copyOf(PREFIX, PREFIX.length + SECRET_BYTES);
    key.encode(pkcs8, PREFIX.length);
    return new NewMaterial(
        SecretBytes.owning(pkcs8), Optional.of(Pkcs8.encodePublic(key.generatePublicKey())));
  }

  static EdwardsMaterial open(byte[] pkcs8) {
    return new EdwardsMaterial(Pkcs8.decode(pkcs8, Ed25519PrivateKeyParameters.class));
  }

  /** A key pair from its secret; for the self-test. */
  static EdwardsMaterial of(byte[] secret) {
    return new EdwardsMaterial(new Ed25519PrivateKeyParameters(secret));
  }

  /**
   * Signs a message with Ed25519.
   *
   * @param message the whole message
   * @return 64 bytes
   * @throws java.security.ProviderException if Ed25519 failed its self-test
   */
  public byte[] sign(byte[] message) {
    SelfTest.ED25519.require();
    return signUnproven(new Ed25519Signer(), message);
  }

  /**
   * Signs with Ed25519ph (RFC 8032, section 5.1), with the empty context.
   *
   * <p>The key service is given a digest and takes it as the message: SHA-512 is applied to it once
   * more.
   *
   * @param digest what is hashed and signed
   * @return 64 bytes
   * @throws java.security.ProviderException if Ed25519 failed its self-test
   */
  public byte[] signPrehashed(byte[] digest) {
    SelfTest.ED25519.require();
    return signUnproven(new Ed25519phSigner(NO_CONTEXT), digest);
  }

  byte[] signUnproven(Signer signer, byte[] message) {
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (org.bouncycastle.crypto.CryptoException e) {
      throw Primitives.unexpected("Ed25519", e);
    }
  }

  /**
   * Verifies an Ed25519 signature.
   *
   * @param message the whole message
   * @param signature any bytes
   * @return true if it is a signature of the message
   * @throws java.security.ProviderException if Ed25519 failed its self-test
   */
  public boolean verify(byte[] message, byte[] signature) {
    SelfTest.ED25519.require();
    return verifyUnproven(publicKey, new Ed25519Signer(), message, signature);
  }

  /**
   * Verifies an Ed25519ph signature.
   *
   * @param digest what was given to {@link #signPrehashed}
   * @param signature any bytes
   * @return true if it is a signature of it
   * @throws java.security.ProviderException if Ed25519 failed its self-test
   */
  public boolean verifyPrehashed(byte[] digest, byte[] signature) {
    SelfTest.ED25519.require();
    return verifyUnproven(publicKey, new Ed25519phSigner(NO_CONTEXT), digest, signature);
  }

  boolean verifyUnproven(Signer verifier, byte[] message, byte[] signature) {
    return verifyUnproven(publicKey, verifier, message, signature);
  }

  static boolean verifyUnproven(
      Ed25519PublicKeyParameters key, Signer verifier, byte[] message, byte[] signature) {
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  @Override
  public void close() {
    // The secret is in an object of Bouncy Castle that a signature may be using: it is dropped.
  }
}
