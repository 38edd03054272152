package dev.keyward.jca.failures;

import dev.keyward.failure.KeywardException;
import dev.keyward.failure.KmsException;
import java.security.SignatureException;

/** Turns failures of a key service into those of the JCA. */
public final class JcaFailures {
  private JcaFailures() {}

  /**
   * What {@code Signature.sign} throws. Never a {@code ProviderException}, which would leave a TLS
   * handshake unwrapped.
   *
   * @param failure what the key service said
   * @return the exception to throw
   */
  public static SignatureException inSign(KmsException failure) {
    return new SignatureException(failure.getMessage(), failure);
  }

  /**
   * What methods without checked exceptions throw: {@code generateKey}, {@code generateKeyPair}.
   *
   * @param failure what the key service said
   * @return the exception to throw
   */
  public static KeywardException inUncheckedMethod(KmsException failure) {
    return new KeywardException(failure);
  }
}
