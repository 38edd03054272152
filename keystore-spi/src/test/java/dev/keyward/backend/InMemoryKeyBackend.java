package dev.keyward.backend;

import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeyUsageException;
import dev.keyward.failure.KmsException;
import dev.keyward.failure.KmsException.Details;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.model.AliasEntry;
import dev.keyward.model.EncryptionAlgorithm;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.DataKey;
import dev.keyward.secret.SecretBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A key service in the heap, with every capability: what tests of the JCA side talk to. */
public final class InMemoryKeyBackend
    implements KeyBackend,
        KeyDirectory,
        PublicKeys,
        Signs,
        Verifies,
        Encrypts,
        Macs,
        Agrees,
        Encapsulates,
        RandomBytes,
        DataKeys,
        KeyAdministration,
        KeyImport,
        ChangeTracking {
  private static final String PARTITION = "aws";
  private static final String REGION = "eu-west-1";
  private static final String ACCOUNT = "111122223333";

  private final Map<KeyId, InMemoryKey> keys = new ConcurrentHashMap<>();
  private final NavigableMap<String, Target> aliases = new TreeMap<>();
  private final AtomicInteger describeCalls = new AtomicInteger();
  private final AtomicInteger publicKeyCalls = new AtomicInteger();
  private final AtomicInteger listCalls = new AtomicInteger();
  private final AtomicInteger cryptographicCalls = new AtomicInteger();
  private final Map<KeyId, KmsException> refusals = new ConcurrentHashMap<>();
  private long changes = 1;
  private volatile KmsException nextFailure;

  private record Target(KeyId key, Instant updated, long changedAt) {}

  /** Makes every following call of a cryptographic operation fail; null to work again. */
  public void failWith(KmsException failure) {
    nextFailure = failure;
  }

  /** Makes every following call that names the key fail: describing it and using it. */
  public void refuse(KeyId key, KmsException refusal) {
    refusals.put(key, refusal);
  }

  /** How often {@link #describe} was called. */
  public int describeCalls() {
    return describeCalls.get();
  }

  /** How often {@link #publicKey} was called. */
  public int publicKeyCalls() {
    return publicKeyCalls.get();
  }

  /** How often {@link #aliases} was called. */
  public int listCalls() {
    return listCalls.get();
  }

  /** How many cryptographic operations were asked for. */
  public int cryptographicCalls() {
    return cryptographicCalls.get();
  }

  /** Every key there is. */
  public List<KeyMetadata> keys() {
    return keys.values().stream().map(InMemoryKey::metadata).toList();
  }

  /** Switches a key off. */
  public synchronized void disable(KeyId key) {
    changeState(known(key), KeyState.DISABLED);
  }

  /** Switches a key on again. */
  public synchronized void enable(KeyId key) {
    changeState(known(key), KeyState.ENABLED);
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public KeyMetadata describe(KeyReference reference) {
    describeCalls.incrementAndGet();
    InMemoryKey key = find(reference);
    requireAllowed(key);
    return key.metadata();
  }

  @Override
  public synchronized Page<AliasEntry> aliases(Optional<String> marker, int limit) {
    listCalls.incrementAndGet();
    List<AliasEntry> page = new ArrayList<>();
    Map<String, Target> rest = marker.isPresent() ? aliases.tailMap(marker.get(), false) : aliases;
    for (Map.Entry<String, Target> entry : rest.entrySet()) {
      if (page.size() == limit) {
        return new Page<>(page, Optional.of(page.get(limit - 1).name().text()));
      }
      Optional<Instant> updated = Optional.of(entry.getValue().updated());
      page.add(
          new AliasEntry(
              new AliasName(entry.getKey()),
              Optional.of(entry.getValue().key()),
              updated,
              updated));
    }
    return new Page<>(page, Optional.empty());
  }

  @Override
  public synchronized KeyMetadata createKey(NewKey request) {
    KeyMetadata metadata = newMetadata(request, KeyOrigin.AWS_KMS);
    keys.put(metadata.arn().keyId(), InMemoryKey.generate(metadata, changes++));
    return metadata;
  }

  @Override
  public synchronized KeyMetadata importKey(NewKey request, SecretBytes material) {
    KeyMetadata metadata = newMetadata(request, KeyOrigin.EXTERNAL);
    InMemoryKey key = material.read(bytes -> InMemoryImport.key(metadata, bytes, changes++));
    keys.put(metadata.arn().keyId(), key);
    return metadata;
  }

  private static KeyMetadata newMetadata(NewKey request, KeyOrigin origin) {
    KeyArn arn = new KeyArn(PARTITION, REGION, ACCOUNT, new KeyId(UUID.randomUUID().toString()));
    return new KeyMetadata(
        arn,
        request.spec(),
        request.usage(),
        KeyState.ENABLED,
        origin,
        request.description(),
        Instant.now(),
        Optional.empty());
  }

  @Override
  public synchronized void putAlias(AliasName alias, KeyId target) {
    if (alias.isReserved()) {
      throw new InvalidRequestException(
          Details.of("NotAuthorizedException", "Alias " + alias + " is reserved."));
    }
    known(target);
    aliases.put(alias.text(), new Target(target, Instant.now(), changes++));
  }

  @Override
  public synchronized void deleteAlias(AliasName alias) {
    if (aliases.remove(alias.text()) == null) {
      throw new KeyNotFoundException("Alias " + alias + " is not found.");
    }
  }

  @Override
  public synchronized Instant scheduleDeletion(KeyId id, int days) {
    if (days < 7 || days > 30) {
      throw new InvalidRequestException("The waiting period is 7 to 30 days, got " + days + ".");
    }
    InMemoryKey key = known(id);
    Instant end = Instant.now().plus(Duration.ofDays(days));
    keys.put(id, key.with(KeyState.PENDING_DELETION, Optional.of(end), changes++));
    return end;
  }

  @Override
  public synchronized long generation(KeyReference reference) {
    try {
      long ofKey = find(reference).changedAt();
      Target alias = aliases.get(aliasText(reference).orElse(""));
      return alias == null ? ofKey : Math.max(ofKey, alias.changedAt());
    } catch (KeyNotFoundException e) {
      return -1;
    }
  }

  @Override
  public ManagedPublicKey publicKey(KeyReference reference) {
    publicKeyCalls.incrementAndGet();
    InMemoryKey key = usable(reference);
    KeyMetadata metadata = key.metadata();
    if (!metadata.spec().isKeyPair()) {
      throw new KeyUsageException("Key " + reference + " has no public key.");
    }
    return new ManagedPublicKey(
        metadata.arn(), metadata.spec(), metadata.usage(), key.pair().getPublic().getEncoded());
  }

  @Override
  public byte[] sign(
      KeyReference reference, SigningAlgorithm algorithm, MessageType type, byte[] message) {
    InMemoryKey key = usable(reference, KeyUsage.SIGN_VERIFY);
    if (!algorithm.fits(key.metadata().spec())) {
      throw new KeyUsageException("Key " + reference + " cannot sign with " + algorithm + ".");
    }
    return InMemorySigning.sign(key.pair().getPrivate(), algorithm, type, message);
  }

  @Override
  public boolean verify(
      KeyReference reference,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature) {
    InMemoryKey key = usable(reference, KeyUsage.SIGN_VERIFY);
    return InMemorySigning.verify(key.pair().getPublic(), algorithm, type, message, signature);
  }

  @Override
  public byte[] encrypt(
      KeyReference reference,
      EncryptionAlgorithm algorithm,
      byte[] plaintext,
      EncryptionContext context) {
    if (plaintext.length < 1 || plaintext.length > 4096) {
      throw new InvalidRequestException("A plaintext has 1 to 4096 bytes.");
    }
    InMemoryKey key = encryptionKey(reference, algorithm);
    return key.secret().isPresent()
        ? InMemoryDataKeys.encrypt(key, plaintext, context)
        : InMemoryEncryption.oaepEncrypt(key, algorithm, plaintext);
  }

  @Override
  public SecretBytes decrypt(
      Optional<KeyReference> expected,
      EncryptionAlgorithm algorithm,
      byte[] ciphertext,
      EncryptionContext context) {
    if (algorithm == EncryptionAlgorithm.SYMMETRIC_DEFAULT) {
      return decryptDataKey(expected, ciphertext, context).plaintext();
    }
    InMemoryKey key = encryptionKey(expected.orElseThrow(), algorithm);
    return InMemoryEncryption.oaepDecrypt(key, algorithm, ciphertext);
  }

  private InMemoryKey encryptionKey(KeyReference reference, EncryptionAlgorithm algorithm) {
    InMemoryKey key = usable(reference);
    KeyMetadata metadata = key.metadata();
    if (metadata.usage() != KeyUsage.ENCRYPT_DECRYPT || !algorithm.fits(metadata.spec())) {
      throw new KeyUsageException("Key " + reference + " cannot encrypt with " + algorithm + ".");
    }
    return key;
  }

  @Override
  public byte[] generateMac(KeyReference reference, KeySpec spec, byte[] message) {
    if (message.length < 1 || message.length > MAX_MESSAGE_BYTES) {
      throw new InvalidRequestException("A message has 1 to 4096 bytes.");
    }
    return InMemoryEncryption.mac(usable(reference, KeyUsage.GENERATE_VERIFY_MAC), message);
  }

  @Override
  public SecretBytes deriveSharedSecret(KeyReference reference, byte[] peerPublicKey) {
    return InMemoryEncryption.agree(usable(reference, KeyUsage.KEY_AGREEMENT), peerPublicKey);
  }

  @Override
  public Encapsulation encapsulate(KeyReference reference) {
    InMemoryKey key = usable(reference, KeyUsage.ENCAPSULATE_DECAPSULATE);
    return InMemoryLattices.encapsulate(key.pair().getPublic());
  }

  @Override
  public SecretBytes decapsulate(KeyReference reference, byte[] encapsulation) {
    InMemoryKey key = usable(reference, KeyUsage.ENCAPSULATE_DECAPSULATE);
    return InMemoryLattices.decapsulate(key.pair().getPrivate(), encapsulation);
  }

  @Override
  public SecretBytes randomBytes(int count) {
    cryptographicCalls.incrementAndGet();
    KmsException failure = nextFailure;
    if (failure != null) {
      throw failure;
    }
    if (count < 1 || count > MAX_BYTES) {
      throw new InvalidRequestException("1 to 1024 bytes, got " + count + ".");
    }
    byte[] bytes = new byte[count];
    JdkRandom.shared().nextBytes(bytes);
    return SecretBytes.owning(bytes);
  }

  @Override
  public DataKey generateDataKey(KeyReference reference, int sizeBytes, EncryptionContext context) {
    InMemoryKey key = usable(reference, KeyUsage.ENCRYPT_DECRYPT);
    return InMemoryDataKeys.generate(key, sizeBytes, context);
  }

  @Override
  public DataKey decryptDataKey(
      Optional<KeyReference> expected, byte[] encrypted, EncryptionContext context) {
    InMemoryKey key = keys.get(InMemoryDataKeys.keyIdOf(encrypted));
    if (key == null
        || expected.isPresent() && !find(expected.get()).metadata().equals(key.metadata())) {
      throw new CiphertextRejectedException("The ciphertext belongs to another key.");
    }
    return InMemoryDataKeys.decrypt(usable(key.metadata().arn()), encrypted, context);
  }

  @Override
  public void close() {
    keys.clear();
  }

  private InMemoryKey usable(KeyReference reference, KeyUsage usage) {
    InMemoryKey key = usable(reference);
    KeyUsage actual = key.metadata().usage();
    if (actual != usage || usage == KeyUsage.ENCRYPT_DECRYPT && key.secret().isEmpty()) {
      throw new KeyUsageException("Key " + reference + " has usage " + actual + ".");
    }
    return key;
  }

  private InMemoryKey usable(KeyReference reference) {
    cryptographicCalls.incrementAndGet();
    KmsException failure = nextFailure;
    if (failure != null) {
      throw failure;
    }
    InMemoryKey key = find(reference);
    requireAllowed(key);
    KeyState state = key.metadata().state();
    if (!state.isUsable()) {
      throw new KeyStateException(
          Details.of(
              state == KeyState.DISABLED ? "DisabledException" : KeyStateException.DEFAULT_CODE,
              "Cannot use key " + reference + ": the key is " + state.words() + "."));
    }
    return key;
  }

  private void requireAllowed(InMemoryKey key) {
    KmsException refusal = refusals.get(key.metadata().arn().keyId());
    if (refusal != null) {
      throw refusal;
    }
  }

  private synchronized InMemoryKey find(KeyReference reference) {
    Optional<String> alias = aliasText(reference);
    if (alias.isPresent()) {
      Target target = aliases.get(alias.get());
      if (target == null) {
        throw notFound(reference);
      }
      return known(target.key());
    }
    if (reference instanceof KeyArn arn) {
      InMemoryKey key = known(arn.keyId());
      if (!key.metadata().arn().equals(arn)) {
        throw notFound(reference);
      }
      return key;
    }
    return known((KeyId) reference);
  }

  private static Optional<String> aliasText(KeyReference reference) {
    if (reference instanceof AliasName name) {
      return Optional.of(name.text());
    }
    if (reference instanceof AliasArn arn) {
      boolean here = arn.region().equals(REGION) && arn.account().equals(ACCOUNT);
      return Optional.of(here ? arn.alias().text() : "");
    }
    return Optional.empty();
  }

  private InMemoryKey known(KeyId id) {
    InMemoryKey key = keys.get(id);
    if (key == null) {
      throw notFound(id);
    }
    return key;
  }

  private static KeyNotFoundException notFound(KeyReference reference) {
    return new KeyNotFoundException("No key for " + reference + " in " + REGION + ".");
  }

  private void changeState(InMemoryKey key, KeyState state) {
    keys.put(key.metadata().arn().keyId(), key.with(state, Optional.empty(), changes++));
  }
}
