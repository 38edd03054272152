package dev.keyward.kms.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.InvalidAnswerException;
import dev.keyward.kms.Decapsulate;
import dev.keyward.kms.EncapsulationAlgorithm;
import dev.keyward.kms.GenerateRandom;
import dev.keyward.kms.Kms;
import dev.keyward.model.KeyReference;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in answers that a KMS should not give are refused and zeroed (security.md B64, B65). */
class KmsCryptographyTest {
  private static final String ASKED =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String OTHER =
      "arn:aws:kms:eu-west-1:111122223333:key/ffffabcd-12ab-34cd-56ef-1234567890ab";
  private static final KeyReference KEY = KeyReference.parse(ASKED);

  private static KmsKeyBackend answering(Object answer) {
    Kms kms =
        (Kms)
            Proxy.newProxyInstance(
                Kms.class.getClassLoader(),
                new Class<?>[] {Kms.class},
                (proxy, method, arguments) -> answer);
    return new KmsKeyBackend(kms, "a test");
  }

  private static byte[] secret(int length) {
    byte[] secret = new byte[length];
    Arrays.fill(secret, (byte) 7);
    return secret;
  }

  @ParameterizedTest
  @CsvSource({"31," + ASKED, "33," + ASKED, "0," + ASKED, "32," + OTHER, "32,nonsense"})
  void decapsulate_secretOfAnotherLengthOrKey_isRefusedAndZeroed(int length, String keyId) {
    byte[] secret = secret(length);
    KmsKeyBackend backend =
        answering(new Decapsulate.Response(keyId, EncapsulationAlgorithm.ML_KEM, secret));
    assertThatThrownBy(() -> backend.decapsulate(KEY, new byte[768]))
        .isInstanceOf(InvalidAnswerException.class);
    assertThat(secret).isEqualTo(new byte[length]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99, 101})
  void randomBytes_ofAnotherLength_areRefusedAndZeroed(int length) {
    byte[] random = secret(length);
    KmsKeyBackend backend = answering(new GenerateRandom.Response(random, null));
    assertThatThrownBy(() -> backend.randomBytes(100)).isInstanceOf(InvalidAnswerException.class);
    assertThat(random).isEqualTo(new byte[length]);
  }

  @Test
  void randomBytes_allZero_areRefused() {
    KmsKeyBackend backend = answering(new GenerateRandom.Response(new byte[100], null));
    assertThatThrownBy(() -> backend.randomBytes(100)).isInstanceOf(InvalidAnswerException.class);
  }
}
