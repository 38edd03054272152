package dev.keyward.remote.answers;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.DeriveSharedSecret;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.EncapsulationAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Set;

/** Whether a shared secret can be what was asked for. Every wrong one would be used as a key. */
final class AgreementChecks {
  /** Source: FIPS 203, section 8, table 3. */
  private static final int ML_KEM_SECRET_BYTES = 32;

  private static final Set<Integer> ML_KEM_CIPHERTEXT_BYTES = Set.of(768, 1088, 1568);

  /** The x coordinates of the curves that there are. */
  private static final Set<Integer> COORDINATE_BYTES = Set.of(32, 48, 66);

  private AgreementChecks() {}

  static void check(DeriveSharedSecret.Request asked, DeriveSharedSecret.Response answer) {
    SameKey.require(asked.keyId(), answer.keyId());
    Plausible.equal(
        "key agreement algorithm", asked.keyAgreementAlgorithm(), answer.keyAgreementAlgorithm());
    if (asked.recipient() != null) {
      return;
    }
    byte[] secret = answer.sharedSecret();
    Plausible.bytes("shared secret", secret);
    boolean fits =
        coordinateBytes(asked.publicKey())
            .map(expected -> secret.length == expected)
            .orElseGet(() -> COORDINATE_BYTES.contains(secret.length));
    Plausible.require(fits, "a shared secret of another length");
  }

  /** Empty for curves that the JDK does not know. */
  private static Optional<Integer> coordinateBytes(byte[] publicKey) {
    try {
      ECPublicKey key =
          (ECPublicKey)
              KeyFactory.getInstance("EC", JdkProvider.SUN_EC.instance())
                  .generatePublic(new X509EncodedKeySpec(publicKey));
      return Optional.of((key.getParams().getCurve().getField().getFieldSize() + 7) / 8);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  static void check(Encapsulate.Request asked, Encapsulate.Response answer) {
    SameKey.require(asked.keyId(), answer.keyId());
    requireMlKem(answer.encapsulationAlgorithm());
    Plausible.length("shared secret", answer.sharedSecret(), ML_KEM_SECRET_BYTES);
    Plausible.bytes("ciphertext", answer.sharedSecretCiphertextBlob());
    Plausible.require(
        ML_KEM_CIPHERTEXT_BYTES.contains(answer.sharedSecretCiphertextBlob().length),
        "a ciphertext of another length");
  }

  static void check(Decapsulate.Request asked, Decapsulate.Response answer) {
    SameKey.require(asked.keyId(), answer.keyId());
    requireMlKem(answer.encapsulationAlgorithm());
    Plausible.length("shared secret", answer.sharedSecret(), ML_KEM_SECRET_BYTES);
  }

  private static void requireMlKem(EncapsulationAlgorithm answered) {
    Plausible.equal("encapsulation algorithm", EncapsulationAlgorithm.ML_KEM, answered);
  }
}
