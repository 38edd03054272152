package dev.keyward.embedded.imports;

import dev.keyward.embedded.imports.ImportTokenException.Reason;
import dev.keyward.jdk.JdkProvider;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.secret.SecretBytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An import token: everything that the second call of an import needs of the first, sealed so that
 * only the key service can read it. Nothing is kept in the store until material arrives.
 *
 * <pre>
 * 4 bytes   "KWI" 1, the associated data
 * 12 bytes  IV
 * rest      AES-256-GCM ciphertext and 16-byte tag of: token id, key ARN, wrapping algorithm (each 2
 *           bytes length, UTF-8), expiry (8 bytes, milliseconds since 1970), wrapping key (PKCS #8)
 * </pre>
 *
 * <p>Owns the wrapping key; {@link #close()} zeroes it.
 *
 * @param tokenId names the token, so that an engine can refuse one that a newer one replaced
 * @param keyArn the key it is for
 * @param algorithm how material will be wrapped
 * @param validTo when it expires
 * @param wrappingKey private half of the wrapping key, DER PKCS #8
 */
public record ImportToken(
    String tokenId,
    String keyArn,
    WrappingAlgorithm algorithm,
    Instant validTo,
    SecretBytes wrappingKey)
    implements AutoCloseable {
  /** Longest sealed token. */
  public static final int MAX_BYTES = 6144;

  private static final byte[] MAGIC = {'K', 'W', 'I', 1};
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int FIXED_BYTES = 3 * 2 + 8;

  /**
   * Seals the token.
   *
   * @param sealingKey 32 bytes, the same at every call; still the caller's
   * @param random where the IV comes from
   * @return at most {@value #MAX_BYTES} bytes
   * @throws IllegalArgumentException if the parts are too long for a token
   */
  public byte[] seal(SecretBytes sealingKey, SecureRandom random) {
    byte[] plain = encode();
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      int size = MAGIC.length + IV_BYTES + plain.length + TAG_BYTES;
      if (size > MAX_BYTES) {
        throw new IllegalArgumentException("the parts of an import token are too long");
      }
      byte[] token = Arrays.copyOf(MAGIC, size);
      System.arraycopy(iv, 0, token, MAGIC.length, IV_BYTES);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, sealingKey, iv);
      cipher.doFinal(plain, 0, plain.length, token, MAGIC.length + IV_BYTES);
      return token;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("AES-GCM failed inside the JDK", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * Opens a sealed token.
   *
   * @param token any bytes
   * @param sealingKey the key it was sealed under; still the caller's
   * @param keyArn the key that material is to be imported into
   * @param now the time
   * @return the token; the caller closes it
   * @throws ImportTokenException if it is not a token for that key, or has expired
   */
  public static ImportToken open(byte[] token, SecretBytes sealingKey, String keyArn, Instant now)
      throws ImportTokenException {
    byte[] plain = decrypt(token, sealingKey);
    try {
      ImportToken opened = decode(plain);
      if (!opened.keyArn().equals(keyArn)) {
        opened.close();
        throw new ImportTokenException(Reason.INVALID);
      }
      if (!now.isBefore(opened.validTo())) {
        opened.close();
        throw new ImportTokenException(Reason.EXPIRED);
      }
      return opened;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static byte[] decrypt(byte[] token, SecretBytes sealingKey) throws ImportTokenException {
    int least = MAGIC.length + IV_BYTES + FIXED_BYTES + TAG_BYTES;
    if (token.length < least
        || token.length > MAX_BYTES
        || !Arrays.equals(MAGIC, 0, MAGIC.length, token, 0, MAGIC.length)) {
      throw new ImportTokenException(Reason.INVALID);
    }
    int from = MAGIC.length + IV_BYTES;
    try {
      byte[] iv = Arrays.copyOfRange(token, MAGIC.length, from);
      return cipher(Cipher.DECRYPT_MODE, sealingKey, iv).doFinal(token, from, token.length - from);
    } catch (GeneralSecurityException e) {
      throw new ImportTokenException(Reason.INVALID);
    }
  }

  private static Cipher cipher(int mode, SecretBytes sealingKey, byte[] iv)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", JdkProvider.SUN_JCE.instance());
    SecretKeySpec key = sealingKey.read(bytes -> new SecretKeySpec(bytes, "AES"));
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, iv));
    cipher.updateAAD(MAGIC);
    return cipher;
  }

  private byte[] encode() {
    byte[] id = tokenId.getBytes(StandardCharsets.UTF_8);
    byte[] arn = keyArn.getBytes(StandardCharsets.UTF_8);
    byte[] name = algorithm.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(
            FIXED_BYTES + id.length + arn.length + name.length + wrappingKey.length());
    for (byte[] text : new byte[][] {id, arn, name}) {
      out.putShort((short) text.length).put(text);
    }
    out.putLong(validTo.toEpochMilli());
    wrappingKey.use(out::put);
    return out.array();
  }

  private static ImportToken decode(byte[] plain) throws ImportTokenException {
    try {
      ByteBuffer in = ByteBuffer.wrap(plain);
      String id = text(in);
      String arn = text(in);
      WrappingAlgorithm algorithm = WrappingAlgorithm.valueOf(text(in));
      Instant validTo = Instant.ofEpochMilli(in.getLong());
      byte[] key = new byte[in.remaining()];
      in.get(key);
      return new ImportToken(id, arn, algorithm, validTo, SecretBytes.owning(key));
    } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
      // Authentic and yet unreadable: made by another version.
      throw new ImportTokenException(Reason.INVALID);
    }
  }

  private static String text(ByteBuffer in) {
    byte[] text = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    wrappingKey.close();
  }

  /** Names the token and the key, nothing secret. */
  @Override
  public String toString() {
    return "ImportToken[" + tokenId + ", " + keyArn + ", " + algorithm + ", " + validTo + "]";
  }
}
