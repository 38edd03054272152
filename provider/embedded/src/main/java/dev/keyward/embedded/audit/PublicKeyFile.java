package dev.keyward.embedded.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyward.embedded.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;

/** A public key in PEM (RFC 7468). */
final class PublicKeyFile {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----\n";
  private static final String END = "\n-----END PUBLIC KEY-----\n";
  private static final int MAX_BYTES = 4096;
  private static final int LINE = 64;

  private PublicKeyFile() {}

  static byte[] encode(PublicKey key) {
    Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return (BEGIN + encoder.encodeToString(key.getEncoded()) + END).getBytes(ISO_8859_1);
  }

  /** Reads a key; an unreadable one is an {@link IOException} too. */
  static PublicKey read(Path file) throws IOException {
    String text = new String(PrivateFiles.read(file, MAX_BYTES), ISO_8859_1);
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IOException("not a public key in PEM");
    }
    try {
      String base64 = text.substring(BEGIN.length(), text.length() - END.length());
      return CheckpointKeys.publicKey(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException | InvalidKeySpecException e) {
      throw new IOException("not an Ed25519 public key", e);
    }
  }
}
