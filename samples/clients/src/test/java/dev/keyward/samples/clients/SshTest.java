package dev.keyward.samples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.PublicKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An SSH server's host key. There is no TLS in it, so Conscrypt may stand ahead. */
class SshTest {
  private static final int DEADLINE_SECONDS = 30;

  @BeforeAll
  static void makeKeys() {
    ManagedKeys.root();
    // MINA would name Bouncy Castle as the provider whenever that is on the class path.
    System.setProperty("org.apache.sshd.security.registrars", "none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void mina_showsTheHostKey(String alias) throws Exception {
    KeyPair host = new KeyPair(ManagedKeys.publicKey(alias), ManagedKeys.privateKey(alias));
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPasswordAuthenticator((user, password, session) -> "secret".equals(password));
    server.start();
    AtomicReference<PublicKey> seen = new AtomicReference<>();
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier(
          (session, address, key) -> {
            seen.set(key);
            return true;
          });
      client.start();
      try (ClientSession session =
          client
              .connect("anna", "127.0.0.1", server.getPort())
              .verify(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .getSession()) {
        session.addPasswordIdentity("secret");
        session.auth().verify(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertThat(session.isAuthenticated()).isTrue();
      }
    } finally {
      server.stop(true);
    }
    assertThat(seen.get().getEncoded()).isEqualTo(ManagedKeys.publicKey(alias).getEncoded());
  }
}
