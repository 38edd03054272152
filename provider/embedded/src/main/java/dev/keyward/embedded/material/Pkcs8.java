package dev.keyward.embedded.material;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** DER encodings of key pairs: PKCS #8 (RFC 5958) and SubjectPublicKeyInfo (RFC 5280). */
final class Pkcs8 {
  private Pkcs8() {}

  static byte[] encode(AsymmetricKeyParameter privateKey) {
    try {
      return PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw Primitives.unexpected("private key encoding", e);
    }
  }

  static byte[] encodePublic(AsymmetricKeyParameter publicKey) {
    try {
      return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey)
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw Primitives.unexpected("public key encoding", e);
    }
  }

  /**
   * Reads a private key.
   *
   * @throws IllegalArgumentException if it is none of that type
   */
  static <K extends AsymmetricKeyParameter> K decode(byte[] pkcs8, Class<K> type) {
    AsymmetricKeyParameter key;
    try {
      key = PrivateKeyFactory.createKey(pkcs8);
    } catch (IOException | RuntimeException e) {
      // The parser's own text may quote the input.
      throw new IllegalArgumentException("not a private key in PKCS #8");
    }
    if (!type.isInstance(key)) {
      throw new IllegalArgumentException("another kind of private key");
    }
    return type.cast(key);
  }

  /** Reads the outer structure; exact DER, nothing before or after it. */
  static PrivateKeyInfo parse(byte[] pkcs8) throws MaterialException {
    try {
      ASN1Sequence sequence = ASN1Sequence.getInstance(pkcs8);
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(sequence);
      // Version 2 is for keys that bring their public half along, and for nothing else.
      boolean isRightVersion = info.getVersion().intValueExact() == (info.hasPublicKey() ? 1 : 0);
      if (!isRightVersion || !Arrays.equals(sequence.getEncoded(ASN1Encoding.DER), pkcs8)) {
        throw new MaterialException("the private key in PKCS #8 is not exact DER");
      }
      return info;
    } catch (IOException | RuntimeException e) {
      throw new MaterialException("not an unencrypted private key in PKCS #8");
    }
  }
}
