package dev.keyward.embedded.root;

import dev.keyward.failure.StoreDamagedException;
import dev.keyward.failure.StoreSealedException;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A root key of 32 bytes in memory.
 *
 * <p>A wrapped ring is a 32-byte salt, a 32-byte commitment to the root key under that salt, and
 * AES-256-GCM ciphertext with tag. The salt makes the encryption key fresh with each wrapping, so
 * its nonce is constant. The commitment tells a wrong root key from a damaged ring.
 */
final class LocalRootKey implements RootKey {
  static final int LENGTH = 32;
  private static final int SALT_BYTES = 32;
  private static final int COMMITMENT_BYTES = 32;
  private static final int TAG_BYTES = 16;
  private static final int PREFIX_BYTES = SALT_BYTES + COMMITMENT_BYTES;
  private static final byte[] WRAP_INFO = ascii("keyward root v1: wrap ring");
  private static final byte[] COMMIT_INFO = ascii("keyward root v1: commitment");

  private final SecretBytes key;
  private final String description;
  private final SecureRandom random;

  LocalRootKey(SecretBytes key, String description, SecureRandom random) {
    if (key.length() != LENGTH) {
      throw new IllegalArgumentException("a root key has 32 bytes, got " + key.length());
    }
    this.key = key;
    this.description = description;
    this.random = random;
  }

  @Override
  public byte[] wrap(SecretBytes content, byte[] header) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] prefix =
        ByteBuffer.allocate(PREFIX_BYTES).put(salt).put(derive(salt, COMMIT_INFO)).array();
    byte[] sealed =
        content.read(
            clear -> {
              try {
                return cipher(Cipher.ENCRYPT_MODE, salt, header, prefix).doFinal(clear);
              } catch (GeneralSecurityException e) {
                throw new ProviderException("cannot wrap the key ring", e);
              }
            });
    return ByteBuffer.allocate(prefix.length + sealed.length).put(prefix).put(sealed).array();
  }

  @Override
  public SecretBytes unwrap(byte[] wrapped, byte[] header) {
    if (wrapped.length < PREFIX_BYTES + TAG_BYTES) {
      throw new StoreDamagedException(
          "The key ring is cut short. Put it back from a backup of the store.");
    }
    byte[] prefix = Arrays.copyOf(wrapped, PREFIX_BYTES);
    byte[] salt = Arrays.copyOf(wrapped, SALT_BYTES);
    byte[] commitment = Arrays.copyOfRange(wrapped, SALT_BYTES, PREFIX_BYTES);
    if (!MessageDigest.isEqual(commitment, derive(salt, COMMIT_INFO))) {
      throw new StoreSealedException(
          "SEALED: wrong root key: the store was not made with "
              + description
              + ". Configure the root key it was made with.");
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, salt, header, prefix);
      return SecretBytes.owning(
          cipher.doFinal(wrapped, PREFIX_BYTES, wrapped.length - PREFIX_BYTES));
    } catch (AEADBadTagException e) {
      throw new StoreDamagedException(
          "The key ring was changed. Put it back from a backup of the store.");
    } catch (GeneralSecurityException e) {
      throw new ProviderException("cannot unwrap the key ring", e);
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "RootKey[" + description + "]";
  }

  private Cipher cipher(int mode, byte[] salt, byte[] header, byte[] prefix)
      throws GeneralSecurityException {
    byte[] wrappingKey = derive(salt, WRAP_INFO);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", JdkProvider.SUN_JCE.instance());
      cipher.init(
          mode,
          new SecretKeySpec(wrappingKey, "AES"),
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, new byte[12]));
      cipher.updateAAD(header);
      cipher.updateAAD(prefix);
      return cipher;
    } finally {
      Arrays.fill(wrappingKey, (byte) 0);
    }
  }

  private byte[] derive(byte[] salt, byte[] info) {
    return key.read(bytes -> Hkdf.derive(bytes, salt, info, LENGTH));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
