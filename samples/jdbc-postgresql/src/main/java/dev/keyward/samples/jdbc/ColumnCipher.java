package dev.keyward.samples.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts the values of one column. Each is bound to its place (table, column, primary key) by
 * associated data: moved to another row it does not decrypt.
 *
 * <p>What is stored is the IV and the sealed message. The key service is asked once for many
 * values, because the provider caches data keys; the key may rotate at any time, and what was
 * written before stays readable.
 */
final class ColumnCipher {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Key key;
  private final String table;
  private final String column;

  /** The key is an alias in the key service. */
  ColumnCipher(String alias, String table, String column)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("KMS");
    keys.load(null, null);
    this.key = keys.getKey(alias, null);
    if (key == null) {
      throw new GeneralSecurityException("There is no key with the alias " + alias + ".");
    }
    this.table = table;
    this.column = column;
  }

  byte[] encrypt(long primaryKey, String value) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    cipher.updateAAD(place(primaryKey));
    byte[] sealed = cipher.doFinal(value.getBytes(UTF_8));
    return ByteBuffer.allocate(IV_BYTES + sealed.length).put(cipher.getIV()).put(sealed).array();
  }

  String decrypt(long primaryKey, byte[] stored) throws GeneralSecurityException {
    if (stored.length < IV_BYTES) {
      throw new GeneralSecurityException("The value is too short to be an encrypted one.");
    }
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, stored, 0, IV_BYTES));
    cipher.updateAAD(place(primaryKey));
    return new String(cipher.doFinal(stored, IV_BYTES, stored.length - IV_BYTES), UTF_8);
  }

  private byte[] place(long primaryKey) {
    return (table + '\0' + column + '\0' + primaryKey).getBytes(UTF_8);
  }
}
