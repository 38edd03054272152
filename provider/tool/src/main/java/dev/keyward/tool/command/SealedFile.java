package dev.keyward.tool.command;

import dev.keyward.params.EnvelopeParameterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code encrypt} and {@code decrypt} share: a cipher on a key handle, found through the JCA.
 */
final class SealedFile {
  private static final int PIECE_BYTES = 64 * 1024;

  @Mixin private KmsSession session;
  @Mixin private InputOutput streams;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @Option(
      names = "--context",
      paramLabel = "NAME=VALUE",
      description = "A pair of the encryption context; may be repeated.")
  private Map<String, String> context = new LinkedHashMap<>();

  @Option(
      names = "--aad",
      paramLabel = "TEXT",
      description = "Associated data: the same is needed to decrypt. Not secret.")
  private String aad;

  SealedFile() {}

  void run(int mode) throws GeneralSecurityException, IOException {
    Cipher cipher = cipher(mode);
    streams.<GeneralSecurityException>transfer((in, out) -> pump(cipher, in, out));
  }

  private Cipher cipher(int mode) throws GeneralSecurityException, IOException {
    KeyNames.requireForm(key);
    Provider provider = session.provider();
    KeyStore store = KeyStore.getInstance("KMS", provider);
    store.load(null, null);
    Key handle = store.getKey(key, null);
    if (handle == null) {
      throw KeyNames.unknown(key);
    }
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(mode, handle, new EnvelopeParameterSpec(context));
    if (aad != null) {
      cipher.updateAAD(aad.getBytes(StandardCharsets.UTF_8));
    }
    return cipher;
  }

  private static void pump(Cipher cipher, InputStream in, OutputStream out)
      throws IOException, GeneralSecurityException {
    byte[] piece = new byte[PIECE_BYTES];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      byte[] done = cipher.update(piece, 0, read);
      if (done != null) {
        out.write(done);
      }
    }
    out.write(cipher.doFinal());
  }
}
