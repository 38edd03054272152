package dev.keyward.jca.signature;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.SigningAlgorithm;
import java.util.List;

/** The signature algorithms on offer, by their standard names and the other names of the JDK. */
public enum SignatureScheme {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  SHA256_WITH_RSA("SHA256withRSA", Padding.PKCS1, 256, oid("1.2.840.113549.1.1.11")),
  /** RSASSA-PKCS1-v1_5 with SHA-384. */
  SHA384_WITH_RSA("SHA384withRSA", Padding.PKCS1, 384, oid("1.2.840.113549.1.1.12")),
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  SHA512_WITH_RSA("SHA512withRSA", Padding.PKCS1, 512, oid("1.2.840.113549.1.1.13")),
  /** RSASSA-PSS with parameters from the caller. */
  RSASSA_PSS(
      "RSASSA-PSS",
      Padding.PSS,
      0,
      List.of("PSS", "1.2.840.113549.1.1.10", "OID.1.2.840.113549.1.1.10")),
  /** RSASSA-PSS with SHA-256 in both places and a salt of 32 bytes. */
  SHA256_WITH_RSA_AND_MGF1("SHA256withRSAandMGF1", Padding.PSS, 256, pssNames(256)),
  /** RSASSA-PSS with SHA-384 in both places and a salt of 48 bytes. */
  SHA384_WITH_RSA_AND_MGF1("SHA384withRSAandMGF1", Padding.PSS, 384, pssNames(384)),
  /** RSASSA-PSS with SHA-512 in both places and a salt of 64 bytes. */
  SHA512_WITH_RSA_AND_MGF1("SHA512withRSAandMGF1", Padding.PSS, 512, pssNames(512)),
  /** ECDSA with SHA-256 on any curve. */
  SHA256_WITH_ECDSA("SHA256withECDSA", Padding.NONE, 256, oid("1.2.840.10045.4.3.2")),
  /** ECDSA with SHA-384 on any curve. */
  SHA384_WITH_ECDSA("SHA384withECDSA", Padding.NONE, 384, oid("1.2.840.10045.4.3.3")),
  /** ECDSA with SHA-512 on any curve. */
  SHA512_WITH_ECDSA("SHA512withECDSA", Padding.NONE, 512, oid("1.2.840.10045.4.3.4")),
  /** ECDSA over a digest the caller made, at most 64 bytes. */
  NONE_WITH_ECDSA("NONEwithECDSA", Padding.NONE, 0, List.of());

  /** How RSA pads; none is ECDSA. */
  enum Padding {
    PKCS1,
    PSS,
    NONE
  }

  private final String standardName;
  private final Padding padding;
  private final int hashBits;
  private final List<String> aliases;

  SignatureScheme(String standardName, Padding padding, int hashBits, List<String> aliases) {
    this.standardName = standardName;
    this.padding = padding;
    this.hashBits = hashBits;
    this.aliases = aliases;
  }

  private static List<String> oid(String oid) {
    return List.of(oid, "OID." + oid);
  }

  /** The names by which Bouncy Castle knows these; there are no object identifiers for them. */
  private static List<String> pssNames(int bits) {
    return List.of("SHA" + bits + "WITHRSASSA-PSS", "SHA" + bits + "withRSA/PSS");
  }

  /**
   * The name to register.
   *
   * @return the standard name
   */
  public String standardName() {
    return standardName;
  }

  /**
   * Other names.
   *
   * @return names and object identifiers
   */
  public List<String> aliases() {
    return aliases;
  }

  boolean isPss() {
    return padding == Padding.PSS;
  }

  /** Zero if the caller makes the digest, or names the hash in parameters. */
  int hashBits() {
    return hashBits;
  }

  KeySpec.Family family() {
    return padding == Padding.NONE ? KeySpec.Family.EC : KeySpec.Family.RSA;
  }

  /** The JDK's provider for keys that are not handles. */
  JdkProvider jdkProvider() {
    return padding == Padding.NONE ? JdkProvider.SUN_EC : JdkProvider.SUN_RSA_SIGN;
  }

  /** The JDK's name; it has PSS under one name only. */
  String jdkName() {
    return isPss() ? RSASSA_PSS.standardName : standardName;
  }

  /** The algorithm a key service uses for a key of the given spec and a hash of the given size. */
  SigningAlgorithm algorithm(KeySpec spec, int bits) {
    return switch (padding) {
      case PKCS1 -> SigningAlgorithm.valueOf("RSASSA_PKCS1_V1_5_SHA_" + bits);
      case PSS -> SigningAlgorithm.valueOf("RSASSA_PSS_SHA_" + bits);
      case NONE -> spec.signingAlgorithms().get(0);
    };
  }
}
