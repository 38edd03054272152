package dev.keyward.embedded.material;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/**
 * ECDSA signing with one key on the Amazon Corretto Crypto Provider, where it is there and knows
 * the curve.
 *
 * <p>The per-signature secret comes from that library's own generator, mixed with key and digest.
 */
record CorrettoEcdsa(Provider provider, PrivateKey key) {

  static Optional<CorrettoEcdsa> of(byte[] pkcs8) {
    return Primitives.fast().flatMap(provider -> of(provider, pkcs8));
  }

  private static Optional<CorrettoEcdsa> of(Provider provider, byte[] pkcs8) {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC", provider);
      return Optional.of(
          new CorrettoEcdsa(provider, factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8))));
    } catch (GeneralSecurityException e) {
      // A curve it does not know. Whatever is wrong with the key itself was noticed before.
      return Optional.empty();
    }
  }

  /** Signs a digest; the result is DER. */
  byte[] sign(byte[] digest) {
    try {
      Signature signature = Signature.getInstance("NONEwithECDSA", provider);
      signature.initSign(key);
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw Primitives.unexpected("ECDSA", e);
    }
  }

  /** The components of a record are printed; a key never is. */
  @Override
  public String toString() {
    return "CorrettoEcdsa";
  }
}
