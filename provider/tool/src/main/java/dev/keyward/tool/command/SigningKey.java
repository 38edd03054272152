package dev.keyward.tool.command;

import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.Kms;
import dev.keyward.model.SigningAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import picocli.CommandLine.Option;

/** The options {@code --key} and {@code --algorithm} of {@code sign} and {@code verify}. */
final class SigningKey {
  private static final int PIECE_BYTES = 64 * 1024;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "Key id, key ARN, alias/NAME or alias ARN.")
  private String key;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description = "${COMPLETION-CANDIDATES} (default: the first that the key has).")
  private SigningAlgorithm algorithm;

  SigningKey() {}

  String key() {
    return key;
  }

  SigningAlgorithm algorithm(Kms kms) {
    if (algorithm != null) {
      return algorithm;
    }
    KeyMetadata found = kms.describeKey(DescribeKey.Request.of(key)).keyMetadata();
    List<SigningAlgorithm> offered = found.signingAlgorithms();
    if (offered == null || offered.isEmpty()) {
      throw new CommandFailure(
          "Key "
              + Shown.text(key)
              + " has usage "
              + found.keyUsage()
              + " and cannot sign. Use a SIGN_VERIFY key.");
    }
    return offered.get(0);
  }

  /** The digest, made here: files are longer than the 4,096 bytes a KMS hashes itself. */
  static byte[] digest(SigningAlgorithm algorithm, InputStream input)
      throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-" + algorithm.digestSizeBytes() * 8);
    byte[] piece = new byte[PIECE_BYTES];
    for (int read = input.read(piece); read >= 0; read = input.read(piece)) {
      digest.update(piece, 0, read);
    }
    return digest.digest();
  }
}
