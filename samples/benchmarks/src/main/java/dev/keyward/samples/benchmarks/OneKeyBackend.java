package dev.keyward.samples.benchmarks;

import dev.keyward.backend.DataKeys;
import dev.keyward.backend.KeyBackend;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.handle.KeyHandles;
import dev.keyward.handle.SecretKeyHandle;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.DataKey;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A key service in memory for measuring what happens on our side of it. Its encrypted data keys are
 * mere names, as long as those of the KMS; it protects nothing.
 */
final class OneKeyBackend implements KeyBackend, DataKeys {
  private static final int ENCRYPTED_BYTES = 184;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, byte[]> dataKeys = new ConcurrentHashMap<>();
  private final KeyArn arn =
      new KeyArn(
          "aws", "eu-west-1", "111122223333", new KeyId("00000000-0000-4000-8000-000000000001"));

  SecretKeyHandle key() {
    return (SecretKeyHandle) KeyHandles.of(this, arn);
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public KeyMetadata describe(KeyReference key) {
    if (!key.equals(arn)) {
      throw new KeyNotFoundException("No key for " + key + ".");
    }
    return new KeyMetadata(
        arn,
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        KeyState.ENABLED,
        KeyOrigin.AWS_KMS,
        "",
        Instant.EPOCH,
        Optional.empty());
  }

  @Override
  public DataKey generateDataKey(KeyReference key, int sizeBytes, EncryptionContext context) {
    byte[] clear = new byte[sizeBytes];
    byte[] encrypted = new byte[ENCRYPTED_BYTES];
    random.nextBytes(clear);
    random.nextBytes(encrypted);
    dataKeys.put(Arrays.toString(encrypted), clear.clone());
    return new DataKey(arn, encrypted, SecretBytes.owning(clear));
  }

  @Override
  public DataKey decryptDataKey(
      Optional<KeyReference> expected, byte[] encrypted, EncryptionContext context) {
    return new DataKey(
        arn, encrypted, SecretBytes.copyOf(dataKeys.get(Arrays.toString(encrypted))));
  }

  @Override
  public void close() {
    dataKeys.clear();
  }
}
