package dev.keyward.embedded.material;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.KeySpec;
import dev.keyward.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Known answers of ML-DSA and ML-KEM. Long ones are given by their SHA-256. */
final class LatticeAnswers {
  private static final HexFormat HEX = HexFormat.of();

  private LatticeAnswers() {}

  /**
   * Wycheproof, mldsa_44_sign_seed, vector 1: the deterministic signature; and a hedged one made
   * here.
   */
  static boolean mlDsa() throws GeneralSecurityException {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 0x2a);
    MlDsaMaterial key = MlDsaMaterial.ofSeed(KeySpec.ML_DSA_44, seed);
    byte[] message = "Hello world".getBytes(StandardCharsets.US_ASCII);
    byte[] signature = key.signUnproven(message, Optional.empty());
    byte[] hedged = key.signUnproven(message, Optional.of(JdkRandom.shared()));
    boolean right =
        hasDigest(
                key.publicKey().getEncoded(),
                "d87f8ca136ac1aa55e2d6c4521680efb3a378cbb9bc0bfb446e9c60893931ea3")
            && hasDigest(
                signature, "8cd6fc03daa72e87210a4e721523e84c14f27733789075e65736744d4787fdd5")
            && MlDsaMaterial.verifyUnproven(key.publicKey(), message, signature)
            && MlDsaMaterial.verifyUnproven(key.publicKey(), message, hedged);
    message[0] ^= 1;
    return right && !MlDsaMaterial.verifyUnproven(key.publicKey(), message, signature);
  }

  /**
   * The seed of Wycheproof, mlkem_512, vector 1, and 32 chosen bytes; the answers, also that of the
   * implicit rejection, are those of the JDK's own implementation.
   */
  static boolean mlKem() throws GeneralSecurityException, MaterialException {
    byte[] message = new byte[32];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) i;
    }
    MlKemMaterial key =
        MlKemMaterial.ofSeed(
            KeySpec.ML_KEM_512,
            HEX.parseHex(
                "a3896e30892230a6c1dff667f8caee759ff84a08e3462ae484fcbca9971d7959"
                    + "cdc6c5ec65f10a5a24b5145aac863232ee3b2229ca3a6c4b9c8a2dafc315d9d4"));
    String secret = "5c87b17655075493924a626fec978aadb8eaa8f232a0cdd2a4f41cd9fad98c41";
    try (Encapsulated made = key.encapsulateUnproven(message)) {
      byte[] ciphertext = made.ciphertext();
      boolean right =
          isSecret(made.sharedSecret(), secret)
              && hasDigest(
                  ciphertext, "e707837dc44f3d8c56c19637c4adcee0921211d84e55c917739faaaa8afa9b5a")
              && decapsulates(key, ciphertext, secret);
      ciphertext[0] ^= 1;
      return right
          && decapsulates(
              key, ciphertext, "b709a314030ee5a2216b912849eacaa33602e059cc2192eb9530eb3e9c33bd73");
    }
  }

  private static boolean decapsulates(MlKemMaterial key, byte[] ciphertext, String expected)
      throws MaterialException {
    try (SecretBytes secret = key.decapsulateUnproven(ciphertext)) {
      return isSecret(secret, expected);
    }
  }

  private static boolean isSecret(SecretBytes secret, String expected) {
    return secret.read(bytes -> MessageDigest.isEqual(bytes, HEX.parseHex(expected)));
  }

  private static boolean hasDigest(byte[] bytes, String expected) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance()).digest(bytes);
    return MessageDigest.isEqual(digest, HEX.parseHex(expected));
  }
}
