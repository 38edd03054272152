package dev.keyward.keystore;

/** Reads the KeyUsage extension of a certificate (RFC 5280, section 4.2.1.3). */
final class CertifiedUse {
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;
  private static final int KEY_ENCIPHERMENT = 2;
  private static final int DATA_ENCIPHERMENT = 3;
  private static final int KEY_AGREEMENT = 4;
  private static final int KEY_CERT_SIGN = 5;
  private static final int CRL_SIGN = 6;

  private CertifiedUse() {}

  static boolean isOnlyEncryption(boolean[] bits) {
    return any(bits, KEY_ENCIPHERMENT, DATA_ENCIPHERMENT) && !signs(bits);
  }

  static boolean isOnlyAgreement(boolean[] bits) {
    return any(bits, KEY_AGREEMENT) && !signs(bits);
  }

  private static boolean signs(boolean[] bits) {
    return any(bits, DIGITAL_SIGNATURE, NON_REPUDIATION, KEY_CERT_SIGN, CRL_SIGN);
  }

  private static boolean any(boolean[] bits, int... wanted) {
    for (int bit : wanted) {
      if (bits != null && bit < bits.length && bits[bit]) {
        return true;
      }
    }
    return false;
  }
}
