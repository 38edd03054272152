package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OaepCipherTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);
  private static final KeyPair PAIR = KEYS.pair(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
  private static final byte[] MESSAGE = {1, 2, 3, 4, 5};
  private static final String SHA256 = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
  private static final String SHA1 = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";

  private static OAEPParameterSpec spec(String hash, String mgf1Hash) {
    return new OAEPParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(mgf1Hash), PSource.PSpecified.DEFAULT);
  }

  private static Cipher cipher(String name, int mode) throws Exception {
    Cipher cipher = Cipher.getInstance(name, KEYWARD);
    cipher.init(mode, PAIR.getPrivate());
    return cipher;
  }

  private static byte[] bySunJce(OAEPParameterSpec spec, byte[] message) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", JdkProvider.SUN_JCE.instance());
    cipher.init(Cipher.ENCRYPT_MODE, PAIR.getPublic(), spec);
    return cipher.doFinal(message);
  }

  @ParameterizedTest
  @CsvSource({SHA256 + ",SHA-256", SHA1 + ",SHA-1", "RSA/ECB/OAEPPadding,SHA-1"})
  void decrypt_whatTheJdkEncryptedWithTheSameHashForMgf1_isTheMessage(String name, String hash)
      throws Exception {
    byte[] sealed = bySunJce(spec(hash, hash), MESSAGE);

    assertThat(cipher(name, Cipher.DECRYPT_MODE).doFinal(sealed)).isEqualTo(MESSAGE);
  }

  @Test
  void decrypt_explicitSpec_choosesTheHash() throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", KEYWARD);
    for (String hash : new String[] {"SHA-1", "SHA-256"}) {
      cipher.init(Cipher.DECRYPT_MODE, PAIR.getPrivate(), spec(hash, hash));
      assertThat(cipher.doFinal(bySunJce(spec(hash, hash), MESSAGE))).isEqualTo(MESSAGE);
      cipher.init(Cipher.DECRYPT_MODE, PAIR.getPrivate(), cipher.getParameters());
      assertThat(cipher.doFinal(bySunJce(spec(hash, hash), MESSAGE))).isEqualTo(MESSAGE);
    }
  }

  @Test
  void decrypt_whatBouncyCastleEncryptedByName_isTheMessage() throws Exception {
    Cipher sender =
        Cipher.getInstance("RSA/None/OAEPWithSHA256AndMGF1Padding", new BouncyCastleProvider());
    sender.init(Cipher.ENCRYPT_MODE, PAIR.getPublic());

    assertThat(cipher(SHA256, Cipher.DECRYPT_MODE).doFinal(sender.doFinal(MESSAGE)))
        .isEqualTo(MESSAGE);
  }

  @Test
  void decrypt_whatTheJdkEncryptedByName_isRejectedBecauseMgf1HasSha1() throws Exception {
    Cipher sender = Cipher.getInstance(SHA256, JdkProvider.SUN_JCE.instance());
    sender.init(Cipher.ENCRYPT_MODE, PAIR.getPublic());
    byte[] sealed = sender.doFinal(MESSAGE);

    assertThatThrownBy(() -> cipher(SHA256, Cipher.DECRYPT_MODE).doFinal(sealed))
        .isInstanceOf(BadPaddingException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SHA256, SHA1, "RSA/ECB/OAEPPadding", "RSA/None/OAEPWithSHA-256AndMGF1Padding"})
  void encrypt_withHandleOrPublicKey_isLocalAndDecrypts(String name) throws Exception {
    int before = ProviderList.backendOf(PAIR.getPrivate()).cryptographicCalls();
    byte[] byHandle = cipher(name, Cipher.ENCRYPT_MODE).doFinal(MESSAGE);
    Cipher open = Cipher.getInstance(name, KEYWARD);
    open.init(Cipher.ENCRYPT_MODE, PAIR.getPublic());
    byte[] byPublicKey = open.doFinal(MESSAGE);

    assertThat(ProviderList.backendOf(PAIR.getPrivate()).cryptographicCalls()).isEqualTo(before);
    Cipher decrypt = cipher(name, Cipher.DECRYPT_MODE);
    assertThat(decrypt.doFinal(byHandle)).isEqualTo(MESSAGE);
    assertThat(decrypt.doFinal(byPublicKey)).isEqualTo(MESSAGE);
  }

  @Test
  void getParameters_tellTheHashOfMgf1() throws Exception {
    OAEPParameterSpec told =
        cipher(SHA256, Cipher.DECRYPT_MODE)
            .getParameters()
            .getParameterSpec(OAEPParameterSpec.class);

    assertThat(told.getDigestAlgorithm()).isEqualTo("SHA-256");
    assertThat(((MGF1ParameterSpec) told.getMGFParameters()).getDigestAlgorithm())
        .isEqualTo("SHA-256");
  }

  @Test
  void init_parametersAKmsCannotDo_areRefusedWithTheWayOut() throws Exception {
    Cipher cipher = Cipher.getInstance(SHA256, KEYWARD);
    assertThatThrownBy(
            () -> cipher.init(Cipher.DECRYPT_MODE, PAIR.getPrivate(), spec("SHA-256", "SHA-1")))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("MGF1ParameterSpec.SHA256");
    assertThatThrownBy(
            () -> cipher.init(Cipher.DECRYPT_MODE, PAIR.getPrivate(), spec("SHA-1", "SHA-1")))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    assertThatThrownBy(
            () -> cipher.init(Cipher.DECRYPT_MODE, PAIR.getPrivate(), spec("SHA-512", "SHA-512")))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    OAEPParameterSpec label =
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(new byte[] {1}));
    assertThatThrownBy(() -> cipher.init(Cipher.DECRYPT_MODE, PAIR.getPrivate(), label))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("label");
    assertThatThrownBy(
            () ->
                cipher.init(
                    Cipher.DECRYPT_MODE,
                    PAIR.getPrivate(),
                    new GCMParameterSpec(128, new byte[12])))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }

  @Test
  void decrypt_everyKindOfWrongCiphertext_hasOneAnswer() throws Exception {
    byte[] sealed = bySunJce(spec("SHA-256", "SHA-256"), MESSAGE);
    byte[] changed = sealed.clone();
    changed[17] ^= 1;
    byte[] ones = new byte[256];
    Arrays.fill(ones, (byte) 0xff);
    String text = null;
    for (byte[] wrong :
        new byte[][] {
          changed, ones, new byte[256], {}, Arrays.copyOf(sealed, 255), Arrays.copyOf(sealed, 257)
        }) {
      Throwable rejection =
          org.assertj.core.api.Assertions.catchThrowable(
              () -> cipher(SHA256, Cipher.DECRYPT_MODE).doFinal(wrong));
      assertThat(rejection).isExactlyInstanceOf(BadPaddingException.class);
      text = text == null ? rejection.getMessage() : text;
      assertThat(rejection).hasMessage(text);
    }
  }

  @Test
  void encrypt_boundOfTheKey_isTheMost() throws Exception {
    assertThat(cipher(SHA256, Cipher.ENCRYPT_MODE).doFinal(new byte[190])).hasSize(256);
    assertThatThrownBy(() -> cipher(SHA256, Cipher.ENCRYPT_MODE).doFinal(new byte[191]))
        .isInstanceOf(IllegalBlockSizeException.class)
        .hasMessageContaining("190");
    byte[] empty = cipher(SHA256, Cipher.ENCRYPT_MODE).doFinal();
    assertThat(cipher(SHA1, Cipher.ENCRYPT_MODE).getOutputSize(1)).isEqualTo(256);
    assertThat(empty).hasSize(256);
  }

  @Test
  void unwrap_aContentKeyWrappedForUs_isThatKey() throws Exception {
    SecretKey content = KeyGenerator.getInstance("AES").generateKey();
    byte[] wrapped = cipher(SHA256, Cipher.WRAP_MODE).wrap(content);
    Cipher unwrap = cipher(SHA256, Cipher.UNWRAP_MODE);

    assertThat(unwrap.unwrap(wrapped, "AES", Cipher.SECRET_KEY)).isEqualTo(content);
    wrapped[9] ^= 1;
    assertThatThrownBy(() -> unwrap.unwrap(wrapped, "AES", Cipher.SECRET_KEY))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void init_signingKeyOrPublicKeyToDecrypt_isRefused() throws Exception {
    Cipher cipher = Cipher.getInstance(SHA256, KEYWARD);
    KeyPair signing = KEYS.pair(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    assertThatThrownBy(() -> cipher.init(Cipher.DECRYPT_MODE, signing.getPrivate()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("ENCRYPT_DECRYPT");
    assertThatThrownBy(() -> cipher.init(Cipher.DECRYPT_MODE, PAIR.getPublic()))
        .isInstanceOf(InvalidKeyException.class);
  }
}
