package dev.keyward.embedded.material;

import java.security.GeneralSecurityException;
import java.security.ProviderException;

/**
 * The self-tests: each algorithm reproduces a known answer before its first use, and is refused for
 * the life of the JVM if it does not.
 *
 * <p>Each runs once, when it is needed. A failure is final, and no other implementation steps in: a
 * library that computes wrong results is something to look into, not to work around.
 */
enum SelfTest {
  /** HMAC-SHA-256, on which key derivation rests. */
  HMAC("HMAC-SHA-256", KnownAnswers::hmac),
  /** HMAC-SHA-224. */
  HMAC_SHA_224("HMAC-SHA-224", MacAnswers::hmacSha224),
  /** HMAC-SHA-384. */
  HMAC_SHA_384("HMAC-SHA-384", MacAnswers::hmacSha384),
  /** HMAC-SHA-512. */
  HMAC_SHA_512("HMAC-SHA-512", MacAnswers::hmacSha512),
  /** AES-256-GCM. */
  AES_GCM("AES-GCM", KnownAnswers::aesGcm),
  /** ECDSA, signing and verifying. */
  ECDSA("ECDSA", KnownAnswers::ecdsa),
  /** RSASSA-PKCS1-v1_5, signing and verifying. */
  RSA_PKCS1("RSASSA-PKCS1-v1_5", KnownAnswers::rsaPkcs1),
  /** RSASSA-PSS, signing and verifying. */
  RSA_PSS("RSASSA-PSS", KnownAnswers::rsaPss),
  /** RSAES-OAEP. */
  RSA_OAEP("RSAES-OAEP", KnownAnswers::rsaOaep),
  /** AES key wrap with padding. */
  AES_KWP("AES-KWP", KnownAnswers::aesKwp),
  /** ECDH. */
  ECDH("ECDH", CurveAnswers::ecdh),
  /** Ed25519 and Ed25519ph, signing and verifying. */
  ED25519("Ed25519", CurveAnswers::ed25519),
  /** ML-DSA, making keys, signing and verifying. */
  ML_DSA("ML-DSA", LatticeAnswers::mlDsa),
  /** ML-KEM, making keys, encapsulating and decapsulating. */
  ML_KEM("ML-KEM", LatticeAnswers::mlKem);

  /** Computes something and compares. */
  private interface KnownAnswer {
    boolean isReproduced() throws GeneralSecurityException, MaterialException;
  }

  private final String algorithm;
  private final KnownAnswer knownAnswer;
  private volatile boolean passed;
  private boolean failed;
  private Exception cause;
  private boolean broken;

  SelfTest(String algorithm, KnownAnswer knownAnswer) {
    this.algorithm = algorithm;
    this.knownAnswer = knownAnswer;
  }

  /**
   * Returns if the algorithm may be used.
   *
   * @throws ProviderException if its self-test failed, now or before
   */
  void require() {
    if (!passed) {
      runOnce();
    }
  }

  private synchronized void runOnce() {
    if (!passed && !failed) {
      run();
    }
    if (failed) {
      throw new ProviderException(
          algorithm
              + " failed its self-test in this JVM, so nothing is done with it. Check the JDK and"
              + " the cryptographic libraries on the class path, then start again.",
          cause);
    }
  }

  private void run() {
    try {
      passed = knownAnswer.isReproduced() && !broken;
    } catch (GeneralSecurityException | MaterialException | RuntimeException e) {
      cause = e;
    }
    failed = !passed;
  }

  /** For tests: forgets the result; from now on the algorithm fails, or is what it really is. */
  synchronized void rerun(boolean asBroken) {
    broken = asBroken;
    passed = false;
    failed = false;
    cause = null;
  }
}
