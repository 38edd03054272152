package dev.keyward.embedded;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.digests.SHAKEDigest;

/** The message representative of ML-DSA, computed as a caller does it: FIPS 204, algorithm 7. */
final class LatticeMu {
  private LatticeMu() {}

  static byte[] of(byte[] subjectPublicKeyInfo, byte[] message) {
    byte[] publicKey =
        SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo).getPublicKeyData().getOctets();
    byte[] keyHash = shake(publicKey);
    byte[] input = new byte[keyHash.length + 2 + message.length];
    System.arraycopy(keyHash, 0, input, 0, keyHash.length);
    // Pure ML-DSA with an empty context: two zero bytes before the message.
    System.arraycopy(message, 0, input, keyHash.length + 2, message.length);
    return shake(input);
  }

  private static byte[] shake(byte[] input) {
    SHAKEDigest digest = new SHAKEDigest(256);
    digest.update(input, 0, input.length);
    byte[] out = new byte[64];
    digest.doFinal(out, 0, out.length);
    return out;
  }
}
