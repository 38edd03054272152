package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.PutKeyPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ciphertexts name no account: who may use a key of another one need not say whose it is. */
class OtherAccountTest {
  private static final Scope OTHER = EmbeddedKmsFixture.SCOPE.of("444455556666");
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;

  @Test
  void decrypt_keyOfAnotherAccountNotNamed_isFoundOnlyIfPermitted() {
    try (EmbeddedKmsFixture fixture = new EmbeddedKmsFixture(home)) {
      EmbeddedKms owner = fixture.kms();
      EmbeddedKms other = owner.as(Caller.root(OTHER));
      String key = EmbeddedKmsFixture.symmetric(owner);
      EmbeddedKmsFixture.symmetric(other);
      byte[] blob = owner.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
      assertThat(refused(ErrorCode.ACCESS_DENIED, () -> other.decrypt(Decrypt.Request.of(blob))))
          .hasMessageStartingWith("The ciphertext refers to a customer master key that does not");
      owner.putKeyPolicy(
          PutKeyPolicy.Request.of(
              key,
              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                  + "{\"AWS\":\"111122223333\"},\"Action\":\"kms:*\",\"Resource\":\"*\"},"
                  + "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},"
                  + "\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"}]}"));
      assertThat(other.decrypt(Decrypt.Request.of(blob)).plaintext()).isEqualTo(TEXT);
      assertThat(other.decrypt(Decrypt.Request.of(blob)).keyId()).isEqualTo(key);
    }
  }
}
