package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Private keys of ML-DSA and ML-KEM as PKCS #8, built by hand from what vectors hold. */
final class LatticeKeys {
  private LatticeKeys() {}

  static byte[] ofSeed(KeySpec spec, byte[] seed) {
    return pkcs8(spec, new DERTaggedObject(false, 0, new DEROctetString(seed)));
  }

  static byte[] ofExpanded(KeySpec spec, byte[] expanded) {
    return pkcs8(spec, new DEROctetString(expanded));
  }

  /** Takes a key the way an import does, and opens what would be stored. */
  static KeyMaterial imported(KeySpec spec, byte[] pkcs8) throws MaterialException {
    try (NewMaterial checked = ImportedMaterial.check(spec, pkcs8);
        SecretBytes stored = checked.stored()) {
      return stored.read(bytes -> Materials.open(spec, bytes));
    }
  }

  static ASN1ObjectIdentifier algorithm(KeySpec spec) {
    return new ASN1ObjectIdentifier(
        switch (spec) {
          case ML_DSA_44 -> "2.16.840.1.101.3.4.3.17";
          case ML_DSA_65 -> "2.16.840.1.101.3.4.3.18";
          case ML_DSA_87 -> "2.16.840.1.101.3.4.3.19";
          case ML_KEM_512 -> "2.16.840.1.101.3.4.4.1";
          case ML_KEM_768 -> "2.16.840.1.101.3.4.4.2";
          case ML_KEM_1024 -> "2.16.840.1.101.3.4.4.3";
          default -> throw new IllegalArgumentException(spec.name());
        });
  }

  private static byte[] pkcs8(KeySpec spec, ASN1Encodable key) {
    try {
      return new PrivateKeyInfo(new AlgorithmIdentifier(algorithm(spec)), key).getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
