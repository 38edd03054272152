package dev.keyward.embedded.imports;

import dev.keyward.jdk.JdkProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.util.HexFormat;

/**
 * Names of imported symmetric key material: the same material imported into the same key again has
 * the same id, in another key it has another one.
 */
public final class KeyMaterialId {
  private static final byte[] DOMAIN =
      "keyward imported key material v1".getBytes(StandardCharsets.US_ASCII);

  private KeyMaterialId() {}

  /**
   * The id of imported material.
   *
   * @param keyId the key's id, not its ARN: related multi-Region keys share material and ids
   * @param material the raw key
   * @return 64 lower-case hex digits: SHA-256 over a domain string, the key id and the material,
   *     each with its length in front
   */
  public static String ofImported(String keyId, byte[] material) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256", JdkProvider.SUN.instance());
      update(digest, DOMAIN);
      update(digest, keyId.getBytes(StandardCharsets.UTF_8));
      update(digest, material);
      return HexFormat.of().formatHex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new ProviderException("the JDK has no SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(4).putInt(0, part.length));
    digest.update(part);
  }
}
