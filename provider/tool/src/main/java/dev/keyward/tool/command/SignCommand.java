package dev.keyward.tool.command;

import dev.keyward.kms.Kms;
import dev.keyward.kms.Sign;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyward sign}. */
@Command(
    name = "sign",
    description = "Signs a file or standard input; writes the raw signature.",
    mixinStandardHelpOptions = true)
final class SignCommand implements Callable<Integer> {
  @Mixin private KmsSession session;
  @Mixin private SigningKey key;
  @Mixin private InputOutput streams;

  SignCommand() {}

  @Override
  public Integer call() throws GeneralSecurityException, IOException {
    try (Kms kms = session.open()) {
      SigningAlgorithm algorithm = key.algorithm(kms);
      streams.<GeneralSecurityException>transfer(
          (in, out) -> {
            byte[] digest = SigningKey.digest(algorithm, in);
            Sign.Request request =
                Sign.Request.of(key.key(), digest, algorithm).withMessageType(MessageType.DIGEST);
            out.write(kms.sign(request).signature());
          });
    }
    return 0;
  }
}
