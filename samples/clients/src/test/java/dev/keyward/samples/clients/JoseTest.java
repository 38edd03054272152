package dev.keyward.samples.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import io.jsonwebtoken.Jwts;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JSON Web Signatures. What was signed is verified by the JDK alone, from the bytes of the token.
 */
class JoseTest {
  private static final String PAYLOAD = "{\"sub\":\"anna\"}";

  private static void verify(String token, String algorithm) throws GeneralSecurityException {
    String[] parts = token.split("\\.");
    assertThat(parts).hasSize(3);
    assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), UTF_8))
        .contains("\"" + algorithm + "\"");
    assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)).contains("anna");
    Signature verifier = verifier(algorithm);
    verifier.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
    assertThat(verifier.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  private static Signature verifier(String algorithm) throws GeneralSecurityException {
    switch (algorithm) {
      case "ES256" -> {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
        verifier.initVerify(ManagedKeys.publicKey(ManagedKeys.EC));
        return verifier;
      }
      case "RS256", "RS384", "RS512" -> {
        String name = "SHA" + algorithm.substring(2) + "withRSA";
        Signature verifier = Signature.getInstance(name, "SunRsaSign");
        verifier.initVerify(ManagedKeys.publicKey(ManagedKeys.RSA));
        return verifier;
      }
      case "PS256" -> {
        Signature verifier = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        verifier.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        verifier.initVerify(ManagedKeys.publicKey(ManagedKeys.RSA));
        return verifier;
      }
      default -> throw new IllegalArgumentException(algorithm);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "RS512", "PS256"})
  void nimbus_signs(String name) throws Exception {
    JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
    JWSObject token = new JWSObject(new JWSHeader(algorithm), new Payload(PAYLOAD));
    token.sign(
        name.startsWith("ES")
            ? new ECDSASigner(ManagedKeys.privateKey(ManagedKeys.EC), Curve.P_256)
            : new RSASSASigner(ManagedKeys.privateKey(ManagedKeys.RSA)));
    verify(token.serialize(), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "RS384", "PS256"})
  void jjwt_signs(String name) throws Exception {
    String alias = name.startsWith("ES") ? ManagedKeys.EC : ManagedKeys.RSA;
    var algorithm = (io.jsonwebtoken.security.SignatureAlgorithm) Jwts.SIG.get().forKey(name);
    verify(
        Jwts.builder().subject("anna").signWith(ManagedKeys.privateKey(alias), algorithm).compact(),
        name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "PS256"})
  void jose4j_signs(String name) throws Exception {
    JsonWebSignature token = new JsonWebSignature();
    token.setAlgorithmHeaderValue(name);
    token.setPayload(PAYLOAD);
    token.setKey(ManagedKeys.privateKey(name.startsWith("ES") ? ManagedKeys.EC : ManagedKeys.RSA));
    verify(token.getCompactSerialization(), name);
  }

  /**
   * java-jwt takes {@code RSAPrivateKey} and {@code ECPrivateKey} only, which a handle cannot be;
   * its own way for keys that are elsewhere is an algorithm that signs.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256"})
  void javaJwt_signsThroughItsExtensionPoint(String name) throws Exception {
    assertThat(ManagedKeys.privateKey(ManagedKeys.EC)).isNotInstanceOf(ECPrivateKey.class);
    verify(JWT.create().withSubject("anna").sign(new ManagedAlgorithm(name)), name);
  }

  /** Ten lines a program with java-jwt needs. */
  private static final class ManagedAlgorithm extends Algorithm {
    private static final long serialVersionUID = 1L;

    ManagedAlgorithm(String name) {
      super(name, name);
    }

    @Override
    public void verify(com.auth0.jwt.interfaces.DecodedJWT token) {
      throw new UnsupportedOperationException("signs only");
    }

    @Override
    public byte[] sign(byte[] content) {
      boolean ec = getName().startsWith("ES");
      try {
        Signature signature =
            Signature.getInstance(ec ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
        signature.initSign(ManagedKeys.privateKey(ec ? ManagedKeys.EC : ManagedKeys.RSA));
        signature.update(content);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new com.auth0.jwt.exceptions.SignatureGenerationException(this, e);
      }
    }
  }
}
