package dev.keyward.jca.cipher;

import dev.keyward.envelope.Rejection;
import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import javax.crypto.AEADBadTagException;

/** The table from failures of a key service to what {@code Cipher} methods may throw. */
final class CipherFailures {
  private CipherFailures() {}

  /** For methods that may not throw {@code AEADBadTagException}. */
  static KeywardException sealing(KmsException failure) {
    return new KeywardException(failure);
  }

  /** For decrypting: a refused ciphertext is a rejected message, the rest is a failure. */
  static KeywardException opening(KmsException failure) throws AEADBadTagException {
    if (failure instanceof CiphertextRejectedException) {
      throw Rejection.because(failure);
    }
    return new KeywardException(failure);
  }
}
