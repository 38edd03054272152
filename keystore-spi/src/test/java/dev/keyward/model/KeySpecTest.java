package dev.keyward.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeySpecTest {
  @ParameterizedTest
  @EnumSource(KeySpec.class)
  void signingAlgorithms_existExactlyForSpecsThatSign(KeySpec spec) {
    boolean signs = spec.usages().contains(KeyUsage.SIGN_VERIFY);

    assertThat(spec.signingAlgorithms().isEmpty()).isEqualTo(!signs);
    assertThat(spec.signingAlgorithms()).allMatch(algorithm -> algorithm.fits(spec));
  }

  @Test
  void signingAlgorithms_ofRsa_areSixInOrderOfTheApi() {
    assertThat(KeySpec.RSA_3072.signingAlgorithms())
        .containsExactly(
            SigningAlgorithm.RSASSA_PSS_SHA_256,
            SigningAlgorithm.RSASSA_PSS_SHA_384,
            SigningAlgorithm.RSASSA_PSS_SHA_512,
            SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_256,
            SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_384,
            SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_512);
  }

  @Test
  void isUsable_onlyEnabledAndUpdating() {
    assertThat(KeyState.values())
        .filteredOn(KeyState::isUsable)
        .containsExactly(KeyState.ENABLED, KeyState.UPDATING);
    assertThat(KeyState.PENDING_DELETION.words()).isEqualTo("pending deletion");
  }
}
