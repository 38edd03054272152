package dev.keyward.tool.command;

import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.Verify;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyward verify}. */
@Command(
    name = "verify",
    description = "Verifies a signature; exit code 1 if it is not valid.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final int MAX_SIGNATURE_BYTES = 6144;

  @Mixin private KmsSession session;
  @Mixin private SigningKey key;
  @Spec private CommandSpec command;

  @Option(
      names = "--in",
      defaultValue = "-",
      paramLabel = "FILE",
      description = "File that was signed (default: standard input).")
  private String in;

  @Option(
      names = "--signature",
      required = true,
      paramLabel = "FILE",
      description = "File with the raw signature.")
  private Path signature;

  VerifyCommand() {}

  @Override
  public Integer call() throws GeneralSecurityException, IOException {
    if (Files.size(signature) > MAX_SIGNATURE_BYTES) {
      throw new CommandFailure(
          "File " + Shown.text(signature.toString()) + " is too long for a signature.");
    }
    try (Kms kms = session.open();
        InputStream input = in.equals("-") ? System.in : Files.newInputStream(Path.of(in))) {
      SigningAlgorithm algorithm = key.algorithm(kms);
      byte[] digest = SigningKey.digest(algorithm, input);
      kms.verify(
          Verify.Request.of(key.key(), digest, Files.readAllBytes(signature), algorithm)
              .withMessageType(MessageType.DIGEST));
      command.commandLine().getOut().println("Valid signature of " + key.key());
      return 0;
    } catch (KmsServiceException e) {
      if (e.is(ErrorCode.KMS_INVALID_SIGNATURE)) {
        throw new CommandFailure("The signature is not valid.");
      }
      throw e;
    }
  }
}
