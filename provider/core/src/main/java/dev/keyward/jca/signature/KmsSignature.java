package dev.keyward.jca.signature;

import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.LatticePrivateKeyHandle;
import dev.keyward.handle.ServedPublicKey;
import dev.keyward.jca.signature.SignatureScheme.Kind;
import dev.keyward.model.KeyUsage;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.function.Predicate;

/**
 * A {@code Signature} engine: signs with a handle in the key service, verifies here, and passes
 * ordinary keys on to other providers.
 *
 * <p>Initialising checks only what is known here. What the key service says, for example that a key
 * is disabled, comes from {@code sign} as a {@link SignatureException}: out of {@code initSign} it
 * would be replaced by whatever another provider in the list says about the handle.
 */
public final class KmsSignature extends SignatureSpi {
  private final SignatureScheme scheme;
  private final Predicate<KeyHandle> ours;
  private final Provider self;

  private AlgorithmParameterSpec parameters;
  private KeyHandle handle;
  private HandleSigner signer;
  private StepwiseVerifier verifier;
  private Signature delegate;
  private PublicKey verifyingKey;

  /**
   * Makes an engine.
   *
   * @param scheme the algorithm
   * @param ours tells handles of this provider's key service from others; must be cheap
   * @param self the provider the engine belongs to
   */
  public KmsSignature(SignatureScheme scheme, Predicate<KeyHandle> ours, Provider self) {
    this.scheme = scheme;
    this.ours = ours;
    this.self = self;
  }

  // --- initialising ----------------------------------------------------------------------------

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    forget();
    if (publicKey == null) {
      throw new InvalidKeyException(
          "Cannot verify " + scheme.standardName() + ": the key is null.");
    }
    verifyingKey = publicKey;
    boolean served = publicKey instanceof ServedPublicKey;
    if (served && !(scheme.kind() == Kind.ML_DSA && scheme.isInJdk())) {
      verifier = StepwiseVerifier.byKeyService(scheme, (ServedPublicKey) publicKey);
    } else if (scheme.kind() == Kind.ED25519_PH) {
      verifier =
          StepwiseVerifier.overDigest(
              OrdinaryKeys.verifier(scheme, new EdDSAParameterSpec(true), publicKey, self),
              scheme.hashBits());
    } else {
      delegate = OrdinaryKeys.verifier(scheme, effectiveParameters(), publicKey, self);
    }
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    engineInitSign(privateKey, null);
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey, SecureRandom random)
      throws InvalidKeyException {
    forget();
    if (privateKey == null) {
      throw new InvalidKeyException("Cannot sign " + scheme.standardName() + ": the key is null.");
    }
    if (privateKey instanceof KeyHandle managed) {
      requireUsable(managed);
      handle = managed;
      signer = signerOrNull();
    } else if (scheme.kind() == Kind.ED25519_PH) {
      throw new InvalidKeyException(
          "Ed25519ph is for managed keys; for others use Ed25519 with an EdDSAParameterSpec.");
    } else {
      delegate = OrdinaryKeys.signer(scheme, effectiveParameters(), privateKey, random, self);
    }
  }

  private void forget() {
    handle = null;
    signer = null;
    verifier = null;
    delegate = null;
    verifyingKey = null;
  }

  /** Includes what a certificate for RSASSA-PSS alone says of its key (RFC 4055, section 1.2). */
  private void requireUsable(KeyHandle managed) throws InvalidKeyException {
    if (scheme.kind() == Kind.PKCS1 && PssParameters.isRestrictedToPss(managed)) {
      throw new InvalidKeyException(
          "The certificate of key "
              + managed.reference()
              + " is for RSASSA-PSS only; it cannot sign with "
              + scheme.standardName()
              + ".");
    }
    if (managed.usage() != KeyUsage.SIGN_VERIFY || !scheme.fits(managed.spec())) {
      throw new InvalidKeyException(
          "Key "
              + managed.reference()
              + " has spec "
              + managed.spec()
              + " and usage "
              + managed.usage()
              + " and cannot sign with "
              + scheme.standardName()
              + ". Use a SIGN_VERIFY key of an "
              + scheme.family()
              + " spec.");
    }
    if (!ours.test(managed)) {
      throw new InvalidKeyException(
          "Key "
              + managed.reference()
              + " belongs to another configured provider. Name that provider, or load the key from"
              + " a KeyStore of this one.");
    }
  }

  /** Null while the hash is not known, which is until RSASSA-PSS got its parameters. */
  private HandleSigner signerOrNull() throws InvalidKeyException {
    try {
      requireNoEdwardsParameters();
      AlgorithmParameterSpec pss = effectiveParameters();
      if (scheme.isPss() && pss == null) {
        return null;
      }
      int bits =
          scheme.isPss()
              ? PssParameters.requireSupported((PSSParameterSpec) pss, handle)
              : scheme.hashBits();
      return new HandleSigner(handle, scheme, bits, inputFor(bits));
    } catch (InvalidAlgorithmParameterException e) {
      handle = null;
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  private MessageInput inputFor(int bits) {
    if (handle instanceof LatticePrivateKeyHandle lattice) {
      return MessageInput.representing(lattice.publicKey().raw());
    }
    if (scheme.kind() == Kind.ED25519) {
      return MessageInput.ofWholeMessage();
    }
    if (bits != 0) {
      return MessageInput.hashing(bits);
    }
    return scheme.kind() == Kind.PKCS1 ? MessageInput.ofDigestInfo() : MessageInput.ofReadyDigest();
  }

  /** What the caller set, or what the scheme fixes; null for none. */
  private AlgorithmParameterSpec effectiveParameters() {
    boolean fixed = scheme.isPss() && scheme.hashBits() != 0;
    return fixed ? PssParameters.fixed(scheme.hashBits()) : parameters;
  }

  private void requireNoEdwardsParameters() throws InvalidAlgorithmParameterException {
    if (parameters instanceof EdDSAParameterSpec edwards
        && (edwards.isPrehash() || edwards.getContext().isPresent())) {
      throw new InvalidAlgorithmParameterException(
          "A managed key signs Ed25519 without prehashing and without context; a KMS hashes what"
              + " is prehashed once more, which Ed25519ph of this provider makes explicit.");
    }
  }

  // --- working ---------------------------------------------------------------------------------

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
    if (delegate != null) {
      delegate.update(bytes, offset, length);
    } else {
      readyInput().update(bytes, offset, length);
    }
  }

  @Override
  protected void engineUpdate(ByteBuffer bytes) {
    try {
      if (delegate != null) {
        delegate.update(bytes);
      } else {
        readyInput().update(bytes);
      }
    } catch (SignatureException e) {
      // The signature of this method allows nothing checked; the JDK's engines do the same.
      throw new java.security.ProviderException(e.getMessage(), e);
    }
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    return delegate != null ? delegate.sign() : readySigner().sign();
  }

  @Override
  protected int engineSign(byte[] target, int offset, int length) throws SignatureException {
    if (delegate != null) {
      return delegate.sign(target, offset, length);
    }
    int needed = readySigner().maxSignatureBytes();
    if (length < needed) {
      // Checked first: after signing, the message would be gone and a second try impossible.
      throw new SignatureException(
          "The buffer has " + length + " bytes; a signature may take " + needed + ".");
    }
    byte[] signature = engineSign();
    System.arraycopy(signature, 0, target, offset, signature.length);
    return signature.length;
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    if (verifier != null) {
      return verifier.verify(signature);
    }
    if (delegate == null) {
      throw new SignatureException("not initialised for verification");
    }
    // Asked in any case, because asking makes it ready for the next message.
    boolean verified = delegate.verify(signature);
    return verified && ExactForm.is(scheme, verifyingKey, signature);
  }

  private MessageInput readyInput() throws SignatureException {
    return verifier != null ? verifier.input() : readySigner().input();
  }

  private HandleSigner readySigner() throws SignatureException {
    if (signer == null) {
      throw new SignatureException(
          handle == null
              ? "not initialised for signing"
              : "RSASSA-PSS needs parameters: call setParameter with a PSSParameterSpec first.");
    }
    return signer;
  }

  // --- parameters ------------------------------------------------------------------------------

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec given)
      throws InvalidAlgorithmParameterException {
    if (scheme.kind() == Kind.ED25519 && given instanceof EdDSAParameterSpec edwards) {
      setEdwards(edwards);
      return;
    }
    if (!scheme.isPss()) {
      requireHarmless(given);
      return;
    }
    if (!(given instanceof PSSParameterSpec pss)) {
      throw new InvalidAlgorithmParameterException(
          scheme.standardName()
              + " takes a PSSParameterSpec, got "
              + (given == null ? "null" : given.getClass().getName())
              + ".");
    }
    if (scheme.hashBits() != 0) {
      requireFixed(pss);
    } else if (delegate != null) {
      delegate.setParameter(pss);
      parameters = pss;
    } else {
      setPss(pss);
    }
  }

  private void setEdwards(EdDSAParameterSpec edwards) throws InvalidAlgorithmParameterException {
    if (delegate != null) {
      delegate.setParameter(edwards);
    }
    AlgorithmParameterSpec before = parameters;
    parameters = edwards;
    if (handle != null) {
      try {
        requireNoEdwardsParameters();
      } catch (InvalidAlgorithmParameterException e) {
        parameters = before;
        throw e;
      }
    }
  }

  private void setPss(PSSParameterSpec pss) throws InvalidAlgorithmParameterException {
    if (handle == null) {
      // Kept unchecked: the key that follows may be one that another provider works with.
      parameters = pss;
      return;
    }
    if (signer != null && signer.input().isStarted()) {
      throw new InvalidAlgorithmParameterException(
          "Parameters cannot change in the middle of a message.");
    }
    PssParameters.requireSupported(pss, handle);
    parameters = pss;
    try {
      signer = signerOrNull();
    } catch (InvalidKeyException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
  }

  private void requireFixed(PSSParameterSpec pss) throws InvalidAlgorithmParameterException {
    if (!PssParameters.areEqual(pss, PssParameters.fixed(scheme.hashBits()))) {
      throw new InvalidAlgorithmParameterException(
          scheme.standardName() + " has fixed parameters; use RSASSA-PSS for others.");
    }
  }

  /** PKCS #1 has no parameters; those of ECDSA are the curve, which the key has already. */
  private void requireHarmless(AlgorithmParameterSpec given)
      throws InvalidAlgorithmParameterException {
    if (given == null) {
      return;
    }
    boolean sameCurve =
        given instanceof ECParameterSpec curve
            && handle instanceof ECKey key
            && key.getParams().getCurve().equals(curve.getCurve())
            && key.getParams().getGenerator().equals(curve.getGenerator());
    if (delegate != null) {
      delegate.setParameter(given);
    } else if (!sameCurve) {
      throw new InvalidAlgorithmParameterException(
          scheme.standardName() + " takes no parameters, got " + given.getClass().getName() + ".");
    }
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return effectiveParameters() instanceof PSSParameterSpec pss ? PssParameters.encode(pss) : null;
  }

  /** There are no parameters by name. */
  @Deprecated
  @Override
  protected void engineSetParameter(String name, Object value) {
    throw new InvalidParameterException("use setParameter(AlgorithmParameterSpec)");
  }

  /** There are no parameters by name. */
  @Deprecated
  @Override
  protected Object engineGetParameter(String name) {
    throw new InvalidParameterException("use getParameters()");
  }
}
