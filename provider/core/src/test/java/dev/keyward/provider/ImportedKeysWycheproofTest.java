package dev.keyward.provider;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.backend.InMemoryKeyBackend;
import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jca.agreement.KmsKem;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.ManagedKeyParameterSpec;
import dev.keyward.secret.SecretBytes;
import dev.keyward.wycheproof.Vector;
import dev.keyward.wycheproof.VectorFile;
import dev.keyward.wycheproof.VectorRun;
import dev.keyward.wycheproof.VectorTally;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors with secret and private keys, which are imported and used as handles. */
@ExtendWith(VectorTally.Extension.class)
class ImportedKeysWycheproofTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final InMemoryKeyBackend BACKEND =
      ProviderList.backendOf(new ManagedKeys(KEYWARD).secret(KeySpec.SYMMETRIC_DEFAULT));

  /** PKCS #8 with the seed only (RFC 9935, section 6), up to the seed. */
  private static final String SEED_FORM = "3054020100300b060960864801650304040%d04428040";

  private static KeyHandle imported(KeySpec spec, byte[] material) {
    KeyUsage usage = ManagedKeyParameterSpec.of(spec).usage();
    try (SecretBytes secret = SecretBytes.copyOf(material)) {
      var key = BACKEND.importKey(new NewKey(spec, usage, "", Map.of()), secret);
      return KeyHandles.of(BACKEND, key.arn());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hmac_sha224_test.json, HMAC_224, 52, 53, 67",
    "hmac_sha256_test.json, HMAC_256, 52, 54, 68",
    "hmac_sha384_test.json, HMAC_384, 52, 54, 68",
    "hmac_sha512_test.json, HMAC_512, 52, 54, 68",
  })
  void mac_keyOfAVector_agrees(
      String file, KeySpec spec, int valid, int invalid, int leftOut, VectorTally tally)
      throws IOException {
    tally
        .add(
            VectorRun.over(VectorFile.read(file))
                .leaveOut(
                    "the key is shorter or longer than a KMS key",
                    (group, vector) -> group.fields().number("keySize") != spec.size())
                .leaveOut(
                    "a KMS makes MACs of 1 to 4,096 bytes",
                    (group, vector) -> !isMessage(vector.fields().bytes("msg")))
                .run((group, vector) -> isTag(spec, vector)))
        .assertCounts(valid, invalid, 0, leftOut);
  }

  private static boolean isMessage(byte[] message) {
    return message.length > 0 && message.length <= 4096;
  }

  /** A tag that the vector shortened is the beginning of ours. */
  private static boolean isTag(KeySpec spec, Vector vector) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA" + spec.size(), KEYWARD);
    mac.init((SecretKey) imported(spec, vector.fields().bytes("key")));
    byte[] tag = vector.fields().bytes("tag");
    byte[] ours = mac.doFinal(vector.fields().bytes("msg"));
    return tag.length <= ours.length && MessageDigest.isEqual(Arrays.copyOf(ours, tag.length), tag);
  }

  @ParameterizedTest
  @CsvSource({"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void kem_seedOfAVector_agrees(KeySpec spec, VectorTally tally) throws IOException {
    assumeTrue(KmsKem.isAvailable(), "this JDK has no javax.crypto.KEM");
    tally
        .add(
            VectorRun.over(VectorFile.read("mlkem_" + spec.size() + "_test.json"))
                .leaveOut(
                    "no key has a seed of another length, and no import takes one",
                    (group, vector) -> vector.fields().bytes("seed").length != 64)
                .run((group, vector) -> decapsulates(spec, vector)))
        .assertCounts(153, 20, 0, 20);
  }

  private static boolean decapsulates(KeySpec spec, Vector vector) throws Exception {
    PrivateKey key = (PrivateKey) imported(spec, pkcs8(spec, vector.fields().bytes("seed")));
    byte[] secret =
        new Kems(KEYWARD).decapsulate("ML-KEM", key, vector.fields().bytes("c")).getEncoded();
    return MessageDigest.isEqual(secret, vector.fields().bytes("K"));
  }

  private static byte[] pkcs8(KeySpec spec, byte[] seed) {
    int arc =
        1
            + Arrays.asList(KeySpec.ML_KEM_512, KeySpec.ML_KEM_768, KeySpec.ML_KEM_1024)
                .indexOf(spec);
    HexFormat hex = HexFormat.of();
    return hex.parseHex(String.format(SEED_FORM, arc) + hex.formatHex(seed));
  }
}
