package dev.keyward.embedded.store;

import dev.keyward.failure.StoreDamagedException;
import dev.keyward.jdk.JdkProvider;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals record versions: one byte format, 32 bytes salt, AES-256-GCM ciphertext and tag. The salt
 * gives each version a key of its own, so the nonce is constant. Bound to the seal are store id,
 * kind, id, parent, version and epoch. Thread-safe.
 */
final class RecordSeal {
  private static final byte FORMAT = 1;
  private static final int SALT_BYTES = 32;
  private static final int PREFIX_BYTES = 1 + SALT_BYTES;
  private static final int TAG_BYTES = 16;

  private final LiveRing ring;
  private final SecureRandom random;

  RecordSeal(LiveRing ring, SecureRandom random) {
    this.ring = ring;
    this.random = random;
  }

  SealedRow seal(Change.Put put) {
    return seal(put.id(), put.parent(), put.expectedVersion() + 1, put.content());
  }

  /** Seals the same version again, under the current epoch. */
  SealedRow renew(SealedRow row) {
    byte[] content = open(row).content();
    try {
      return seal(row.id(), row.parent(), row.version(), content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private SealedRow seal(RecordId id, Optional<String> parent, long version, byte[] content) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] sealed = new byte[PREFIX_BYTES + content.length + TAG_BYTES];
    sealed[0] = FORMAT;
    System.arraycopy(salt, 0, sealed, 1, SALT_BYTES);
    SealedRow row = new SealedRow(id, parent, version, ring.currentEpoch(), sealed);
    try {
      cipher(Cipher.ENCRYPT_MODE, row, salt)
          .doFinal(content, 0, content.length, sealed, PREFIX_BYTES);
      return row;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("cannot seal a record", e);
    }
  }

  StoredRecord open(SealedRow row) {
    byte[] sealed = row.sealed();
    if (sealed == null || sealed.length < PREFIX_BYTES + TAG_BYTES || sealed[0] != FORMAT) {
      throw damaged(row.id());
    }
    byte[] salt = Arrays.copyOfRange(sealed, 1, PREFIX_BYTES);
    try {
      byte[] content =
          cipher(Cipher.DECRYPT_MODE, row, salt)
              .doFinal(sealed, PREFIX_BYTES, sealed.length - PREFIX_BYTES);
      return new StoredRecord(row.id(), row.parent(), row.version(), content);
    } catch (GeneralSecurityException e) {
      throw damaged(row.id());
    }
  }

  static byte[] digest(byte[] sealed) {
    try {
      return MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance()).digest(sealed);
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }

  static StoreDamagedException damaged(RecordId id) {
    return new StoreDamagedException(
        "Record "
            + id
            + " is not what was committed: it was damaged or changed outside Keyward. Put the"
            + " store back from a backup.");
  }

  private Cipher cipher(int mode, SealedRow row, byte[] salt) throws GeneralSecurityException {
    byte[] key = ring.recordKey(row.epoch(), salt);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", JdkProvider.SUN_JCE.instance());
      cipher.init(
          mode,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, new byte[12]));
      cipher.updateAAD(associatedData(row));
      return cipher;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] associatedData(SealedRow row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      text(out, ring.storeId());
      text(out, row.id().kind().databaseName());
      text(out, row.id().id());
      out.writeBoolean(row.parent().isPresent());
      text(out, row.parent().orElse(""));
      out.writeLong(row.version());
      out.writeInt(row.epoch());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
