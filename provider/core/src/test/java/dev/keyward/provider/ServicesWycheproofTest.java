package dev.keyward.provider;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import dev.keyward.wycheproof.Fields;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorGroup;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorRun.Decision;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The vectors of services whose work is partly done on this side: point checks of ECDH, lengths and
 * parameters of OAEP, the two forms of ECDSA. HMAC and ML-KEM: {@link ImportedKeysWycheproofTest}.
 * The tests of the embedded engine run the same files, and those of AES-KWP, against the code that
 * has the keys.
 */
@ExtendWith(VectorTally.Extension.class)
class ServicesWycheproofTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final InMemoryKeyBackend BACKEND =
      ProviderList.backendOf(new ManagedKeys(KEYWARD).secret(KeySpec.SYMMETRIC_DEFAULT));

  private static PrivateKey imported(KeySpec spec, KeyUsage usage, byte[] pkcs8) {
    try (SecretBytes secret = SecretBytes.copyOf(pkcs8)) {
      var key = BACKEND.importKey(new NewKey(spec, usage, "", Map.of()), secret);
      return (PrivateKey) KeyHandles.of(BACKEND, key.arn());
    }
  }

  // --- ECDSA -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_p1363_test.json, 173, 89, 115, 257",
    "ecdsa_secp256r1_sha512_p1363_test.json, 242, 90, 185, 327",
    "ecdsa_secp384r1_sha384_p1363_test.json, 193, 87, 147, 275",
    "ecdsa_secp384r1_sha512_p1363_test.json, 230, 88, 185, 313",
    "ecdsa_secp521r1_sha512_p1363_test.json, 231, 87, 184, 313",
  })
  void p1363_publicKeyOfAVector_agrees(
      String file, int valid, int invalid, int largeX, int smallestLargeX, VectorTally tally)
      throws IOException {
    VectorRun run = VectorRun.over(VectorFile.read(file));
    if (Runtime.version().feature() == 17) {
      run.knownDeviation(
          "SunEC of 17 rejects valid signatures with x >= n; see SignatureWycheproofTest",
          largeX,
          smallestLargeX);
    }
    tally
        .add(run.run((group, vector) -> verify(p1363(group), sunEcKey(group), vector)))
        .assertCounts(valid, invalid, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256k1_sha256_p1363_test.json, 167, 85",
    "ecdsa_secp256k1_sha512_p1363_test.json, 236, 86",
  })
  void secp256k1P1363_publicKeyOfAVector_agrees(
      String file, int valid, int invalid, VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .run((group, vector) -> verify(p1363(group), served(group), vector)))
        .assertCounts(valid, invalid, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256k1_sha256_test.json, 168, 308",
    "ecdsa_secp256k1_sha512_test.json, 237, 309",
  })
  void secp256k1_publicKeyOfAVector_agrees(String file, int valid, int invalid, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .run((group, vector) -> verify(hash(group) + "withECDSA", served(group), vector)))
        .assertCounts(valid, invalid, 0, 0);
  }

  private static String hash(VectorGroup group) {
    return group.fields().text("sha").replace("-", "");
  }

  private static String p1363(VectorGroup group) {
    return hash(group) + "withECDSAinP1363Format";
  }

  private static PublicKey sunEcKey(VectorGroup group) {
    try {
      return KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance())
          .generatePublic(new X509EncodedKeySpec(group.fields().bytes("publicKeyDer")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of the group cannot be read", e);
    }
  }

  /** A public key whose key service is Bouncy Castle. */
  private static PublicKey served(VectorGroup group) {
    return VerifyingBackend.publicKey(
        KeySpec.ECC_SECG_P256K1, group.fields().bytes("publicKeyDer"));
  }

  private static boolean verify(String algorithm, PublicKey key, Vector vector)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm, KEYWARD);
    signature.initVerify(key);
    signature.update(vector.fields().bytes("msg"));
    return signature.verify(vector.fields().bytes("sig"));
  }

  // --- Ed25519 and ML-DSA ----------------------------------------------------------------------

  @Test
  void ed25519_publicKeyOfAVector_agrees(VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read("ed25519_test.json"))
                .run((group, vector) -> verify("Ed25519", edwardsKey(group), vector)))
        .assertCounts(88, 63, 0, 0);
  }

  private static PublicKey edwardsKey(VectorGroup group) {
    try {
      return KeyFactory.getInstance("Ed25519", JdkProvider.SUN_EC.instance())
          .generatePublic(new X509EncodedKeySpec(group.fields().bytes("publicKeyDer")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of the group cannot be read", e);
    }
  }

  @ParameterizedTest
  @CsvSource({"44, 75, 94, 11", "65, 77, 122, 11", "87, 69, 161, 11"})
  void mlDsa_publicKeyOfAVector_agrees(
      int set, int valid, int invalid, int notRun, VectorTally tally) throws IOException {
    KeySpec spec = KeySpec.valueOf("ML_DSA_" + set);
    tally
        .add(
            VectorRun.over(VectorFile.read("mldsa_" + set + "_verify_test.json"))
                .leaveOut(
                    "neither the JCA nor a KMS takes a context",
                    (group, vector) ->
                        vector.fields().has("ctx") && vector.fields().bytes("ctx").length > 0)
                .leaveOut(
                    "no handle and no X.509 key has a public key of another length",
                    (group, vector) -> vector.flags().contains("IncorrectPublicKeyLength"))
                .run(
                    (group, vector) ->
                        verify(
                            "ML-DSA",
                            VerifyingBackend.publicKey(spec, group.fields().bytes("publicKeyDer")),
                            vector)))
        .assertCounts(valid, invalid, 0, notRun);
  }

  // --- OAEP ------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "rsa_oaep_2048_sha1_mgf1sha1_test.json, 10, 19, 7",
    "rsa_oaep_2048_sha256_mgf1sha256_test.json, 10, 19, 8",
    "rsa_oaep_3072_sha256_mgf1sha256_test.json, 10, 19, 8",
    "rsa_oaep_4096_sha256_mgf1sha256_test.json, 10, 19, 8",
    "rsa_oaep_misc_test.json, 18, 0, 377",
  })
  void oaep_privateKeyOfAVector_agrees(
      String file, int valid, int invalid, int notRun, VectorTally tally) throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut("no KMS has such keys or hashes", (group, vector) -> !isOffered(group))
                .leaveOut(
                    "no KMS takes a label",
                    (group, vector) -> vector.fields().bytes("label").length > 0)
                .run(ServicesWycheproofTest::decrypts))
        .assertCounts(valid, invalid, 0, notRun);
  }

  private static boolean isOffered(VectorGroup group) {
    Fields fields = group.fields();
    String hash = fields.text("sha");
    int bits = fields.number("keySize");
    return (hash.equals("SHA-1") || hash.equals("SHA-256"))
        && fields.text("mgfSha").equals(hash)
        && (bits == 2048 || bits == 3072 || bits == 4096);
  }

  private static boolean decrypts(VectorGroup group, Vector vector)
      throws GeneralSecurityException {
    Fields fields = group.fields();
    KeySpec spec = KeySpec.valueOf("RSA_" + fields.number("keySize"));
    PrivateKey key = imported(spec, KeyUsage.ENCRYPT_DECRYPT, fields.bytes("privateKeyPkcs8"));
    Cipher cipher =
        Cipher.getInstance("RSA/ECB/OAEPWith" + fields.text("sha") + "AndMGF1Padding", KEYWARD);
    cipher.init(Cipher.DECRYPT_MODE, key);
    byte[] message = cipher.doFinal(vector.fields().bytes("ct"));
    return MessageDigest.isEqual(message, vector.fields().bytes("msg"));
  }

  // --- ECDH ------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"256, 330, 52, 8, 222", "384, 771, 46, 8, 222", "521, 632, 56, 8, 220"})
  void ecdh_keysOfAVector_agree(
      int bits, int valid, int invalid, int acceptable, int notRun, VectorTally tally)
      throws IOException {
    KeySpec spec = KeySpec.valueOf("ECC_NIST_P" + bits);
    tally
        .add(
            VectorRun.over(VectorFile.read("ecdh_secp" + bits + "r1_test.json"))
                .decide(
                    "CompressedPoint",
                    Decision.REJECT,
                    "the JDK's key factory reads uncompressed points only")
                .decide("UnnamedCurve", Decision.REJECT, "curves are given by name")
                .leaveOut(
                    "what is no exact DER is read or not by the JDK's key factory; the engine's"
                        + " tests run these",
                    (group, vector) -> vector.flags().contains("InvalidAsn"))
                .run((group, vector) -> agrees(spec, vector)))
        .assertCounts(valid, invalid, acceptable, notRun);
  }

  private static boolean agrees(KeySpec spec, Vector vector) throws GeneralSecurityException {
    PublicKey peer;
    try {
      peer =
          KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance())
              .generatePublic(new X509EncodedKeySpec(vector.fields().bytes("public")));
    } catch (GeneralSecurityException e) {
      return false;
    }
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", KEYWARD);
    agreement.init(privateKey(spec, new BigInteger(1, vector.fields().bytes("private"))));
    try {
      agreement.doPhase(peer, true);
    } catch (InvalidKeyException e) {
      return false;
    }
    return MessageDigest.isEqual(agreement.generateSecret(), vector.fields().bytes("shared"));
  }

  private static PrivateKey privateKey(KeySpec spec, BigInteger scalar)
      throws GeneralSecurityException {
    Provider sunEc = JdkProvider.SUN_EC.instance();
    var parameters = java.security.AlgorithmParameters.getInstance("EC", sunEc);
    parameters.init(new ECGenParameterSpec("secp" + spec.size() + "r1"));
    ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
    PrivateKey software =
        KeyFactory.getInstance("EC", sunEc).generatePrivate(new ECPrivateKeySpec(scalar, curve));
    return imported(spec, KeyUsage.KEY_AGREEMENT, software.getEncoded());
  }
}
