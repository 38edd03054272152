package dev.keyward.doubles;

import dev.keyward.backend.ChangeTracking;
import dev.keyward.backend.DataKeys;
import dev.keyward.backend.KeyBackend;
import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KmsException;
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
import dev.keyward.secret.DataKey;
import dev.keyward.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key service in memory, with counters and faults. Encrypted data keys are id ‖ IV ‖ GCM. */
public class MemoryBackend implements KeyBackend, DataKeys, ChangeTracking {
  private static final int ID_BYTES = 36;

  public final AtomicInteger generated = new AtomicInteger();
  public final AtomicInteger opened = new AtomicInteger();

  /** Every data key handed out, in clear, to look for traces of them. */
  public final List<byte[]> clearDataKeys = new CopyOnWriteArrayList<>();

  /** Thrown by the next calls while not null. */
  public volatile KmsException failure;

  /** Run inside each call. */
  public volatile Runnable duringCall = () -> {};

  private final SecureRandom random = new SecureRandom();
  private final Map<KeyId, byte[]> material = new ConcurrentHashMap<>();
  private final Map<KeyId, KeyMetadata> keys = new ConcurrentHashMap<>();
  private final Map<AliasName, KeyId> aliases = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  public KeyArn createKey() {
    return createKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);
  }

  public KeyArn createKey(KeySpec spec, KeyUsage usage) {
    KeyId id = new KeyId(UUID.randomUUID().toString());
    KeyArn arn = new KeyArn("aws", "eu-west-1", "111122223333", id);
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    material.put(id, bytes);
    put(
        new KeyMetadata(
            arn,
            spec,
            usage,
            KeyState.ENABLED,
            KeyOrigin.AWS_KMS,
            "",
            Instant.EPOCH,
            Optional.empty()));
    return arn;
  }

  public void setState(KeyArn arn, KeyState state) {
    KeyMetadata old = describe(arn);
    put(
        new KeyMetadata(
            arn,
            old.spec(),
            old.usage(),
            state,
            old.origin(),
            "",
            Instant.EPOCH,
            Optional.empty()));
  }

  public AliasName pointAlias(String name, KeyArn target) {
    AliasName alias = AliasName.ofShort(name);
    aliases.put(alias, target.keyId());
    changes.incrementAndGet();
    return alias;
  }

  private void put(KeyMetadata key) {
    keys.put(key.arn().keyId(), key);
    changes.incrementAndGet();
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public KeyMetadata describe(KeyReference reference) {
    KeyMetadata key = keys.get(resolve(reference));
    if (key == null) {
      throw new KeyNotFoundException("No key for " + reference + ".");
    }
    return key;
  }

  private KeyId resolve(KeyReference reference) {
    if (reference instanceof KeyId id) {
      return id;
    }
    if (reference instanceof KeyArn arn) {
      return arn.keyId();
    }
    AliasName alias =
        reference instanceof AliasArn aliasArn ? aliasArn.alias() : (AliasName) reference;
    return Optional.ofNullable(aliases.get(alias))
        .orElseThrow(() -> new KeyNotFoundException("No key for " + reference + "."));
  }

  @Override
  public long generation(KeyReference key) {
    return changes.get();
  }

  @Override
  public DataKey generateDataKey(KeyReference key, int sizeBytes, EncryptionContext context) {
    generated.incrementAndGet();
    KeyMetadata usable = use(key);
    byte[] clear = new byte[sizeBytes];
    random.nextBytes(clear);
    clearDataKeys.add(clear.clone());
    byte[] iv = new byte[12];
    random.nextBytes(iv);
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, usable.arn().keyId(), iv, context, clear);
    byte[] id = usable.arn().keyId().text().getBytes(StandardCharsets.US_ASCII);
    byte[] encrypted = Arrays.copyOf(id, id.length + iv.length + sealed.length);
    System.arraycopy(iv, 0, encrypted, id.length, iv.length);
    System.arraycopy(sealed, 0, encrypted, id.length + iv.length, sealed.length);
    return new DataKey(usable.arn(), encrypted, SecretBytes.owning(clear));
  }

  @Override
  public DataKey decryptDataKey(
      Optional<KeyReference> expected, byte[] encrypted, EncryptionContext context) {
    opened.incrementAndGet();
    KeyId id = idOf(encrypted);
    if (expected.isPresent() && !resolve(expected.get()).equals(id)) {
      throw new CiphertextRejectedException("another key");
    }
    KeyMetadata usable = use(id);
    byte[] iv = Arrays.copyOfRange(encrypted, ID_BYTES, ID_BYTES + 12);
    byte[] sealed = Arrays.copyOfRange(encrypted, ID_BYTES + 12, encrypted.length);
    byte[] clear = gcm(Cipher.DECRYPT_MODE, id, iv, context, sealed);
    return new DataKey(usable.arn(), encrypted, SecretBytes.owning(clear));
  }

  private KeyId idOf(byte[] encrypted) {
    if (encrypted.length > ID_BYTES + 12) {
      String text = new String(encrypted, 0, ID_BYTES, StandardCharsets.ISO_8859_1);
      for (KeyId id : keys.keySet()) {
        if (id.text().equals(text)) {
          return id;
        }
      }
    }
    throw new CiphertextRejectedException("not a ciphertext of this service");
  }

  private KeyMetadata use(KeyReference key) {
    duringCall.run();
    if (failure != null) {
      throw failure;
    }
    KeyMetadata found = describe(key);
    if (!found.state().isUsable()) {
      throw new KeyStateException(key + " is " + found.state().words() + ".");
    }
    return found;
  }

  private byte[] gcm(int mode, KeyId id, byte[] iv, EncryptionContext context, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
      cipher.init(mode, new SecretKeySpec(material.get(id), "AES"), new GCMParameterSpec(128, iv));
      cipher.updateAAD(context.canonicalBytes());
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new CiphertextRejectedException("changed, or another context");
    }
  }

  @Override
  public void close() {}
}
