package dev.keyward.remote.answers;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;

/** Whether an encoded public key is one of its spec. */
final class EncodedPublicKey {
  private static final int MAX_EXPONENT_BITS = 64;

  private EncodedPublicKey() {}

  /**
   * Reads a public key.
   *
   * @return null where this JDK cannot read keys of the spec; then only the form was looked at
   */
  static PublicKey parse(KeySpec spec, byte[] encoded) {
    if (!isOneSequence(encoded)) {
      throw Refusal.of(Refusal.INVALID, "something that is no public key of spec " + spec);
    }
    try {
      X509EncodedKeySpec form = new X509EncodedKeySpec(encoded);
      return switch (spec) {
        case RSA_2048, RSA_3072, RSA_4096 -> {
          KeyFactory factory = KeyFactory.getInstance("RSA", JdkProvider.SUN_RSA_SIGN.instance());
          yield requireRsa(spec, (RSAPublicKey) factory.generatePublic(form));
        }
        case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 -> {
          KeyFactory factory = KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance());
          yield requireCurve(spec, (ECPublicKey) factory.generatePublic(form));
        }
        case ECC_NIST_EDWARDS25519 ->
            KeyFactory.getInstance("Ed25519", JdkProvider.SUN_EC.instance()).generatePublic(form);
        default -> null;
      };
    } catch (GeneralSecurityException e) {
      throw Refusal.of(Refusal.INVALID, "something that is no public key of spec " + spec);
    }
  }

  private static PublicKey requireRsa(KeySpec spec, RSAPublicKey key) {
    BigInteger exponent = key.getPublicExponent();
    boolean usual =
        key.getModulus().bitLength() == spec.size()
            && exponent.bitLength() <= MAX_EXPONENT_BITS
            && exponent.bitLength() > 1
            && exponent.testBit(0);
    if (!usual) {
      throw Refusal.of(Refusal.INVALID, "an unusual RSA key for spec " + spec);
    }
    return key;
  }

  private static PublicKey requireCurve(KeySpec spec, ECPublicKey key) {
    String name = key.getParams().toString();
    String curve =
        switch (spec) {
          case ECC_NIST_P256 -> "secp256r1";
          case ECC_NIST_P384 -> "secp384r1";
          default -> "secp521r1";
        };
    if (!name.contains(curve)) {
      throw Refusal.of(Refusal.INVALID, "a key of another curve than spec " + spec);
    }
    return key;
  }

  /** Tells whether all of the bytes are one DER SEQUENCE, as both kinds of encoded key are. */
  static boolean isOneSequence(byte[] der) {
    if (der == null || der.length < 2 || der[0] != 0x30) {
      return false;
    }
    int first = der[1] & 0xff;
    if (first < 0x80) {
      return der.length == 2 + first;
    }
    int count = first - 0x80;
    if (count < 1 || count > 2 || der.length < 2 + count) {
      return false;
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | der[2 + i] & 0xff;
    }
    return length >= 0x80 && der.length == 2 + count + length;
  }
}
