package dev.keyward.embedded.customstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.customstore.TokenException.Reason;
import dev.keyward.jdk.JdkRandom;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every token store does. */
abstract class TokenStoreContract {
  static final SecureRandom RANDOM = JdkRandom.shared();
  static final byte[] AAD = {9, 8, 7};

  TokenStore store;

  /** A new connection to the token of this test class. */
  abstract TokenStore connect() throws TokenException;

  @BeforeEach
  void open() throws TokenException {
    store = connect();
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
  }

  static String label() {
    return UUID.randomUUID().toString();
  }

  static void assertReason(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TokenException.class, e -> assertThat(e.reason()).as(e.toString()).isEqualTo(reason));
  }

  private TokenKey newKey() throws TokenException {
    String label = label();
    store.createKey(label);
    return store.openKey(label).orElseThrow();
  }

  @Test
  void decrypt_whatWasEncrypted_givesItBack() throws TokenException {
    TokenKey key = newKey();
    for (int size : new int[] {1, 16, 32, 1000, 4096}) {
      byte[] plaintext = new byte[size];
      RANDOM.nextBytes(plaintext);
      byte[] sealed = key.encrypt(plaintext, AAD, RANDOM);

      assertThat(sealed).hasSize(size + TokenKey.OVERHEAD_BYTES);
      assertThat(key.decrypt(ByteBuffer.wrap(sealed), AAD)).hasValue(plaintext);
      assertThat(key.encrypt(plaintext, AAD, RANDOM)).isNotEqualTo(sealed);
    }
  }

  @Test
  void decrypt_anythingChanged_isEmptyAndTheTokenGoesOn() throws TokenException {
    TokenKey key = newKey();
    byte[] sealed = key.encrypt(new byte[40], AAD, RANDOM);
    for (int i = 0; i < sealed.length; i += 9) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(key.decrypt(ByteBuffer.wrap(changed), AAD)).isEmpty();
    }

    assertThat(key.decrypt(ByteBuffer.wrap(sealed), new byte[] {1})).isEmpty();
    assertThat(key.decrypt(ByteBuffer.wrap(sealed, 0, 27), AAD)).isEmpty();
    assertThat(key.decrypt(ByteBuffer.wrap(sealed, 0, 50), AAD)).isEmpty();
    assertThat(newKey().decrypt(ByteBuffer.wrap(sealed), AAD)).as("another key").isEmpty();
    assertThat(key.decrypt(ByteBuffer.wrap(sealed), AAD)).hasValue(new byte[40]);
  }

  @Test
  void createKey_labelTaken_isRefusedAndTheKeyStays() throws TokenException {
    String label = label();
    store.createKey(label);
    byte[] sealed = store.openKey(label).orElseThrow().encrypt(new byte[3], AAD, RANDOM);

    assertReason(Reason.KEY_EXISTS, () -> store.createKey(label));
    assertThat(store.openKey(label).orElseThrow().decrypt(ByteBuffer.wrap(sealed), AAD))
        .hasValue(new byte[3]);
  }

  @Test
  void openKey_afterReconnecting_isTheSameKey() throws TokenException {
    String label = label();
    store.createKey(label);
    byte[] sealed = store.openKey(label).orElseThrow().encrypt(new byte[3], AAD, RANDOM);
    store.close();

    store = connect();

    assertThat(store.openKey(label).orElseThrow().decrypt(ByteBuffer.wrap(sealed), AAD))
        .hasValue(new byte[3]);
    assertThat(store.openKey(label())).isEmpty();
  }

  @Test
  void deleteKey_isGoneForGood() throws TokenException {
    String label = label();
    store.createKey(label);
    TokenKey key = store.openKey(label).orElseThrow();

    assertThat(store.deleteKey(label)).isTrue();
    assertThat(store.deleteKey(label)).isFalse();
    assertThat(store.openKey(label)).isEmpty();
    assertReason(Reason.KEY_GONE, () -> key.encrypt(new byte[3], AAD, RANDOM));
    store.check();
  }

  @Test
  void close_everythingAfterwards_failsAtOnce() throws TokenException {
    String label = label();
    store.createKey(label);
    TokenKey key = store.openKey(label).orElseThrow();
    byte[] sealed = key.encrypt(new byte[3], AAD, RANDOM);
    store.close();
    store.close();

    assertReason(Reason.TOKEN_GONE, () -> key.encrypt(new byte[3], AAD, RANDOM));
    assertReason(Reason.TOKEN_GONE, () -> key.decrypt(ByteBuffer.wrap(sealed), AAD));
    assertReason(Reason.TOKEN_GONE, () -> store.openKey(label));
    assertReason(Reason.TOKEN_GONE, () -> store.createKey(label()));
    assertReason(Reason.TOKEN_GONE, () -> store.deleteKey(label));
    assertReason(Reason.TOKEN_GONE, () -> store.randomBytes(1));
    assertReason(Reason.TOKEN_GONE, store::check);
  }

  @Test
  void randomBytes_differAndHaveTheirLength() throws TokenException {
    assertThat(store.randomBytes(1024)).hasSize(1024).isNotEqualTo(store.randomBytes(1024));
    assertThatThrownBy(() -> store.randomBytes(1025)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.randomBytes(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
