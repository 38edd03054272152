package dev.keyward.embedded.material;

import dev.keyward.model.KeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Known answers of HMAC with the hashes besides SHA-256: RFC 4231, test case 2. */
final class MacAnswers {
  private MacAnswers() {}

  static boolean hmacSha224() throws GeneralSecurityException {
    return hmac(KeySpec.HMAC_224, "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44");
  }

  static boolean hmacSha384() throws GeneralSecurityException {
    return hmac(
        KeySpec.HMAC_384,
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
            + "8e2240ca5e69e2c78b3239ecfab21649");
  }

  static boolean hmacSha512() throws GeneralSecurityException {
    return hmac(
        KeySpec.HMAC_512,
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
  }

  private static boolean hmac(KeySpec spec, String expected) throws GeneralSecurityException {
    String algorithm = "HmacSHA" + spec.size();
    Mac mac = Mac.getInstance(algorithm, Primitives.hmac());
    mac.init(new SecretKeySpec("Jefe".getBytes(StandardCharsets.US_ASCII), algorithm));
    return MessageDigest.isEqual(
        mac.doFinal("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)),
        HexFormat.of().parseHex(expected));
  }
}
