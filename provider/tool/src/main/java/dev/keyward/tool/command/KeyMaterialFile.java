package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/** Key material as it lies in a file: raw bytes or DER as they are, PKCS #8 also as PEM. */
final class KeyMaterialFile {
  /** What fits into an import of the KMS API. */
  private static final int MAX_BYTES = 6144;

  private static final byte[] BEGIN = "-----BEGIN ".getBytes(US_ASCII);
  private static final byte[] BEGIN_PKCS8 = "-----BEGIN PRIVATE KEY-----".getBytes(US_ASCII);
  private static final byte[] END_PKCS8 = "-----END PRIVATE KEY-----".getBytes(US_ASCII);

  private KeyMaterialFile() {}

  static SecretBytes read(String file) throws IOException {
    byte[] bytes = InputFile.read(file, 2 * MAX_BYTES);
    if (!startsWith(bytes, BEGIN)) {
      return SecretBytes.owning(bytes);
    }
    try {
      return SecretBytes.owning(fromPem(file, bytes));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] fromPem(String file, byte[] pem) {
    int end = indexOf(pem, END_PKCS8);
    if (!startsWith(pem, BEGIN_PKCS8) || end < 0) {
      throw new CommandFailure(
          InputFile.named(file)
              + " is not an unencrypted PKCS #8 key. Make one of it with: openssl pkcs8 -topk8"
              + " -nocrypt");
    }
    byte[] body = Arrays.copyOfRange(pem, BEGIN_PKCS8.length, end);
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(InputFile.named(file) + " is not Base64 between its PEM lines.");
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
