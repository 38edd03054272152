package dev.keyward.keystore;

import dev.keyward.handle.NamedCurves;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.Quoted;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * A key that holds its own bytes, as the key service imports it. Owns a copy of the bytes, which it
 * zeroes.
 */
record SoftwareKey(KeySpec spec, SecretBytes material) implements AutoCloseable {
  private static final int AES_BYTES = 32;

  /**
   * Looks at a key.
   *
   * @throws KeyStoreException if no KMS key can be made of it
   */
  static SoftwareKey of(String alias, Key key) throws KeyStoreException {
    Optional<KeySpec> spec =
        key instanceof PrivateKey pair
            ? specOfPair(pair)
            : key instanceof SecretKey secret ? specOfSecret(secret) : Optional.empty();
    if (spec.isEmpty()) {
      throw refused(alias, "keys of algorithm " + Quoted.of(key.getAlgorithm()) + " like this one");
    }
    byte[] encoded = encoded(key);
    if (encoded == null) {
      throw refused(alias, "keys that do not give their bytes away");
    }
    SoftwareKey software = new SoftwareKey(spec.get(), SecretBytes.owning(encoded));
    try {
      software.checkForm(alias, key);
      return software;
    } catch (KeyStoreException e) {
      software.close();
      throw e;
    }
  }

  /**
   * The bytes of a key. Other providers spell out the curve of keys that were made from its
   * numbers, which key services refuse; the JDK names it.
   */
  private static byte[] encoded(Key key) {
    byte[] own = key.getEncoded();
    if (own == null || !(key instanceof ECPrivateKey)) {
      return own;
    }
    try {
      byte[] named =
          KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance())
              .translateKey(key)
              .getEncoded();
      if (named == null) {
        return own;
      }
      Arrays.fill(own, (byte) 0);
      return named;
    } catch (GeneralSecurityException e) {
      // A curve the JDK does not have: the key service decides.
      return own;
    }
  }

  private static KeyStoreException refused(String alias, String what) {
    return new KeyStoreException(
        "Cannot import "
            + Quoted.of(alias)
            + ": "
            + what
            + " are not imported. Import RSA keys of 2048, 3072 or 4096 bits, EC keys on P-256,"
            + " P-384, P-521 or secp256k1, Ed25519, ML-DSA or ML-KEM keys, AES keys of 256 bits, or"
            + " keys of HmacSHA224, 256, 384 or 512.");
  }

  private static Optional<KeySpec> specOfPair(PrivateKey key) {
    // A key of algorithm RSASSA-PSS is RSA too, but its encoding forbids the other scheme.
    if (key instanceof RSAKey rsa && key.getAlgorithm().equals("RSA")) {
      return firstOf(KeySpec.Family.RSA, spec -> spec.size() == rsa.getModulus().bitLength());
    }
    if (key instanceof EdECKey edwards
        && NamedParameterSpec.ED25519.getName().equals(edwards.getParams().getName())) {
      return Optional.of(KeySpec.ECC_NIST_EDWARDS25519);
    }
    Optional<KeySpec> nist =
        key instanceof ECKey ec ? NamedCurves.specOf(ec.getParams()) : Optional.empty();
    return nist.isPresent() ? nist : specOfEncoding(key);
  }

  private static Optional<KeySpec> specOfEncoding(PrivateKey key) {
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      return Optional.empty();
    }
    try {
      return Pkcs8Algorithm.specOf(encoded);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static Optional<KeySpec> specOfSecret(SecretKey key) {
    String algorithm = key.getAlgorithm().toUpperCase(Locale.ROOT).replace("-", "");
    return algorithm.equals("AES")
        ? Optional.of(KeySpec.SYMMETRIC_DEFAULT)
        : firstOf(KeySpec.Family.HMAC, spec -> algorithm.equals("HMACSHA" + spec.size()));
  }

  private static Optional<KeySpec> firstOf(KeySpec.Family family, Predicate<KeySpec> condition) {
    return Stream.of(KeySpec.values())
        .filter(spec -> spec.family() == family)
        .filter(condition)
        .findFirst();
  }

  private void checkForm(String alias, Key key) throws KeyStoreException {
    if (spec.isKeyPair()) {
      if (!"PKCS#8".equals(key.getFormat())) {
        throw refused(alias, "private keys in another format than PKCS#8");
      }
      return;
    }
    int expected = spec.family() == KeySpec.Family.HMAC ? spec.size() / 8 : AES_BYTES;
    if (!"RAW".equals(key.getFormat()) || material.length() != expected) {
      throw new KeyStoreException(
          "Cannot import "
              + Quoted.of(alias)
              + ": a key of algorithm "
              + Quoted.of(key.getAlgorithm())
              + " has "
              + expected
              + " bytes in the key service, this one has "
              + material.length()
              + ".");
    }
  }

  /**
   * What the key will be for. A KMS key does one thing only. Key pairs sign, unless the certificate
   * says that they do anything but that.
   *
   * @param certificateBits KeyUsage of the certificate (RFC 5280, section 4.2.1.3); null if it has
   *     none or there is no certificate
   */
  KeyUsage usage(boolean[] certificateBits) {
    return switch (spec.family()) {
      case SYMMETRIC -> KeyUsage.ENCRYPT_DECRYPT;
      case HMAC -> KeyUsage.GENERATE_VERIFY_MAC;
      case RSA ->
          CertifiedUse.isOnlyEncryption(certificateBits)
              ? KeyUsage.ENCRYPT_DECRYPT
              : KeyUsage.SIGN_VERIFY;
      case EC ->
          CertifiedUse.isOnlyAgreement(certificateBits)
                  && spec.usages().contains(KeyUsage.KEY_AGREEMENT)
              ? KeyUsage.KEY_AGREEMENT
              : KeyUsage.SIGN_VERIFY;
      case EDWARDS, ML_DSA, SM2 -> KeyUsage.SIGN_VERIFY;
      case ML_KEM -> KeyUsage.ENCAPSULATE_DECAPSULATE;
    };
  }

  @Override
  public void close() {
    material.close();
  }

  @Override
  public String toString() {
    return "SoftwareKey[" + spec + "]";
  }
}
