package dev.keyward.jca.signature;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.security.SignatureException;
import java.util.List;

/** The signature algorithms on offer, by their standard names and the other names of the JDK. */
public enum SignatureScheme {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  SHA256_WITH_RSA("SHA256withRSA", Kind.PKCS1, 256, oid("1.2.840.113549.1.1.11")),
  /** RSASSA-PKCS1-v1_5 with SHA-384. */
  SHA384_WITH_RSA("SHA384withRSA", Kind.PKCS1, 384, oid("1.2.840.113549.1.1.12")),
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  SHA512_WITH_RSA("SHA512withRSA", Kind.PKCS1, 512, oid("1.2.840.113549.1.1.13")),
  /** RSASSA-PKCS1-v1_5 over a DigestInfo the caller made. */
  NONE_WITH_RSA("NONEwithRSA", Kind.PKCS1, 0, List.of()),
  /** RSASSA-PSS with parameters from the caller. */
  RSASSA_PSS(
      "RSASSA-PSS",
      Kind.PSS,
      0,
      List.of("PSS", "1.2.840.113549.1.1.10", "OID.1.2.840.113549.1.1.10")),
  /** RSASSA-PSS with SHA-256 in both places and a salt of 32 bytes. */
  SHA256_WITH_RSA_AND_MGF1("SHA256withRSAandMGF1", Kind.PSS, 256, pssNames(256)),
  /** RSASSA-PSS with SHA-384 in both places and a salt of 48 bytes. */
  SHA384_WITH_RSA_AND_MGF1("SHA384withRSAandMGF1", Kind.PSS, 384, pssNames(384)),
  /** RSASSA-PSS with SHA-512 in both places and a salt of 64 bytes. */
  SHA512_WITH_RSA_AND_MGF1("SHA512withRSAandMGF1", Kind.PSS, 512, pssNames(512)),
  /** ECDSA with SHA-256 on any curve. */
  SHA256_WITH_ECDSA("SHA256withECDSA", Kind.ECDSA, 256, oid("1.2.840.10045.4.3.2")),
  /** ECDSA with SHA-384 on any curve. */
  SHA384_WITH_ECDSA("SHA384withECDSA", Kind.ECDSA, 384, oid("1.2.840.10045.4.3.3")),
  /** ECDSA with SHA-512 on any curve. */
  SHA512_WITH_ECDSA("SHA512withECDSA", Kind.ECDSA, 512, oid("1.2.840.10045.4.3.4")),
  /** ECDSA over a digest the caller made, at most 64 bytes. */
  NONE_WITH_ECDSA("NONEwithECDSA", Kind.ECDSA, 0, List.of()),
  /** ECDSA with SHA-256, the signature as two numbers of equal length. */
  SHA256_WITH_ECDSA_P1363("SHA256withECDSAinP1363Format", Kind.ECDSA_P1363, 256, plain(256)),
  /** ECDSA with SHA-384, the signature as two numbers of equal length. */
  SHA384_WITH_ECDSA_P1363("SHA384withECDSAinP1363Format", Kind.ECDSA_P1363, 384, plain(384)),
  /** ECDSA with SHA-512, the signature as two numbers of equal length. */
  SHA512_WITH_ECDSA_P1363("SHA512withECDSAinP1363Format", Kind.ECDSA_P1363, 512, plain(512)),
  /** ECDSA over a digest the caller made, the signature as two numbers of equal length. */
  NONE_WITH_ECDSA_P1363("NONEwithECDSAinP1363Format", Kind.ECDSA_P1363, 0, List.of()),
  /** Ed25519 (RFC 8032, section 5.1) over the whole message. */
  ED25519("Ed25519", Kind.ED25519, 0, oid("1.3.101.112")),
  /** The same under the JDK's name for both curves. */
  EDDSA("EdDSA", Kind.ED25519, 0, List.of()),
  /** Ed25519ph as the KMS makes it: over the SHA-512 digest of the message as its message. */
  ED25519_PH("Ed25519ph", Kind.ED25519_PH, 512, List.of()),
  /** ML-DSA (FIPS 204) of any parameter set. */
  ML_DSA("ML-DSA", Kind.ML_DSA, 0, List.of()),
  /** ML-DSA-44. */
  ML_DSA_44("ML-DSA-44", Kind.ML_DSA, 0, oid("2.16.840.1.101.3.4.3.17")),
  /** ML-DSA-65. */
  ML_DSA_65("ML-DSA-65", Kind.ML_DSA, 0, oid("2.16.840.1.101.3.4.3.18")),
  /** ML-DSA-87. */
  ML_DSA_87("ML-DSA-87", Kind.ML_DSA, 0, oid("2.16.840.1.101.3.4.3.19"));

  /** How a signature is made, and of what form it is. */
  enum Kind {
    PKCS1,
    PSS,
    ECDSA,
    ECDSA_P1363,
    ED25519,
    ED25519_PH,
    ML_DSA
  }

  private final String standardName;
  private final Kind kind;
  private final int hashBits;
  private final List<String> aliases;

  SignatureScheme(String standardName, Kind kind, int hashBits, List<String> aliases) {
    this.standardName = standardName;
    this.kind = kind;
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

  /** Bouncy Castle's name. */
  private static List<String> plain(int bits) {
    return List.of("SHA" + bits + "withPLAIN-ECDSA");
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

  Kind kind() {
    return kind;
  }

  boolean isPss() {
    return kind == Kind.PSS;
  }

  /** Zero if the caller makes the digest, or names the hash in parameters, or there is none. */
  int hashBits() {
    return hashBits;
  }

  /** Tells whether keys of a spec can be used. */
  boolean fits(KeySpec spec) {
    return switch (this) {
      case ML_DSA_44 -> spec == KeySpec.ML_DSA_44;
      case ML_DSA_65 -> spec == KeySpec.ML_DSA_65;
      case ML_DSA_87 -> spec == KeySpec.ML_DSA_87;
      default -> spec.family() == family();
    };
  }

  KeySpec.Family family() {
    return switch (kind) {
      case PKCS1, PSS -> KeySpec.Family.RSA;
      case ECDSA, ECDSA_P1363 -> KeySpec.Family.EC;
      case ED25519, ED25519_PH -> KeySpec.Family.EDWARDS;
      case ML_DSA -> KeySpec.Family.ML_DSA;
    };
  }

  /** The JDK's provider for keys that are not handles; it may lack ML-DSA. */
  JdkProvider jdkProvider() {
    return switch (kind) {
      case PKCS1 -> this == NONE_WITH_RSA ? JdkProvider.SUN_JCE : JdkProvider.SUN_RSA_SIGN;
      case PSS -> JdkProvider.SUN_RSA_SIGN;
      case ECDSA, ECDSA_P1363, ED25519, ED25519_PH -> JdkProvider.SUN_EC;
      case ML_DSA -> JdkProvider.SUN;
    };
  }

  /** Tells whether this JDK verifies the algorithm at all. */
  boolean isInJdk() {
    return kind != Kind.ML_DSA
        || jdkProvider().instance().getService("Signature", standardName) != null;
  }

  /** The JDK's name; it has PSS under one name only, and prehashing as a parameter. */
  String jdkName() {
    return switch (kind) {
      case PSS -> RSASSA_PSS.standardName;
      case ED25519_PH -> ED25519.standardName;
      case PKCS1, ECDSA, ECDSA_P1363, ED25519, ML_DSA -> standardName;
    };
  }

  /**
   * What to ask a key service for.
   *
   * @param spec the key's spec
   * @param bits size of the hash, if the caller chose it in parameters or by name
   * @param input what {@link MessageInput} made of the message
   */
  SigningOrder order(KeySpec spec, int bits, byte[] input) throws SignatureException {
    return switch (kind) {
      case PKCS1 -> pkcs1(bits, input);
      case PSS -> SigningOrder.ofDigest(SigningAlgorithm.valueOf("RSASSA_PSS_SHA_" + bits), input);
      case ECDSA, ECDSA_P1363 -> {
        SigningAlgorithm algorithm = spec.signingAlgorithms().get(0);
        yield SigningOrder.ofDigest(
            algorithm, HandleSigner.fit(input, algorithm.digestSizeBytes()));
      }
      case ED25519 -> new SigningOrder(SigningAlgorithm.ED25519_SHA_512, MessageType.RAW, input);
      case ED25519_PH -> SigningOrder.ofDigest(SigningAlgorithm.ED25519_PH_SHA_512, input);
      case ML_DSA ->
          new SigningOrder(SigningAlgorithm.ML_DSA_SHAKE_256, MessageType.EXTERNAL_MU, input);
    };
  }

  private static SigningOrder pkcs1(int bits, byte[] input) throws SignatureException {
    DigestInfo info = bits == 0 ? DigestInfo.parse(input) : new DigestInfo(bits, input);
    return SigningOrder.ofDigest(
        SigningAlgorithm.valueOf("RSASSA_PKCS1_V1_5_SHA_" + info.bits()), info.digest());
  }
}
