package dev.keyward.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import org.junit.jupiter.api.Test;

class AesGcmTest {

  @Test
  void chosen_thisJvm_provesItselfInBothDirections() throws GeneralSecurityException {
    AesGcm.prove(AesGcm.chosen().newCipher());
    AesGcm.prove(AesGcm.ofJdk().newCipher());

    assertThat(AesGcm.ofJdk().isJdk()).isTrue();
  }

  @Test
  void prove_cipherThatChangesNothing_fails() {
    assertThatThrownBy(() -> AesGcm.prove(new NoOpCipher()))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("known answer");
  }

  /** Claims to encrypt and hands its input back. */
  private static final class NoOpCipher extends Cipher {
    NoOpCipher() {
      super(
          new NoOpSpi(),
          new Provider("NoOp", "1", "") {
            private static final long serialVersionUID = 1L;
          },
          "AES/GCM/NoPadding");
    }
  }

  private static final class NoOpSpi extends CipherSpi {
    @Override
    protected void engineSetMode(String mode) {}

    @Override
    protected void engineSetPadding(String padding) {}

    @Override
    protected int engineGetBlockSize() {
      return 16;
    }

    @Override
    protected int engineGetOutputSize(int inputLen) {
      return inputLen;
    }

    @Override
    protected byte[] engineGetIV() {
      return new byte[12];
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      return null;
    }

    @Override
    protected void engineInit(int opmode, Key key, SecureRandom random) {}

    @Override
    protected void engineInit(
        int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random) {}

    @Override
    protected void engineInit(
        int opmode, Key key, AlgorithmParameters params, SecureRandom random) {}

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
      return new byte[0];
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
      return 0;
    }

    @Override
    protected void engineUpdateAAD(byte[] src, int offset, int len) {}

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length) {
      return java.util.Arrays.copyOfRange(input, offset, offset + length);
    }

    @Override
    protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at) {
      System.arraycopy(input, offset, output, at, length);
      return length;
    }
  }
}
