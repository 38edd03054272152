package dev.keyward.samples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.keyward.wycheproof.VectorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * The Wycheproof vectors for JSON Web Signature, verified by Nimbus: HMAC with imported keys,
 * through their handles; the other algorithms with public keys, by the provider's Signature
 * services, which Nimbus is told to use.
 */
class SignedTokenVectorsTest {
  private static final String FILE = "json_web_signature_test.json";
  private static final int VECTORS = 401;

  /**
   * Whether a key is for signatures is asked by who picks it, and not by a verifier. The key of the
   * group about Base64 is all zeros, which the key service refuses.
   */
  private static final Set<String> LEFT_OUT =
      Set.of("rsa_encryption", "ec_key_for_encryption", "base64");

  /** Figure 20 of RFC 7520: the token names PS384, its key PS256, and the vector calls it valid. */
  private static final Set<Integer> OF_ANOTHER_ALGORITHM = Set.of(346, 350);

  private int valid;
  private int invalid;
  private int leftOut;
  private final Set<Integer> deviations = new TreeSet<>();

  @Test
  void tokens_areVerifiedOrRefusedAsTheVectorsSay() throws Exception {
    // Says how to get the vectors where they are not there.
    assertThat(VectorFile.read(FILE).groups()).isNotEmpty();
    Path path = Path.of(System.getProperty("wycheproof.dir")).resolve(FILE);
    int number = 0;
    for (JsonNode group : new ObjectMapper().readTree(Files.readAllBytes(path)).get("testGroups")) {
      run(group, "signed-token-" + number++);
    }
    assertThat(deviations).isEmpty();
    assertThat(valid + invalid + leftOut).isEqualTo(VECTORS);
    assertThat(List.of(valid, invalid)).isEqualTo(List.of(37, 337));
  }

  private void run(JsonNode group, String alias) throws Exception {
    if (LEFT_OUT.contains(group.get("comment").asText())) {
      leftOut += group.get("tests").size();
      return;
    }
    ObjectNode jwk = (ObjectNode) group.get("private");
    // One key has a list that is none; what it allows is no question of verifying either.
    jwk.remove("key_ops");
    JWSVerifier verifier = verifier(JWK.parse(jwk.toString()), alias);
    // The vectors from RFC 7520 call ES512 so.
    String algorithm = jwk.get("alg").asText().replace("ES521", "ES512");
    for (JsonNode test : group.get("tests")) {
      if (OF_ANOTHER_ALGORITHM.contains(test.get("tcId").asInt())) {
        leftOut++;
        continue;
      }
      boolean accepted = verifies(test, verifier, algorithm);
      boolean expected = test.get("result").asText().equals("valid");
      if (accepted != expected) {
        deviations.add(test.get("tcId").asInt());
      } else if (expected) {
        valid++;
      } else {
        invalid++;
      }
    }
  }

  private static JWSVerifier verifier(JWK key, String alias) throws Exception {
    if (key instanceof OctetSequenceKey secret) {
      return new MACVerifier(imported(secret.toByteArray(), alias));
    }
    JWSVerifier verifier =
        key instanceof RSAKey rsa
            ? new RSASSAVerifier(rsa.toRSAPublicKey())
            : new ECDSAVerifier(((ECKey) key).toECPublicKey());
    verifier.getJCAContext().setProvider(ManagedKeys.provider());
    return verifier;
  }

  private static SecretKey imported(byte[] bytes, String alias) throws Exception {
    ManagedKeys.root();
    KeyStore store = ManagedKeys.open();
    store.setKeyEntry(alias, new SecretKeySpec(bytes, "HmacSHA256"), null, null);
    SecretKey handle = ManagedKeys.secretKey(alias);
    assertThat(handle.getEncoded()).isNull();
    return handle;
  }

  /** Who verifies asks for the algorithm of the key first: a token could name another. */
  private static boolean verifies(JsonNode test, JWSVerifier verifier, String algorithm) {
    try {
      JWSObject token = JWSObject.parse(test.get("jws").asText());
      return token.getHeader().getAlgorithm().getName().equals(algorithm) && token.verify(verifier);
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }
}
