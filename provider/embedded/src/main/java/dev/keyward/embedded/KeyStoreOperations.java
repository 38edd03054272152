package dev.keyward.embedded;

import dev.keyward.embedded.customstore.TokenException;
import dev.keyward.embedded.lifecycle.KeyLifecycle;
import dev.keyward.embedded.lifecycle.KeyRecord;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.lifecycle.Versioned;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.ConnectionErrorCode;
import dev.keyward.kms.ConnectionState;
import dev.keyward.kms.CreateCustomKeyStore;
import dev.keyward.kms.CustomKeyStoreType;
import dev.keyward.kms.CustomKeyStoresListEntry;
import dev.keyward.kms.DeleteCustomKeyStore;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.DisconnectCustomKeyStore;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Shape;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Custom key stores and the keys in them: section 19 of the contract. What is behind one is a PKCS
 * #11 token that the local configuration names by the cluster id; external key stores behind a
 * proxy are not offered.
 */
final class KeyStoreOperations implements Cryptography.CustomKeys, AutoCloseable {
  private static final int ID_BYTES = 9;
  private static final int PAGE = 100;
  private static final int MAX_PAGE = 1000;
  private static final int KEYS_AT_ONCE = 1000;

  private final Engine engine;
  private final KeyStoreTable table;
  private final CustomKeys tokens;

  KeyStoreOperations(Engine engine, EngineSettings settings) {
    this.engine = engine;
    this.table = new KeyStoreTable(engine.store());
    this.tokens = new CustomKeys(table, settings.tokens(), settings.random());
  }

  CreateCustomKeyStore.Response create(Call call, CreateCustomKeyStore.Request request) {
    call.permit();
    requireCluster(request);
    String keyStoreId = KeyLifecycle.retrying(() -> made(call.scope(), request));
    call.answers("customKeyStoreId", keyStoreId);
    return new CreateCustomKeyStore.Response(keyStoreId);
  }

  private String made(Scope scope, CreateCustomKeyStore.Request request) {
    long edition = table.edition(scope);
    List<KeyStoreRecord> others = table.all(scope);
    engine.resourceQuotas().requireRoomForKeyStore(scope, others.size());
    requireUnused(others, request.customKeyStoreName(), request.cloudHsmClusterId(), null);
    requireKnown(request.cloudHsmClusterId());
    byte[] id = new byte[ID_BYTES];
    engine.random().nextBytes(id);
    String keyStoreId = "cks-" + HexFormat.of().formatHex(id).substring(1);
    KeyStoreRecord made =
        new KeyStoreRecord(
            keyStoreId,
            request.customKeyStoreName(),
            request.cloudHsmClusterId(),
            request.trustAnchorCertificate(),
            request.keyStorePassword().getBytes(StandardCharsets.UTF_8),
            ConnectionState.DISCONNECTED,
            null,
            engine.lifecycle().now());
    try {
      table.put(scope, made, 0, edition);
    } finally {
      Arrays.fill(made.pin(), (byte) 0);
    }
    return keyStoreId;
  }

  private static void requireCluster(CreateCustomKeyStore.Request request) {
    if (request.customKeyStoreType() == CustomKeyStoreType.EXTERNAL_KEY_STORE) {
      throw KeyRules.unsupported(
          "External key stores are not offered: this key service does not talk to proxies.");
    }
    Call.requireMember(request.cloudHsmClusterId(), "cloudHsmClusterId");
    Call.requireMember(request.keyStorePassword(), "keyStorePassword");
    Call.requireMember(request.trustAnchorCertificate(), "trustAnchorCertificate");
    refuseProxyMembers(request);
  }

  private static void refuseProxyMembers(Record request) {
    for (Shape.Part part : Shape.of(request.getClass()).parts()) {
      if (part.fieldName().startsWith("xksProxy") && part.value(request) != null) {
        throw KeyRules.invalid("XksProxy members are for key stores of type EXTERNAL_KEY_STORE.");
      }
    }
  }

  /** Null for a request that names none. */
  private void requireKnown(String clusterId) {
    if (clusterId != null && !tokens.knows(clusterId)) {
      throw new KmsServiceException(
          ErrorCode.CLOUD_HSM_CLUSTER_NOT_FOUND,
          "No token is configured for cluster "
              + clusterId
              + ". Set custom-key-store."
              + clusterId
              + ".library where this key service runs.");
    }
  }

  private static void requireUnused(
      List<KeyStoreRecord> all, String name, String clusterId, String except) {
    for (KeyStoreRecord other : all) {
      if (other.keyStoreId().equals(except)) {
        continue;
      }
      if (other.name().equals(name)) {
        throw new KmsServiceException(
            ErrorCode.CUSTOM_KEY_STORE_NAME_IN_USE,
            "Another custom key store in this account and Region has that name.");
      }
      if (other.clusterId().equals(clusterId)) {
        throw new KmsServiceException(
            ErrorCode.CLOUD_HSM_CLUSTER_IN_USE,
            "Cluster " + clusterId + " belongs to another custom key store.");
      }
    }
  }

  DescribeCustomKeyStores.Response describe(Call call, DescribeCustomKeyStores.Request request) {
    call.permit();
    String id = request.customKeyStoreId();
    String name = request.customKeyStoreName();
    if (id != null && name != null) {
      throw KeyRules.invalid("Specify either a CustomKeyStoreId or a CustomKeyStoreName.");
    }
    int limit = Page.limit(request.limit(), PAGE, MAX_PAGE);
    String listing = "DescribeCustomKeyStores " + call.scope().prefix();
    Optional<String> after = engine.markers().read(listing, request.marker());
    List<KeyStoreRecord> found =
        table.all(call.scope()).stream()
            .filter(record -> id == null || record.keyStoreId().equals(id))
            .filter(record -> name == null || record.name().equals(name))
            .sorted(Comparator.comparing(KeyStoreRecord::keyStoreId))
            .toList();
    if (found.isEmpty() && (id != null || name != null)) {
      throw notFound(id == null ? name : id);
    }
    List<KeyStoreRecord> rest =
        found.stream()
            .filter(
                record -> after.map(from -> record.keyStoreId().compareTo(from) > 0).orElse(true))
            .limit(limit + 1L)
            .toList();
    Page<KeyStoreRecord> page = Page.of(rest, limit);
    return new DescribeCustomKeyStores.Response(
        page.items().stream().map(KeyStoreOperations::entry).toList(),
        page.marker(engine.markers(), listing, KeyStoreRecord::keyStoreId),
        page.truncated());
  }

  private static CustomKeyStoresListEntry entry(KeyStoreRecord record) {
    return new CustomKeyStoresListEntry(
        record.keyStoreId(),
        record.name(),
        record.clusterId(),
        record.trustAnchorCertificate(),
        record.state(),
        record.error(),
        record.creationDate(),
        CustomKeyStoreType.AWS_CLOUDHSM,
        null);
  }

  UpdateCustomKeyStore.Response update(Call call, UpdateCustomKeyStore.Request request) {
    call.permit();
    refuseProxyMembers(request);
    change(
        call,
        request.customKeyStoreId(),
        record -> {
          boolean offline =
              request.keyStorePassword() != null || request.cloudHsmClusterId() != null;
          if (offline && record.state() != ConnectionState.DISCONNECTED) {
            throw invalidState(record, "must be disconnected for this change");
          }
          requireUnused(
              table.all(call.scope()),
              request.newCustomKeyStoreName(),
              request.cloudHsmClusterId(),
              record.keyStoreId());
          requireKnown(request.cloudHsmClusterId());
          return record.with(
              request.newCustomKeyStoreName(),
              request.cloudHsmClusterId(),
              request.keyStorePassword() == null
                  ? null
                  : request.keyStorePassword().getBytes(StandardCharsets.UTF_8));
        });
    return new UpdateCustomKeyStore.Response();
  }

  /** The connection is made at once; whether it worked is told by DescribeCustomKeyStores. */
  ConnectCustomKeyStore.Response connect(Call call, ConnectCustomKeyStore.Request request) {
    call.permit();
    AtomicReference<CustomKeys.Login> login = new AtomicReference<>();
    try {
      change(
          call,
          request.customKeyStoreId(),
          record -> {
            if (record.state() == ConnectionState.FAILED
                || record.state() == ConnectionState.DISCONNECTING) {
              throw invalidState(record, "must be disconnected first");
            }
            return record.state() == ConnectionState.CONNECTED
                ? record
                : connected(call.scope(), record, login);
          });
      // Only after the store knows: its change makes this process forget older logins.
      Optional.ofNullable(login.get()).ifPresent(CustomKeys.Login::keep);
    } finally {
      replace(login, null);
    }
    return new ConnectCustomKeyStore.Response();
  }

  private static void replace(AtomicReference<CustomKeys.Login> login, CustomKeys.Login another) {
    Optional.ofNullable(login.getAndSet(another)).ifPresent(CustomKeys.Login::close);
  }

  private KeyStoreRecord connected(
      Scope scope, KeyStoreRecord record, AtomicReference<CustomKeys.Login> login) {
    try {
      replace(login, tokens.connect(scope, record));
      return record.with(ConnectionState.CONNECTED, null);
    } catch (TokenException e) {
      replace(login, null);
      return record.with(
          ConnectionState.FAILED, ConnectionErrorCode.valueOf(e.connectionErrorCode()));
    }
  }

  DisconnectCustomKeyStore.Response disconnect(
      Call call, DisconnectCustomKeyStore.Request request) {
    call.permit();
    change(
        call,
        request.customKeyStoreId(),
        record -> {
          if (record.state() == ConnectionState.DISCONNECTED
              || record.state() == ConnectionState.DISCONNECTING) {
            throw invalidState(record, "is disconnected already");
          }
          return record.with(ConnectionState.DISCONNECTED, null);
        });
    tokens.drop(KeyStoreTable.id(call.scope(), request.customKeyStoreId()));
    return new DisconnectCustomKeyStore.Response();
  }

  DeleteCustomKeyStore.Response delete(Call call, DeleteCustomKeyStore.Request request) {
    call.permit();
    KeyLifecycle.retrying(
        () -> {
          Versioned<KeyStoreRecord> found = require(call.scope(), request.customKeyStoreId());
          Arrays.fill(found.value().pin(), (byte) 0);
          if (found.value().state() != ConnectionState.DISCONNECTED) {
            throw invalidState(found.value(), "must be disconnected first");
          }
          if (holdsKeys(call.scope(), request.customKeyStoreId())) {
            throw new KmsServiceException(
                ErrorCode.CUSTOM_KEY_STORE_HAS_CMKS,
                "Custom key store " + request.customKeyStoreId() + " still holds keys.");
          }
          table.delete(call.scope(), found);
          return null;
        });
    return new DeleteCustomKeyStore.Response();
  }

  private boolean holdsKeys(Scope scope, String keyStoreId) {
    Optional<KeyId> after = Optional.empty();
    List<KeyRecord> page;
    do {
      page = engine.table().keysAfter(scope, after, KEYS_AT_ONCE);
      if (page.stream().anyMatch(key -> keyStoreId.equals(key.customKeyStoreId()))) {
        return true;
      }
      after = page.isEmpty() ? after : Optional.of(new KeyId(page.get(page.size() - 1).keyId()));
    } while (page.size() == KEYS_AT_ONCE);
    return false;
  }

  private interface Editing {
    KeyStoreRecord to(KeyStoreRecord record);
  }

  private void change(Call call, String keyStoreId, Editing change) {
    KeyLifecycle.retrying(
        () -> {
          long edition = table.edition(call.scope());
          Versioned<KeyStoreRecord> found = require(call.scope(), keyStoreId);
          KeyStoreRecord next = found.value();
          try {
            next = change.to(found.value());
            if (next != found.value()) {
              if (isNamedAnew(found.value(), next)) {
                table.put(call.scope(), next, found.version(), edition);
              } else {
                table.put(call.scope(), next, found.version());
              }
            }
          } finally {
            Arrays.fill(found.value().pin(), (byte) 0);
            Arrays.fill(next.pin(), (byte) 0);
          }
          return null;
        });
  }

  private static boolean isNamedAnew(KeyStoreRecord before, KeyStoreRecord after) {
    return !before.name().equals(after.name()) || !before.clusterId().equals(after.clusterId());
  }

  private Versioned<KeyStoreRecord> require(Scope scope, String keyStoreId) {
    return table.find(scope, keyStoreId).orElseThrow(() -> notFound(keyStoreId));
  }

  private static KmsServiceException notFound(String what) {
    return new KmsServiceException(
        ErrorCode.CUSTOM_KEY_STORE_NOT_FOUND,
        "Custom key store " + dev.keyward.model.Quoted.of(what) + " does not exist.");
  }

  private static KmsServiceException invalidState(KeyStoreRecord record, String why) {
    return new KmsServiceException(
        ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
        "Custom key store " + record.keyStoreId() + " is " + record.state() + " and " + why + ".");
  }

  // The keys in them

  /** Makes the key in the token first: an orphan there is better than a key without material. */
  void createKey(Call call, KeyRecord key) {
    String keyStoreId = key.customKeyStoreId();
    if (key.origin() != KeyOrigin.AWS_CLOUDHSM) {
      throw KeyRules.unsupported("External key stores are not offered.");
    }
    KeyStoreTable.Connection connection =
        table.connection(call.scope(), keyStoreId).orElseThrow(() -> notFound(keyStoreId));
    if (!connection.isUp()) {
      throw new KmsServiceException(
          ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
          "Custom key store " + keyStoreId + " is not connected.");
    }
    tokens.create(key);
    call.notes("customKeyStoreId", keyStoreId);
  }

  void deleteKey(KeyRecord key) {
    if (key.customKeyStoreId() != null) {
      tokens.delete(key);
    }
  }

  boolean isConnected(KeyRecord key) {
    return table
        .connection(key.scope(), key.customKeyStoreId())
        .map(KeyStoreTable.Connection::isUp)
        .orElse(false);
  }

  /** Null for a key in no custom key store. */
  String clusterOf(KeyRecord key) {
    return key.customKeyStoreId() == null
        ? null
        : table
            .connection(key.scope(), key.customKeyStoreId())
            .map(KeyStoreTable.Connection::clusterId)
            .orElse(null);
  }

  void fillRandom(Scope scope, String keyStoreId, byte[] bytes) {
    KeyStoreTable.Connection connection =
        table.connection(scope, keyStoreId).orElseThrow(() -> notFound(keyStoreId));
    if (!connection.isUp()) {
      throw new KmsServiceException(
          ErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
          "Custom key store " + keyStoreId + " is not connected.");
    }
    byte[] made = tokens.randomBytes(scope, keyStoreId, bytes.length);
    System.arraycopy(made, 0, bytes, 0, bytes.length);
    Arrays.fill(made, (byte) 0);
  }

  @Override
  public byte[] encrypt(KeyRecord key, byte[] plaintext, byte[] associatedData) {
    return tokens.encrypt(key, plaintext, associatedData);
  }

  @Override
  public Optional<byte[]> decrypt(KeyRecord key, byte[] body, byte[] associatedData) {
    return tokens.decrypt(key, body, associatedData);
  }

  /** Any key store may have changed. */
  void forgetAll() {
    table.forgetAll();
    tokens.close();
  }

  /** A key store that another process changed: log out here too, and in again when it is used. */
  void forget(RecordId changed) {
    table.forget(changed);
    tokens.drop(changed);
  }

  @Override
  public void close() {
    tokens.close();
  }
}
