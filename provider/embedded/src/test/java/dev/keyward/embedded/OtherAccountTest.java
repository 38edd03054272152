package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.ReEncrypt;
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

  private static void share(EmbeddedKms owner, String key, String action, String condition) {
    owner.putKeyPolicy(
        PutKeyPolicy.Request.of(
            key,
            Policies.key(
                Policies.delegation(),
                Policies.statement("Allow", OTHER.account(), action, condition))));
  }

  private static String id(String keyArn) {
    return keyArn.substring(keyArn.lastIndexOf('/') + 1);
  }

  @Test
  void decrypt_keyOfAnotherAccountNamedByItsId_isFoundOnlyIfPermitted() {
    try (EmbeddedKmsFixture fixture = new EmbeddedKmsFixture(home)) {
      EmbeddedKms owner = fixture.kms();
      EmbeddedKms other = owner.as(Caller.root(OTHER));
      String key = EmbeddedKmsFixture.symmetric(owner);
      byte[] blob = owner.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
      Decrypt.Request named = Decrypt.Request.of(blob).withKeyId(id(key));
      refused(ErrorCode.ACCESS_DENIED, () -> other.decrypt(named));
      share(owner, key, "kms:Decrypt", "");

      assertThat(other.decrypt(named).plaintext()).isEqualTo(TEXT);
      String own = EmbeddedKmsFixture.symmetric(other);
      refused(
          ErrorCode.INCORRECT_KEY,
          () -> other.decrypt(Decrypt.Request.of(blob).withKeyId(id(own))));
      refused(
          ErrorCode.NOT_FOUND,
          () -> other.decrypt(Decrypt.Request.of(blob).withKeyId(ErrorTexts.NOBODY)));
    }
  }

  @Test
  void reEncrypt_fromAnotherAccount_isJudgedByWhetherTheKeyIsTheSame() {
    try (EmbeddedKmsFixture fixture = new EmbeddedKmsFixture(home)) {
      EmbeddedKms owner = fixture.kms();
      EmbeddedKms other = owner.as(Caller.root(OTHER));
      String key = EmbeddedKmsFixture.symmetric(owner);
      String own = EmbeddedKmsFixture.symmetric(other);
      byte[] blob = owner.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
      share(owner, key, "kms:ReEncrypt*", "\"Bool\":{\"kms:ReEncryptOnSameKey\":\"false\"}");

      byte[] moved = other.reEncrypt(ReEncrypt.Request.of(blob, own)).ciphertextBlob();

      assertThat(other.decrypt(Decrypt.Request.of(moved)).plaintext()).isEqualTo(TEXT);
      refused(ErrorCode.ACCESS_DENIED, () -> other.reEncrypt(ReEncrypt.Request.of(blob, key)));
    }
  }

  @Test
  void reEncrypt_fromAnotherAccountToNothing_tellsNothingOfTheSource() {
    try (EmbeddedKmsFixture fixture = new EmbeddedKmsFixture(home)) {
      EmbeddedKms owner = fixture.kms();
      EmbeddedKms other = owner.as(Caller.root(OTHER));
      String key = EmbeddedKmsFixture.symmetric(owner);
      byte[] blob = owner.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob();
      assertThat(
              refused(
                  ErrorCode.ACCESS_DENIED,
                  () -> other.reEncrypt(ReEncrypt.Request.of(blob, "alias/nothing"))))
          .hasMessageStartingWith("The ciphertext refers to a customer master key that does not");
    }
  }
}
