package dev.keyward.backend;

import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.secret.DataKey;
import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** Data keys of {@link InMemoryKeyBackend}: key id, IV, AES-256-GCM of the data key. */
final class InMemoryDataKeys {
  private static final int ID_BYTES = 36;
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private InMemoryDataKeys() {}

  static DataKey generate(InMemoryKey key, int sizeBytes, EncryptionContext context) {
    if (sizeBytes < 1 || sizeBytes > 1024) {
      throw new InvalidRequestException("A data key has 1 to 1024 bytes, got " + sizeBytes + ".");
    }
    byte[] plaintext = new byte[sizeBytes];
    new SecureRandom().nextBytes(plaintext);
    byte[] encrypted = encrypt(key, plaintext, context);
    return new DataKey(key.metadata().arn(), encrypted, SecretBytes.owning(plaintext));
  }

  static byte[] encrypt(InMemoryKey key, byte[] plaintext, EncryptionContext context) {
    byte[] iv = new byte[IV_BYTES];
    new SecureRandom().nextBytes(iv);
    byte[] id = key.metadata().arn().keyId().text().getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv, context).doFinal(plaintext);
      return ByteBuffer.allocate(ID_BYTES + IV_BYTES + sealed.length)
          .put(id)
          .put(iv)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyId keyIdOf(byte[] encrypted) {
    if (encrypted.length <= ID_BYTES + IV_BYTES + TAG_BYTES) {
      throw rejected();
    }
    try {
      return new KeyId(new String(encrypted, 0, ID_BYTES, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw rejected();
    }
  }

  static DataKey decrypt(InMemoryKey key, byte[] encrypted, EncryptionContext context) {
    byte[] iv = Arrays.copyOfRange(encrypted, ID_BYTES, ID_BYTES + IV_BYTES);
    int start = ID_BYTES + IV_BYTES;
    try {
      byte[] plaintext =
          cipher(Cipher.DECRYPT_MODE, key, iv, context)
              .doFinal(encrypted, start, encrypted.length - start);
      return new DataKey(key.metadata().arn(), encrypted, SecretBytes.owning(plaintext));
    } catch (GeneralSecurityException e) {
      throw rejected();
    }
  }

  private static Cipher cipher(int mode, InMemoryKey key, byte[] iv, EncryptionContext context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", JdkProvider.SUN_JCE.instance());
    cipher.init(mode, key.secret().orElseThrow(), new GCMParameterSpec(TAG_BYTES * 8, iv));
    cipher.updateAAD(context.canonicalBytes());
    return cipher;
  }

  private static CiphertextRejectedException rejected() {
    return new CiphertextRejectedException("The ciphertext was rejected.");
  }
}
