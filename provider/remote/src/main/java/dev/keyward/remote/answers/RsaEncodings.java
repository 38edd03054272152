package dev.keyward.remote.answers;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * RSA signatures over a digest, which the JDK does not verify. All values are public.
 *
 * <p>Source: RFC 8017, sections 8.1.2, 8.2.2, 9.1.2 and 9.2.
 */
final class RsaEncodings {
  private static final HexFormat HEX = HexFormat.of();

  /** DigestInfo without the digest, RFC 8017 section 9.2, note 1. */
  private static final String SHA_256 = "3031300d060960864801650304020105000420";

  private static final String SHA_384 = "3041300d060960864801650304020205000430";
  private static final String SHA_512 = "3051300d060960864801650304020305000440";

  private RsaEncodings() {}

  static boolean isPkcs1(RSAPublicKey key, byte[] digest, byte[] signature) {
    byte[] encoded = open(key, signature);
    byte[] info =
        HEX.parseHex(digest.length == 32 ? SHA_256 : digest.length == 48 ? SHA_384 : SHA_512);
    byte[] expected = new byte[encoded.length];
    int padding = expected.length - 3 - info.length - digest.length;
    if (padding < 8) {
      return false;
    }
    expected[1] = 1;
    Arrays.fill(expected, 2, 2 + padding, (byte) 0xff);
    System.arraycopy(info, 0, expected, 3 + padding, info.length);
    System.arraycopy(digest, 0, expected, expected.length - digest.length, digest.length);
    return MessageDigest.isEqual(expected, encoded);
  }

  /** With a salt as long as the digest and MGF1 over the same hash. */
  static boolean isPss(RSAPublicKey key, byte[] digest, byte[] signature, MessageDigest sha) {
    byte[] opened = open(key, signature);
    int bits = key.getModulus().bitLength() - 1;
    byte[] encoded =
        bits % 8 == 0 && opened.length > 0 ? Arrays.copyOfRange(opened, 1, opened.length) : opened;
    int hash = digest.length;
    int maskedLength = encoded.length - hash - 1;
    if (encoded.length < 2 * hash + 2 || encoded[encoded.length - 1] != (byte) 0xbc) {
      return false;
    }
    byte[] h = Arrays.copyOfRange(encoded, maskedLength, maskedLength + hash);
    byte[] db = unmasked(encoded, maskedLength, h, sha);
    int unused = 8 * encoded.length - bits;
    if ((encoded[0] & 0xff) >>> (8 - unused) != 0) {
      return false;
    }
    db[0] &= (byte) (0xff >>> unused);
    int zeros = maskedLength - hash - 1;
    for (int i = 0; i < zeros; i++) {
      if (db[i] != 0) {
        return false;
      }
    }
    if (db[zeros] != 1) {
      return false;
    }
    sha.reset();
    sha.update(new byte[8]);
    sha.update(digest);
    sha.update(db, zeros + 1, hash);
    return MessageDigest.isEqual(sha.digest(), h);
  }

  private static byte[] unmasked(byte[] encoded, int length, byte[] seed, MessageDigest sha) {
    byte[] db = new byte[length];
    int done = 0;
    for (int counter = 0; done < length; counter++) {
      sha.reset();
      sha.update(seed);
      sha.update(new byte[] {0, 0, (byte) (counter >>> 8), (byte) counter});
      for (byte mask : sha.digest()) {
        if (done < length) {
          db[done] = (byte) (encoded[done] ^ mask);
          done++;
        }
      }
    }
    return db;
  }

  /** The encoded message, as long as the modulus; empty if the signature is not a number of it. */
  private static byte[] open(RSAPublicKey key, byte[] signature) {
    int length = (key.getModulus().bitLength() + 7) / 8;
    BigInteger number = new BigInteger(1, signature);
    if (signature.length != length || number.compareTo(key.getModulus()) >= 0) {
      return new byte[0];
    }
    byte[] opened = number.modPow(key.getPublicExponent(), key.getModulus()).toByteArray();
    byte[] padded = new byte[length];
    int used = Math.min(length, opened.length);
    System.arraycopy(opened, opened.length - used, padded, length - used, used);
    return padded;
  }
}
