package dev.keyward.jca.signature;

/**
 * Exact DER of an ECDSA signature: {@code SEQUENCE {r INTEGER, s INTEGER}} with two positive
 * integers and nothing else.
 *
 * <p>SunEC reads the integers as unsigned, so it verifies signatures whose r or s lacks the leading
 * zero; to everybody else those are negative numbers. A signature must not have two spellings.
 *
 * <p>Source: RFC 3279, section 2.2.3; X.690, sections 8.3 and 10.1.
 */
final class EcdsaDer {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int LONG_FORM_ONE_BYTE = 0x81;

  private EcdsaDer() {}

  static boolean isExact(byte[] signature) {
    int content = contentAt(signature);
    if (content < 0) {
      return false;
    }
    int second = afterPositiveInteger(signature, content);
    return second > 0 && afterPositiveInteger(signature, second) == signature.length;
  }

  /** Where the content of the sequence begins; −1 unless it ends with the array. */
  private static int contentAt(byte[] der) {
    if (der.length < 8 || (der[0] & 0xff) != SEQUENCE) {
      return -1;
    }
    int first = der[1] & 0xff;
    if (first < 0x80) {
      return first == der.length - 2 ? 2 : -1;
    }
    int length = der[2] & 0xff;
    boolean shortest = first == LONG_FORM_ONE_BYTE && length >= 0x80;
    return shortest && length == der.length - 3 ? 3 : -1;
  }

  /** Where the next thing begins; −1 unless there is a positive integer in its shortest form. */
  private static int afterPositiveInteger(byte[] der, int at) {
    if (at + 3 > der.length || der[at] != INTEGER) {
      return -1;
    }
    int length = der[at + 1] & 0xff;
    int end = at + 2 + length;
    if (length == 0 || length >= 0x80 || end > der.length || der[at + 2] < 0) {
      return -1;
    }
    boolean padded = der[at + 2] == 0 && (length == 1 || der[at + 3] >= 0);
    return padded ? -1 : end;
  }
}
