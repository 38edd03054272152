package dev.keyward.embedded.customstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.customstore.TokenException.Reason;
import dev.keyward.embedded.customstore.TokenLocation.SlotId;
import dev.keyward.embedded.customstore.TokenLocation.SlotIndex;
import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A real token: SoftHSM2. Without it these tests are skipped, and say so. */
@ResourceLock("softhsm")
class Pkcs11StoreTest extends TokenStoreContract {

  @Override
  TokenStore connect() throws TokenException {
    return connect(SoftHsm.get().main(), SoftHsm.PIN);
  }

  private static Pkcs11Store connect(TokenLocation location, String pin) throws TokenException {
    try (SecretBytes secret = SecretBytes.copyOf(pin.getBytes(StandardCharsets.UTF_8))) {
      return Pkcs11Store.connect(location, secret);
    }
  }

  @Test
  void connect_wrongPin_isInvalidCredentialsAndNamesNoPin() throws TokenException {
    store.close();

    assertThatThrownBy(() -> connect(SoftHsm.get().main(), "guess-4711"))
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.INVALID_CREDENTIALS);
              assertThat(e.connectionErrorCode()).isEqualTo("INVALID_CREDENTIALS");
              for (Throwable at = e; at != null; at = at.getCause()) {
                assertThat(String.valueOf(at.getMessage())).doesNotContain("4711");
              }
            });
    store = connect();
    store.check();
  }

  @Test
  void connect_libraryOrTokenMissing_isClusterNotFound() throws IOException {
    String library = SoftHsm.get().main().library();
    Path text = Files.createTempFile(SoftHsm.get().tokens().getParent(), "no", ".so");
    Files.writeString(text, "this is not a library");

    assertReason(
        Reason.NOT_FOUND,
        () -> connect(new TokenLocation("/no/such/library.so", new SlotIndex(0)), "x"));
    assertReason(
        Reason.NOT_FOUND, () -> connect(new TokenLocation(text.toString(), new SlotIndex(0)), "x"));
    assertReason(
        Reason.NOT_FOUND, () -> connect(new TokenLocation(library, new SlotIndex(99)), "x"));
    assertReason(
        Reason.NOT_FOUND, () -> connect(new TokenLocation(library, new SlotId(4711)), "x"));
    assertReason(Reason.NOT_FOUND, () -> connect(SoftHsm.get().uninitialised(), "x"));
  }

  @Test
  void connect_provider_isNeverListed() throws TokenException {
    String name = ((Pkcs11Store) store).provider().getName();

    assertThat(Security.getProvider(name)).isNull();
    assertThat(Arrays.stream(Security.getProviders()).map(Object::toString))
        .noneMatch(text -> text.contains("keyward"));
  }

  /** One file a key: an attempt that fails in between, or a trial, leaves none. */
  @Test
  void createKey_leavesExactlyOneObjectInTheToken() throws TokenException, IOException {
    long before = objects();
    String label = label();

    store.createKey(label);
    store.check();

    assertThat(objects()).isEqualTo(before + 1);
    assertThat(store.deleteKey(label)).isTrue();
    assertThat(objects()).isEqualTo(before);
  }

  private static long objects() throws IOException {
    try (Stream<Path> files = Files.walk(SoftHsm.get().tokens())) {
      return files
          .filter(file -> file.toString().endsWith(".object"))
          .filter(file -> !file.endsWith("token.object"))
          .count();
    }
  }

  @Test
  void openKey_madeOverAnotherConnection_isFound() throws TokenException {
    try (TokenStore other = connect()) {
      String label = label();
      other.createKey(label);

      assertThat(store.openKey(label)).isPresent();
      assertThat(store.deleteKey(label)).isTrue();
    }
  }

  /** F45: the session ends under us. Nothing logs in again; connecting anew helps. */
  @Test
  void use_sessionLost_failsAtOnceUntilConnectedAgain() throws TokenException, LoginException {
    String label = label();
    store.createKey(label);
    TokenKey key = store.openKey(label).orElseThrow();
    byte[] sealed = key.encrypt(new byte[5], AAD, RANDOM);
    ((AuthProvider) ((Pkcs11Store) store).provider()).logout();

    assertReason(Reason.TOKEN_GONE, () -> key.decrypt(ByteBuffer.wrap(sealed), AAD));
    assertReason(Reason.TOKEN_GONE, () -> key.encrypt(new byte[5], AAD, RANDOM));
    assertReason(Reason.TOKEN_GONE, () -> store.openKey(label));
    assertReason(Reason.TOKEN_GONE, store::check);
    store.close();

    store = connect();
    assertThat(store.openKey(label).orElseThrow().decrypt(ByteBuffer.wrap(sealed), AAD))
        .hasValue(new byte[5]);
  }

  @Test
  void encrypt_severalThreads_agree() throws Exception {
    String label = label();
    store.createKey(label);
    TokenKey key = store.openKey(label).orElseThrow();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        byte[] plaintext = {(byte) t, 1, 2};
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    byte[] sealed = key.encrypt(plaintext, AAD, RANDOM);
                    assertThat(key.decrypt(ByteBuffer.wrap(sealed), AAD)).hasValue(plaintext);
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
