package dev.keyward.jca.signature;

import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The DER DigestInfo that {@code NONEwithRSA} signs: a hash algorithm and a digest.
 *
 * <p>Source: RFC 8017, section 9.2, note 1.
 *
 * @param bits size of the hash
 * @param digest the digest
 */
record DigestInfo(int bits, byte[] digest) {

  /** Reads the one encoding that each SHA-2 hash has. */
  static DigestInfo parse(byte[] encoded) throws SignatureException {
    for (int bits : new int[] {256, 384, 512}) {
      byte[] prefix = prefix(bits);
      if (encoded.length == prefix.length + bits / 8
          && Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length)) {
        return new DigestInfo(bits, Arrays.copyOfRange(encoded, prefix.length, encoded.length));
      }
    }
    throw new SignatureException(
        "NONEwithRSA on a managed key signs a DigestInfo (RFC 8017, section 9.2) of SHA-256,"
            + " SHA-384 or SHA-512, got "
            + encoded.length
            + " bytes that are none. A key service signs nothing else.");
  }

  private static byte[] prefix(int bits) {
    int arc = bits == 256 ? 1 : bits == 384 ? 2 : 3;
    int digest = bits / 8;
    return HexFormat.of()
        .parseHex(
            String.format(
                "30%02x300d06096086480165030402%02x050004%02x", digest + 17, arc, digest));
  }
}
