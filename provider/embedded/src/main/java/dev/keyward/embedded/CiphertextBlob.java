package dev.keyward.embedded;

import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyReference.KeyId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The ciphertext format of symmetric keys. Private to this engine: everybody else treats it as
 * opaque.
 *
 * <pre>
 * 3 bytes   "KWB"
 * 1 byte    version, 1
 * 1 byte    kind of key id: 0 single-Region, 1 multi-Region
 * 16 bytes  key id
 * 32 bytes  key material id
 * rest      derivation nonce, ciphertext and tag, see {@link
 *           dev.keyward.embedded.material.SymmetricMaterial}
 * </pre>
 *
 * <p>The first 53 bytes and the canonical encryption context are the associated data. The Region is
 * not part of it, so that related multi-Region keys can read each other's ciphertexts.
 *
 * @param keyId the key
 * @param keyMaterialId the generation of its material, 64 hex digits
 * @param body nonce, ciphertext and tag
 */
record CiphertextBlob(KeyId keyId, String keyMaterialId, byte[] body) {
  private static final byte[] MAGIC = {'K', 'W', 'B', 1};
  private static final int KEY_ID_BYTES = 16;
  private static final int MATERIAL_ID_BYTES = 32;
  private static final int HEADER_BYTES = MAGIC.length + 1 + KEY_ID_BYTES + MATERIAL_ID_BYTES;

  /** Empty if the bytes are not of this format. */
  static Optional<CiphertextBlob> parse(byte[] blob) {
    if (blob.length <= HEADER_BYTES
        || !Arrays.equals(MAGIC, 0, MAGIC.length, blob, 0, MAGIC.length)) {
      return Optional.empty();
    }
    int kind = blob[MAGIC.length];
    if (kind != 0 && kind != 1) {
      return Optional.empty();
    }
    int at = MAGIC.length + 1;
    String id = HexFormat.of().formatHex(blob, at, at + KEY_ID_BYTES);
    at += KEY_ID_BYTES;
    String material = HexFormat.of().formatHex(blob, at, at + MATERIAL_ID_BYTES);
    KeyId keyId = new KeyId(kind == 1 ? "mrk-" + id : dashed(id));
    byte[] body = Arrays.copyOfRange(blob, HEADER_BYTES, blob.length);
    return Optional.of(new CiphertextBlob(keyId, material, body));
  }

  static byte[] header(KeyId keyId, String keyMaterialId) {
    boolean multiRegion = keyId.isMultiRegion();
    String hex = multiRegion ? keyId.text().substring(4) : keyId.text().replace("-", "");
    return ByteBuffer.allocate(HEADER_BYTES)
        .put(MAGIC)
        .put((byte) (multiRegion ? 1 : 0))
        .put(HexFormat.of().parseHex(hex))
        .put(HexFormat.of().parseHex(keyMaterialId))
        .array();
  }

  byte[] header() {
    return header(keyId, keyMaterialId);
  }

  static byte[] associatedData(byte[] header, EncryptionContext context) {
    byte[] canonical = context.canonicalBytes();
    byte[] data = Arrays.copyOf(header, header.length + canonical.length);
    System.arraycopy(canonical, 0, data, header.length, canonical.length);
    return data;
  }

  static byte[] join(byte[] header, byte[] body) {
    byte[] blob = Arrays.copyOf(header, header.length + body.length);
    System.arraycopy(body, 0, blob, header.length, body.length);
    return blob;
  }

  private static String dashed(String hex) {
    return hex.substring(0, 8)
        + '-'
        + hex.substring(8, 12)
        + '-'
        + hex.substring(12, 16)
        + '-'
        + hex.substring(16, 20)
        + '-'
        + hex.substring(20);
  }

  @Override
  public String toString() {
    return "CiphertextBlob[" + keyId + ", " + body.length + " bytes]";
  }
}
