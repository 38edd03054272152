package dev.keyward.jca.signature;

import java.security.SignatureException;
import java.util.Arrays;

/**
 * ECDSA signatures as two numbers of equal length (IEEE P1363, section E.3.1), made of the DER form
 * that key services answer, and back.
 */
final class EcdsaP1363 {
  private EcdsaP1363() {}

  /** From exact DER. */
  static byte[] fromDer(byte[] der, int numberBytes) throws SignatureException {
    if (!EcdsaDer.isExact(der)) {
      throw new SignatureException("The key service answered a signature that is not exact DER.");
    }
    int first = (der[1] & 0xff) < 0x80 ? 2 : 3;
    int second = first + 2 + der[first + 1];
    byte[] numbers = new byte[2 * numberBytes];
    copyNumber(der, first, numbers, numberBytes);
    copyNumber(der, second, numbers, 2 * numberBytes);
    return numbers;
  }

  /** Right-aligns the number that begins at a place in DER. */
  private static void copyNumber(byte[] der, int at, byte[] target, int end)
      throws SignatureException {
    int start = at + 2;
    int length = der[at + 1];
    if (der[start] == 0) {
      start++;
      length--;
    }
    if (length > target.length / 2) {
      throw new SignatureException("The key service answered a signature of another curve.");
    }
    System.arraycopy(der, start, target, end - length, length);
  }

  /** To exact DER; null if it is not two positive numbers of that length. */
  static byte[] toDer(byte[] numbers, int numberBytes) {
    if (numbers.length != 2 * numberBytes) {
      return null;
    }
    byte[] r = integer(Arrays.copyOf(numbers, numberBytes));
    byte[] s = integer(Arrays.copyOfRange(numbers, numberBytes, numbers.length));
    int content = r.length + s.length + 4;
    byte[] der = new byte[(content < 128 ? 2 : 3) + content];
    int at = 0;
    der[at++] = 0x30;
    if (content >= 128) {
      der[at++] = (byte) 0x81;
    }
    der[at++] = (byte) content;
    at = putInteger(der, at, r);
    putInteger(der, at, s);
    return der;
  }

  private static byte[] integer(byte[] unsigned) {
    return new java.math.BigInteger(1, unsigned).toByteArray();
  }

  private static int putInteger(byte[] der, int at, byte[] number) {
    der[at] = 0x02;
    der[at + 1] = (byte) number.length;
    System.arraycopy(number, 0, der, at + 2, number.length);
    return at + 2 + number.length;
  }
}
