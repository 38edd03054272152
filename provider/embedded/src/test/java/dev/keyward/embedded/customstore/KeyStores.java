package dev.keyward.embedded.customstore;

import dev.keyward.embedded.EngineSettings;
import dev.keyward.embedded.TokenConnector;
import dev.keyward.embedded.customstore.TokenException.Reason;
import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.CreateCustomKeyStore;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Kms;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Custom key stores over a token in memory, and what their tests need of them. */
public final class KeyStores {
  public static final String CLUSTER = "cluster-2222222222a";
  public static final String UNKNOWN_CLUSTER = "cluster-7777777777a";
  public static final String PIN = "kmsuser-password";

  private InMemoryTokenStore token = new InMemoryTokenStore();
  private final List<InMemoryTokenStore> connections = new ArrayList<>();
  private volatile Optional<Reason> failure = Optional.empty();

  /** Settings under which the cluster is the token in memory. */
  public EngineSettings over(EngineSettings settings) {
    return new EngineSettings(
        settings.clock(),
        settings.random(),
        settings.audit(),
        settings.resources(),
        settings.requests(),
        settings.nanos(),
        new Tokens());
  }

  /** Every cluster is the token in memory, but one. */
  private final class Tokens implements TokenConnector {
    @Override
    public TokenStore connect(String clusterId, SecretBytes pin) throws TokenException {
      return KeyStores.this.connect();
    }

    @Override
    public boolean knows(String clusterId) {
      return !clusterId.equals(UNKNOWN_CLUSTER);
    }
  }

  private synchronized TokenStore connect() throws TokenException {
    if (failure.isPresent()) {
      throw new TokenException(failure.get(), "The test wants it.");
    }
    InMemoryTokenStore connection = token.reconnect();
    connections.add(connection);
    return connection;
  }

  /** Puts an empty token in the place of the one that was there. */
  public synchronized void empty() {
    token = new InMemoryTokenStore();
  }

  /** How many keys are in the token. */
  public int tokenKeys() {
    return token.size();
  }

  /** Lets the next connections fail. */
  public void failWith(Reason reason) {
    failure = Optional.ofNullable(reason);
  }

  /** Pulls the token out under every connection that was made. */
  public synchronized void removeToken() {
    connections.forEach(InMemoryTokenStore::remove);
  }

  public static CreateCustomKeyStore.Request request(String name) {
    return CreateCustomKeyStore.Request.of(name)
        .withCloudHsmClusterId(CLUSTER)
        .withKeyStorePassword(PIN)
        .withTrustAnchorCertificate("-----BEGIN CERTIFICATE-----");
  }

  /** A new, connected key store. */
  public static String connected(Kms kms) {
    String id = kms.createCustomKeyStore(request("hsm")).customKeyStoreId();
    kms.connectCustomKeyStore(ConnectCustomKeyStore.Request.of(id));
    return id;
  }

  /** A new key in a connected key store. */
  public static String key(Kms kms, String keyStoreId) {
    CreateKey.Request request =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
            .withOrigin(KeyOrigin.AWS_CLOUDHSM)
            .withCustomKeyStoreId(keyStoreId);
    return kms.createKey(request).keyMetadata().arn();
  }
}
