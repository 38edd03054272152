package dev.keyward.doubles;

import dev.keyward.envelope.DataKeySource;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.secret.DataKey;
import dev.keyward.secret.SecretBytes;
import java.util.Optional;

/** A source that always answers the same data key, even to a foreign ciphertext. */
public final class FixedKeySource implements DataKeySource {
  private static final KeyArn KEY =
      new KeyArn(
          "aws", "eu-west-1", "111122223333", new KeyId("00000000-0000-0000-0000-000000000001"));

  private final byte[] clear;
  private final byte[] encrypted;

  public FixedKeySource(byte[] clear, byte[] encrypted) {
    this.clear = clear.clone();
    this.encrypted = encrypted.clone();
  }

  @Override
  public Object owner() {
    return this;
  }

  @Override
  public KeyReference sealingKey() {
    return KEY;
  }

  @Override
  public Optional<KeyReference> openingKey() {
    return Optional.of(KEY);
  }

  @Override
  public long generation(KeyReference key) {
    return 0;
  }

  @Override
  public DataKey generate(EncryptionContext context) {
    return new DataKey(KEY, encrypted, SecretBytes.copyOf(clear));
  }

  @Override
  public DataKey open(byte[] ciphertext, EncryptionContext context) {
    return new DataKey(KEY, ciphertext, SecretBytes.copyOf(clear));
  }
}
