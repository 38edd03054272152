package dev.keyward.samples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.keyward.wycheproof.VectorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

/**
 * The Wycheproof vectors for JSON Web Encryption whose keys a key service can have: each private
 * key is imported, and Nimbus decrypts with the handle.
 *
 * <p>Left out, for no key service has them: keys for AES key wrapping and {@code dir} (their bytes
 * are needed), and PKCS #1 v1.5.
 */
class JoseVectorsTest {
  private static final String FILE = "json_web_encryption_test.json";
  private static final int VECTORS = 139;

  private int valid;
  private int invalid;
  private int leftOut;
  private final List<String> deviations = new ArrayList<>();

  @Test
  void tokens_areDecryptedOrRefusedAsTheVectorsSay() throws Exception {
    // Says how to get the vectors where they are not there.
    assertThat(VectorFile.read(FILE).groups()).isNotEmpty();
    Path path = Path.of(System.getProperty("wycheproof.dir")).resolve(FILE);
    int number = 0;
    for (JsonNode group : new ObjectMapper().readTree(Files.readAllBytes(path)).get("testGroups")) {
      run(group, "vector-" + number++);
    }
    assertThat(deviations).isEmpty();
    assertThat(valid + invalid + leftOut).isEqualTo(VECTORS);
    assertThat(List.of(valid, invalid)).isEqualTo(List.of(39, 33));
  }

  private void run(JsonNode group, String alias) throws Exception {
    String algorithm = group.get("private").path("alg").asText();
    JsonNode tests = group.get("tests");
    if (!algorithm.startsWith("RSA-OAEP") && !algorithm.startsWith("ECDH-ES")) {
      leftOut += tests.size();
      return;
    }
    JWEDecrypter decrypter = decrypter(JWK.parse(group.get("private").toString()), alias);
    for (JsonNode test : tests) {
      boolean accepted = decrypts(test, decrypter);
      boolean expected = test.get("result").asText().equals("valid");
      if (accepted != expected) {
        deviations.add(test.get("tcId") + " " + test.get("comment") + " is " + test.get("result"));
      } else if (expected) {
        valid++;
      } else {
        invalid++;
      }
    }
  }

  private static JWEDecrypter decrypter(JWK key, String alias) throws Exception {
    KeyPair pair = ((AsymmetricJWK) key).toKeyPair();
    boolean rsa = key instanceof RSAKey;
    PrivateKey handle =
        ManagedKeys.imported(alias, pair, rsa ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement);
    return rsa
        ? new RSADecrypter(handle)
        : new ECDHDecrypter(handle, null, ((ECKey) key).getCurve());
  }

  private static boolean decrypts(JsonNode test, JWEDecrypter decrypter) {
    try {
      JWEObject token = JWEObject.parse(test.get("jwe").asText());
      token.decrypt(decrypter);
      return HexFormat.of().formatHex(token.getPayload().toBytes()).equals(test.get("pt").asText());
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }
}
