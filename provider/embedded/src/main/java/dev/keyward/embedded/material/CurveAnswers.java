package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed25519phSigner;

/** Known answers of ECDH and Ed25519. */
final class CurveAnswers {
  private static final HexFormat HEX = HexFormat.of();

  private CurveAnswers() {}

  /** RFC 5903, section 8.1: P-256. */
  static boolean ecdh() {
    EcMaterial key =
        EcMaterial.of(
            KeySpec.ECC_NIST_P256,
            "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433");
    PeerPublicKey peer =
        new PeerPublicKey(
            new BigInteger("d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63", 16),
            new BigInteger("56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab", 16));
    byte[] expected =
        HEX.parseHex("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");
    try (SecretBytes secret = key.agreeUnproven(peer)) {
      return secret.read(bytes -> MessageDigest.isEqual(bytes, expected));
    }
  }

  /** RFC 8032, section 7.1, test 2, and section 7.3. */
  static boolean ed25519() {
    return reproduces(
            new Ed25519Signer(),
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        && reproduces(
            new Ed25519phSigner(new byte[0]),
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "616263",
            "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
                + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406");
  }

  private static boolean reproduces(
      Signer signer, String secret, String message, String signature) {
    EdwardsMaterial key = EdwardsMaterial.of(HEX.parseHex(secret));
    byte[] signed = HEX.parseHex(message);
    byte[] known = HEX.parseHex(signature);
    boolean right =
        MessageDigest.isEqual(key.signUnproven(signer, signed), known)
            && key.verifyUnproven(signer, signed, known);
    signed[0] ^= 1;
    return right && !key.verifyUnproven(signer, signed, known);
  }
}
