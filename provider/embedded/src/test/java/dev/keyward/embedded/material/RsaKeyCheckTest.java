package dev.keyward.embedded.material;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.model.KeySpec;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Random;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;

/** RSA keys that must not be imported (security.md B87). */
class RsaKeyCheckTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger F4 = BigInteger.valueOf(65537);
  private static final BigInteger P = new BigInteger(RsaTestKey.PRIME_P, 16);
  private static final BigInteger Q = new BigInteger(RsaTestKey.PRIME_Q, 16);
  private static final BigInteger D = exponent(F4, P, Q);

  private static BigInteger exponent(BigInteger e, BigInteger p, BigInteger q) {
    return e.modInverse(p.subtract(ONE).multiply(q.subtract(ONE)));
  }

  /** A key of consistent numbers. */
  private static byte[] key(BigInteger e, BigInteger p, BigInteger q) {
    BigInteger d = exponent(e, p, q);
    return key(
        p.multiply(q), e, d, p, q, d.mod(p.subtract(ONE)), d.mod(q.subtract(ONE)), q.modInverse(p));
  }

  private static byte[] key(BigInteger... numbers) {
    RSAPrivateKey key =
        new RSAPrivateKey(
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            numbers[7]);
    try {
      return new PrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), key)
          .getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BigInteger[] good() {
    return new BigInteger[] {
      P.multiply(Q), F4, D, P, Q, D.mod(P.subtract(ONE)), D.mod(Q.subtract(ONE)), Q.modInverse(P)
    };
  }

  private static String reason(byte[] pkcs8) {
    try {
      ImportedMaterial.check(KeySpec.RSA_2048, pkcs8).close();
      return "accepted";
    } catch (MaterialException e) {
      return e.getMessage();
    }
  }

  @Test
  void check_consistentKey_isAccepted() {
    assertThat(reason(key(good()))).isEqualTo("accepted");
    assertThat(reason(key(F4, Q, P))).isEqualTo("accepted");
    assertThat(reason(key(BigInteger.valueOf(65539), P, Q))).isEqualTo("accepted");
  }

  @Test
  void check_exponentSmallOrEven_isRejected() {
    BigInteger small = BigInteger.valueOf(17);
    BigInteger[] even = good();
    even[1] = BigInteger.valueOf(65536);
    BigInteger[] one = good();
    one[1] = ONE;
    BigInteger[] huge = good();
    huge[1] = ONE.shiftLeft(256).add(ONE);

    assertThat(reason(key(small, P, Q))).contains("65537");
    assertThat(reason(key(even))).contains("even");
    assertThat(reason(key(one))).contains("65537");
    assertThat(reason(key(huge))).contains("65537");
  }

  @Test
  void check_modulusShortEvenOrNotTheProduct_isRejected() {
    Random random = new Random(7);
    BigInteger shortPrime = BigInteger.probablePrime(512, random);
    BigInteger otherPrime = BigInteger.probablePrime(512, random);
    BigInteger[] even = good();
    even[0] = even[0].subtract(ONE);
    BigInteger[] foreign = good();
    foreign[0] = foreign[0].add(BigInteger.TWO);

    assertThat(reason(key(F4, shortPrime, otherPrime))).contains("2048 bits");
    assertThat(reason(key(even))).contains("even");
    assertThat(reason(key(foreign))).contains("product");
  }

  @Test
  void check_primesEqualCloseUnevenOrComposite_isRejected() {
    BigInteger next = P.nextProbablePrime();
    BigInteger[] equal = good();
    equal[0] = P.multiply(P);
    equal[4] = P;
    BigInteger[] factorOne = good();
    factorOne[3] = factorOne[0];
    factorOne[4] = ONE;
    BigInteger composite = P;
    do {
      composite = composite.add(BigInteger.TWO);
    } while (composite.isProbablePrime(50)
        || !composite.gcd(F4).equals(ONE)
        || !composite.subtract(ONE).gcd(F4).equals(ONE)
        || !composite.gcd(Q).equals(ONE));

    assertThat(reason(key(equal))).contains("equal or close");
    assertThat(reason(key(F4, P, next))).contains("equal or close");
    assertThat(reason(key(factorOne))).contains("half as long");
    assertThat(reason(key(F4, composite, Q))).contains("not prime");
  }

  @Test
  void check_anyNumberChanged_isRejected() {
    for (int i = 0; i < 8; i++) {
      BigInteger[] changed = good();
      changed[i] = changed[i].add(BigInteger.TWO);
      assertThat(reason(key(changed))).as("number %d", i).isNotEqualTo("accepted");
      changed[i] = good()[i].negate();
      assertThat(reason(key(changed))).as("number %d negative", i).isNotEqualTo("accepted");
    }
    BigInteger[] swapped = good();
    swapped[5] = good()[6];
    swapped[6] = good()[5];
    assertThat(reason(key(swapped))).contains("contradict");
  }

  @Test
  void check_privateExponentNotTheSmallest_isAccepted() {
    BigInteger lessOneP = P.subtract(ONE);
    BigInteger lessOneQ = Q.subtract(ONE);
    BigInteger[] key = good();
    key[2] = F4.modInverse(lessOneP.multiply(lessOneQ).divide(lessOneP.gcd(lessOneQ)));

    assertThat(reason(key(key))).isEqualTo("accepted");
  }
}
