package dev.keyward.jca.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.backend.Agrees;
import dev.keyward.backend.KeyBackend;
import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.handle.KeyHandles;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.ProviderException;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key service that was taken over may answer instead of a shared secret. */
class KmsKeyAgreementAnswerTest {
  private static final KeyMetadata KEY =
      new KeyMetadata(
          KeyArn.parse(
              "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
          KeySpec.ECC_NIST_P256,
          KeyUsage.KEY_AGREEMENT,
          KeyState.ENABLED,
          KeyOrigin.AWS_KMS,
          "",
          Instant.EPOCH,
          Optional.empty());

  /** Answers a secret of a length of its own. */
  private static final class Answering implements KeyBackend, Agrees {
    private SecretBytes answer;

    @Override
    public String location() {
      return "a test";
    }

    @Override
    public KeyMetadata describe(KeyReference reference) {
      return KEY;
    }

    @Override
    public SecretBytes deriveSharedSecret(KeyReference reference, byte[] peerPublicKey) {
      return answer;
    }

    @Override
    public void close() {}
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProvider.SUN_EC.instance());
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 4096})
  void generateSecret_answerOfAnotherLength_isRefusedAndZeroed(int length) throws Exception {
    Answering backend = new Answering();
    KeyHandle handle = KeyHandles.ofPair(backend, KEY, pair().getPublic());
    KmsKeyAgreement agreement = new KmsKeyAgreement(any -> true, JdkProvider.SUN_EC.instance());
    agreement.engineInit((Key) handle, null);
    agreement.engineDoPhase(pair().getPublic(), true);

    backend.answer = SecretBytes.owning(new byte[length]);
    assertThatThrownBy(agreement::engineGenerateSecret)
        .isInstanceOf(ProviderException.class)
        .hasCauseInstanceOf(InvalidAnswerException.class);
    assertThat(backend.answer.isClosed()).isTrue();
    assertThatThrownBy(() -> agreement.engineGenerateSecret(new byte[40], 0))
        .isInstanceOf(ProviderException.class)
        .isNotInstanceOf(IndexOutOfBoundsException.class);

    backend.answer = SecretBytes.owning(new byte[32]);
    assertThat(agreement.engineGenerateSecret()).hasSize(32);
  }
}
