package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.handle.KeyHandle;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.params.KeyReferenceSpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Provider;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class KeyFactoriesTest {
  private static final Provider KEYWARD = ProviderList.keyward();
  private static final ManagedKeys KEYS = new ManagedKeys(KEYWARD);

  private final KeyFactory pairs = factory();
  private final SecretKeyFactory secrets = secretFactory();

  private static KeyFactory factory() {
    try {
      return KeyFactory.getInstance("KMS", KEYWARD);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SecretKeyFactory secretFactory() {
    try {
      return SecretKeyFactory.getInstance("KMS", KEYWARD);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pair_byArnAndId_isHandleAndOrdinaryPublicKey() throws Exception {
    KeyPair pair = KEYS.pair(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    KeyHandle handle = (KeyHandle) pair.getPrivate();
    for (String name : new String[] {handle.arn().text(), handle.arn().keyId().text()}) {
      assertThat(pairs.generatePrivate(KeyReferenceSpec.of(name))).isEqualTo(handle);
      assertThat(pairs.generatePublic(KeyReferenceSpec.of(name)))
          .isInstanceOf(RSAPublicKey.class)
          .isEqualTo(pair.getPublic());
    }
  }

  @Test
  void secret_byAlias_keepsTheAlias() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", KEYWARD);
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT).withAlias("factory/one"));
    SecretKey made = generator.generateKey();

    for (String name : new String[] {"factory/one", "alias/factory/one"}) {
      SecretKey found = secrets.generateSecret(KeyReferenceSpec.of(name));
      assertThat(found).isEqualTo(made);
      assertThat(((KeyHandle) found).reference().text()).isEqualTo("alias/factory/one");
    }
    assertThat(((KeyReferenceSpec) secrets.getKeySpec(made, KeyReferenceSpec.class)).reference())
        .isEqualTo(((KeyHandle) made).reference());
    assertThat(secrets.translateKey(made)).isSameAs(made);
  }

  @Test
  void generate_unknownNameWrongKindOrWrongSpec_isInvalidKeySpec() {
    assertThatThrownBy(() -> secrets.generateSecret(KeyReferenceSpec.of("nobody")))
        .isInstanceOf(InvalidKeySpecException.class)
        .hasCauseInstanceOf(KeyNotFoundException.class);
    String pair =
        ((KeyHandle) KEYS.pair(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY).getPrivate()).arn().text();
    assertThatThrownBy(() -> secrets.generateSecret(KeyReferenceSpec.of(pair)))
        .isInstanceOf(InvalidKeySpecException.class)
        .hasMessageContaining("KeyFactory");
    String secret = ((KeyHandle) KEYS.secret(KeySpec.HMAC_256)).arn().text();
    assertThatThrownBy(() -> pairs.generatePrivate(KeyReferenceSpec.of(secret)))
        .isInstanceOf(InvalidKeySpecException.class)
        .hasMessageContaining("SecretKeyFactory");
    assertThatThrownBy(() -> pairs.generatePrivate(new PKCS8EncodedKeySpec(new byte[1])))
        .isInstanceOf(InvalidKeySpecException.class);
    assertThatThrownBy(() -> pairs.generatePublic(null))
        .isInstanceOf(InvalidKeySpecException.class);
    assertThatThrownBy(() -> KeyReferenceSpec.of("a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysDoNotComeOut_andForeignOnesDoNotGoIn() {
    KeyPair pair = KEYS.pair(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    assertThatThrownBy(() -> pairs.getKeySpec(pair.getPrivate(), PKCS8EncodedKeySpec.class))
        .isInstanceOf(InvalidKeySpecException.class)
        .hasMessageContaining("stays in its key service");
    assertThatThrownBy(() -> pairs.getKeySpec(pair.getPublic(), X509EncodedKeySpec.class))
        .isInstanceOf(InvalidKeySpecException.class);
    assertThatThrownBy(() -> secrets.translateKey(new SecretKeySpec(new byte[16], "AES")))
        .isInstanceOf(InvalidKeyException.class);
    SecretKey foreign = new ManagedKeys(ProviderList.keyward()).secret(KeySpec.SYMMETRIC_DEFAULT);
    assertThatThrownBy(() -> secrets.translateKey(foreign)).isInstanceOf(InvalidKeyException.class);
  }
}
