package dev.keyward.samples.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;

/**
 * Issues and verifies tokens.
 *
 * <pre>
 * issue ALIAS SUBJECT     prints a token, ES256, valid for five minutes
 * keys ALIAS              prints the JWK set that verifiers fetch
 * verify FILE TOKEN       verifies with a JWK set, without the key service
 * </pre>
 */
public final class Tokens {
  private static final int LIFE_SECONDS = 300;

  private Tokens() {}

  /**
   * Runs one command.
   *
   * @param arguments the command and what it takes
   * @throws GeneralSecurityException if the key store cannot be used
   * @throws IOException if it cannot be opened
   * @throws JOSEException if the token cannot be signed
   * @throws ParseException if a token or key set does not read
   */
  public static void main(String[] arguments)
      throws GeneralSecurityException, IOException, JOSEException, ParseException {
    switch (arguments[0]) {
      case "issue" -> System.out.println(issue(arguments[1], arguments[2]));
      case "keys" -> System.out.println(new JWKSet(publicKey(arguments[1])));
      case "verify" -> verify(Path.of(arguments[1]), arguments[2]);
      default -> throw new IllegalArgumentException("issue, keys or verify");
    }
  }

  private static KeyStore keys() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
    return keys;
  }

  /** The key id is the thumbprint of the public key, so it changes with the key. */
  private static ECKey publicKey(String alias)
      throws GeneralSecurityException, IOException, JOSEException {
    ECPublicKey key = (ECPublicKey) keys().getCertificate(alias).getPublicKey();
    return new ECKey.Builder(Curve.P_256, key).keyIDFromThumbprint().build();
  }

  private static String issue(String alias, String subject)
      throws GeneralSecurityException, IOException, JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(publicKey(alias).getKeyID()).build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .expirationTime(Date.from(Instant.now().plusSeconds(LIFE_SECONDS)))
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new ECDSASigner((PrivateKey) keys().getKey(alias, null), Curve.P_256));
    return token.serialize();
  }

  private static void verify(Path keySet, String text)
      throws IOException, ParseException, JOSEException {
    SignedJWT token = SignedJWT.parse(text);
    var key = JWKSet.parse(Files.readString(keySet)).getKeyByKeyId(token.getHeader().getKeyID());
    if (key == null || !token.verify(new ECDSAVerifier(key.toECKey()))) {
      System.err.println("The token is not ours.");
      System.exit(1);
    }
    System.out.println("Token of " + token.getJWTClaimsSet().getSubject() + " is ours.");
  }
}
