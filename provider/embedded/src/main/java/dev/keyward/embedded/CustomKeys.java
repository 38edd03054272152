package dev.keyward.embedded;

import dev.keyward.embedded.customstore.TokenException;
import dev.keyward.embedded.customstore.TokenKey;
import dev.keyward.embedded.customstore.TokenStore;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections of this process to the tokens behind custom key stores, and the keys in them.
 *
 * <p>Another process may have connected a key store; then this one logs in when it first uses a key
 * of it. It does so once: after a failure the key store must be disconnected and connected, because
 * repeated wrong logins lock tokens. Thread-safe.
 */
final class CustomKeys implements AutoCloseable {
  private final KeyStoreTable table;
  private final TokenConnector connector;
  private final SecureRandom random;
  private final Map<RecordId, Link> links = new ConcurrentHashMap<>();

  /** A token, or why there is none, and the keys that were opened in it. */
  private record Link(
      Optional<TokenStore> token, Optional<TokenException> failure, Map<String, TokenKey> keys) {}

  CustomKeys(KeyStoreTable table, TokenConnector connector, SecureRandom random) {
    this.table = table;
    this.connector = connector;
    this.random = random;
  }

  boolean knows(String clusterId) {
    return connector.knows(clusterId);
  }

  /** A login that is to be kept once the store knows of it. */
  interface Login extends AutoCloseable {
    void keep();

    @Override
    void close();
  }

  /**
   * Logs in anew.
   *
   * @return the login; kept or closed by the caller
   * @throws TokenException if the token refuses
   */
  Login connect(Scope scope, KeyStoreRecord record) throws TokenException {
    RecordId id = KeyStoreTable.id(scope, record.keyStoreId());
    drop(id);
    Link link = open(record);
    if (link.failure().isPresent()) {
      throw link.failure().get();
    }
    return new Login() {
      private boolean kept;

      @Override
      public void keep() {
        kept = true;
        links.put(id, link);
      }

      @Override
      public void close() {
        if (!kept) {
          link.token().ifPresent(TokenStore::close);
        }
      }
    };
  }

  private Link open(KeyStoreRecord record) {
    try (SecretBytes pin = SecretBytes.copyOf(record.pin())) {
      return new Link(
          Optional.of(connector.connect(record.clusterId(), pin)),
          Optional.empty(),
          new ConcurrentHashMap<>());
    } catch (TokenException e) {
      return new Link(Optional.empty(), Optional.of(e), Map.of());
    }
  }

  /** Logs out, here; other processes do so when they see the change. */
  void drop(RecordId keyStore) {
    Link link = links.remove(keyStore);
    if (link != null) {
      link.token().ifPresent(TokenStore::close);
    }
  }

  byte[] encrypt(KeyRecord key, byte[] plaintext, byte[] associatedData) {
    try {
      return key(key).encrypt(plaintext, associatedData, random);
    } catch (TokenException e) {
      throw unusable(key.arn().text(), e);
    }
  }

  /** Empty if it is not a ciphertext of this key. */
  Optional<byte[]> decrypt(KeyRecord key, byte[] body, byte[] associatedData) {
    try {
      return key(key).decrypt(ByteBuffer.wrap(body), associatedData);
    } catch (TokenException e) {
      throw unusable(key.arn().text(), e);
    }
  }

  void create(KeyRecord key) {
    try {
      token(key.scope(), key.customKeyStoreId()).createKey(key.keyId());
    } catch (TokenException e) {
      throw new KmsServiceException(
          ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE.wireName(),
          "The custom key store cannot make the key: " + e.getMessage(),
          null,
          e);
    }
  }

  /** Deletes a key in its token, if that can be reached: best effort, as documented. */
  void delete(KeyRecord key) {
    try {
      token(key.scope(), key.customKeyStoreId()).deleteKey(key.keyId());
    } catch (TokenException | KmsServiceException e) {
      // An orphan stays in the token; no KMS key can use it any more.
    }
  }

  byte[] randomBytes(Scope scope, String keyStoreId, int count) {
    try {
      return token(scope, keyStoreId).randomBytes(count);
    } catch (TokenException e) {
      throw unusable(keyStoreId, e);
    }
  }

  private TokenKey key(KeyRecord key) throws TokenException {
    Link link = link(key.scope(), key.customKeyStoreId());
    TokenKey known = link.keys().get(key.keyId());
    if (known != null) {
      return known;
    }
    TokenKey opened =
        link.token()
            .orElseThrow()
            .openKey(key.keyId())
            .orElseThrow(
                () ->
                    new KmsServiceException(
                        ErrorCode.KMS_INVALID_STATE,
                        key.arn() + " has no key material in its custom key store."));
    link.keys().put(key.keyId(), opened);
    return opened;
  }

  private TokenStore token(Scope scope, String keyStoreId) throws TokenException {
    return link(scope, keyStoreId).token().orElseThrow();
  }

  private Link link(Scope scope, String keyStoreId) throws TokenException {
    RecordId id = KeyStoreTable.id(scope, keyStoreId);
    Link link = links.get(id);
    if (link == null) {
      requireConnected(scope, keyStoreId);
      link = links.computeIfAbsent(id, missing -> openAndWipe(record(scope, keyStoreId)));
    }
    if (link.failure().isPresent()) {
      throw link.failure().get();
    }
    return link;
  }

  private Link openAndWipe(KeyStoreRecord record) {
    try {
      return open(record);
    } finally {
      Arrays.fill(record.pin(), (byte) 0);
    }
  }

  /** A key store that was disconnected is not logged in to behind its administrator's back. */
  private void requireConnected(Scope scope, String keyStoreId) {
    boolean up =
        table.connection(scope, keyStoreId).map(KeyStoreTable.Connection::isUp).orElse(false);
    if (!up) {
      throw new KmsServiceException(
          ErrorCode.KMS_INVALID_STATE, "Custom key store " + keyStoreId + " is not connected.");
    }
  }

  private KeyStoreRecord record(Scope scope, String keyStoreId) {
    return table
        .find(scope, keyStoreId)
        .map(Versioned::value)
        .orElseThrow(
            () ->
                new KmsServiceException(
                    ErrorCode.CUSTOM_KEY_STORE_NOT_FOUND,
                    "Custom key store " + keyStoreId + " does not exist."));
  }

  private static KmsServiceException unusable(String what, TokenException cause) {
    return new KmsServiceException(
        ErrorCode.KMS_INVALID_STATE.wireName(),
        what + " cannot be used: " + cause.getMessage(),
        null,
        cause);
  }

  @Override
  public void close() {
    links.keySet().forEach(this::drop);
  }
}
