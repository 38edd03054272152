package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.math.ec.ECPoint;

/** An imported EC key pair (RFC 5915): the named curve of the spec, a scalar in range. */
final class EcKeyCheck {
  private static final ASN1Integer VERSION = new ASN1Integer(1);

  private EcKeyCheck() {}

  static NewMaterial check(KeySpec spec, PrivateKeyInfo info) throws MaterialException {
    SelfTest.ECDSA.require();
    ASN1ObjectIdentifier curve = EcMaterial.curve(spec);
    if (!curve.equals(info.getPrivateKeyAlgorithm().getParameters())) {
      throw new MaterialException("a key on another curve than that of spec " + spec);
    }
    ECPrivateKey key = parse(info);
    ASN1Encodable inner = key.getParametersObject();
    if (inner != null && !inner.equals(curve)) {
      throw new MaterialException("the private key names two curves");
    }
    ECPrivateKeyParameters checked =
        new ECPrivateKeyParameters(scalar(spec, key), EcMaterial.domain(spec));
    requireSamePublicKey(info, key, EcMaterial.publicKey(checked).getQ());
    return EcMaterial.stored(checked);
  }

  private static ECPrivateKey parse(PrivateKeyInfo info) throws MaterialException {
    try {
      ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
      ASN1Encodable version = ASN1Sequence.getInstance(key.toASN1Primitive()).getObjectAt(0);
      // Each part is parsed when it is asked for: now, where a failure means the same.
      boolean isComplete = key.getKey() != null && isReadable(key);
      if (isComplete
          && VERSION.equals(version)
          && Arrays.equals(key.getEncoded(ASN1Encoding.DER), info.getPrivateKey().getOctets())) {
        return key;
      }
    } catch (IOException | RuntimeException e) {
      // The same answer as for a structure that is not exact DER.
    }
    throw new MaterialException("not an EC private key");
  }

  private static boolean isReadable(ECPrivateKey key) {
    ASN1Encodable curve = key.getParametersObject();
    ASN1BitString point = key.getPublicKey();
    return (curve == null || curve instanceof ASN1ObjectIdentifier)
        && (point == null || point.getBytes().length > 0);
  }

  private static BigInteger scalar(KeySpec spec, ECPrivateKey key) throws MaterialException {
    ECNamedDomainParameters domain = EcMaterial.domain(spec);
    BigInteger d = key.getKey();
    if (d.signum() <= 0 || d.compareTo(domain.getN()) >= 0) {
      throw new MaterialException("the private scalar is not from 1 to the order of the curve");
    }
    return d;
  }

  /** A public key may stand inside (RFC 5915) and, in version 2 of PKCS #8, beside it. */
  private static void requireSamePublicKey(PrivateKeyInfo info, ECPrivateKey key, ECPoint derived)
      throws MaterialException {
    boolean isOther =
        key.getPublicKey() != null && !isPoint(key.getPublicKey(), derived)
            || info.hasPublicKey() && !isPoint(info.getPublicKeyData(), derived);
    if (isOther) {
      throw new MaterialException("the public key with the private key is another one");
    }
  }

  private static boolean isPoint(ASN1BitString bits, ECPoint derived) {
    byte[] encoded = bits.getBytes();
    return bits.getPadBits() == 0
        && (Arrays.equals(encoded, derived.getEncoded(false))
            || Arrays.equals(encoded, derived.getEncoded(true)));
  }
}
