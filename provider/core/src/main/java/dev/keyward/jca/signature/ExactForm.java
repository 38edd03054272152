package dev.keyward.jca.signature;

import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.NamedParameterSpec;

/**
 * The one form that a signature may have. The JDK's verifiers also take others: DER with negative
 * numbers, P1363 of another length, Ed25519 with bytes appended. A signature must not have two
 * spellings.
 */
final class ExactForm {
  private static final int ED25519_BYTES = 64;

  private ExactForm() {}

  static boolean is(SignatureScheme scheme, PublicKey key, byte[] signature) {
    return switch (scheme.kind()) {
      case ECDSA -> EcdsaDer.isExact(signature);
      case ECDSA_P1363 -> key instanceof ECKey ec && signature.length == 2 * numberBytes(ec);
      case ED25519, ED25519_PH ->
          !(key instanceof EdECKey edwards)
              || !edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
              || signature.length == ED25519_BYTES;
      case PKCS1, PSS, ML_DSA -> true;
    };
  }

  private static int numberBytes(ECKey key) {
    return (key.getParams().getOrder().bitLength() + 7) / 8;
  }
}
