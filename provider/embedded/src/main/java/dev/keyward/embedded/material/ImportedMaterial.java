package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * Key material that somebody else made, checked completely before anything is stored.
 *
 * <p>What passes is brought into the form in which {@link Materials} stores its own keys, and its
 * public half is derived, never believed: a public key that comes along must be the derived one.
 */
public final class ImportedMaterial {
  /** Longest material that is looked at. */
  public static final int MAX_BYTES = 6144;

  /** RFC 8410, section 3. */
  private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  private static final int ED25519_BYTES = 32;

  private ImportedMaterial() {}

  /**
   * Checks material for a key.
   *
   * @param spec the key's spec
   * @param material raw bytes for symmetric and HMAC keys, as long as the spec says; unencrypted
   *     DER PKCS #8 for key pairs; not kept, still the caller's
   * @return what is to be stored, and the derived public key; the caller closes it
   * @throws MaterialException if it is not usable as such a key; the text says why and repeats
   *     nothing of it
   * @throws java.security.ProviderException if the algorithm that derives the public key failed its
   *     self-test
   */
  public static NewMaterial check(KeySpec spec, byte[] material) throws MaterialException {
    if (material.length > MAX_BYTES) {
      throw new MaterialException("key material has at most " + MAX_BYTES + " bytes");
    }
    return switch (spec.family()) {
      case SYMMETRIC, HMAC -> secretKey(spec, material);
      case RSA -> RsaKeyCheck.check(spec, parse(material, PKCSObjectIdentifiers.rsaEncryption));
      case EC -> EcKeyCheck.check(spec, parse(material, X9ObjectIdentifiers.id_ecPublicKey));
      case EDWARDS -> ed25519(parse(material, ED25519));
      case ML_DSA, ML_KEM -> LatticeKeyCheck.check(spec, material);
      case SM2 -> throw new MaterialException("keys of spec " + spec + " are not offered");
    };
  }

  private static NewMaterial secretKey(KeySpec spec, byte[] key) throws MaterialException {
    if (key.length != spec.size() / 8) {
      throw new MaterialException(
          "a key of spec " + spec + " has " + spec.size() / 8 + " bytes, got " + key.length);
    }
    requireNotZero(key);
    return new NewMaterial(SecretBytes.copyOf(key), Optional.empty());
  }

  static void requireNotZero(byte[] secret) throws MaterialException {
    int bits = 0;
    for (byte b : secret) {
      bits |= b;
    }
    if (bits == 0) {
      throw new MaterialException("the key consists of zeros");
    }
  }

  private static PrivateKeyInfo parse(byte[] pkcs8, ASN1ObjectIdentifier algorithm)
      throws MaterialException {
    PrivateKeyInfo info = Pkcs8.parse(pkcs8);
    if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(algorithm)) {
      throw new MaterialException("a private key for another algorithm");
    }
    return info;
  }

  private static NewMaterial ed25519(PrivateKeyInfo info) throws MaterialException {
    SelfTest.ED25519.require();
    if (info.getPrivateKeyAlgorithm().getParameters() != null) {
      throw new MaterialException("an Ed25519 key has no parameters");
    }
    byte[] secret = octets(info);
    try {
      if (secret.length != ED25519_BYTES) {
        throw new MaterialException("an Ed25519 key has 32 bytes, got " + secret.length);
      }
      requireNotZero(secret);
      Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(secret);
      requireSamePublicKey(info, key.generatePublicKey().getEncoded());
      return EdwardsMaterial.stored(key);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] octets(PrivateKeyInfo info) throws MaterialException {
    try {
      ASN1Encodable inner = info.parsePrivateKey();
      if (inner instanceof ASN1OctetString octets) {
        return octets.getOctets().clone();
      }
    } catch (java.io.IOException | RuntimeException e) {
      // The same answer as for any other structure.
    }
    throw new MaterialException("not the structure of a private key of this spec");
  }

  /** The public key that version 2 of the format may carry (RFC 5958, section 2). */
  static void requireSamePublicKey(PrivateKeyInfo info, byte[] derived) throws MaterialException {
    boolean isOther =
        info.hasPublicKey()
            && (info.getPublicKeyData().getPadBits() != 0
                || !Arrays.equals(info.getPublicKeyData().getBytes(), derived));
    if (isOther) {
      throw new MaterialException("the public key beside the private key is another one");
    }
  }
}
