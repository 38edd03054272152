package dev.keyward.tool.command;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyward encrypt}. */
@Command(
    name = "encrypt",
    description = "Encrypts a file or standard input under a data key of a managed key.",
    mixinStandardHelpOptions = true)
final class EncryptCommand implements Callable<Integer> {
  @Mixin private SealedFile file;

  EncryptCommand() {}

  @Override
  public Integer call() throws GeneralSecurityException, IOException {
    file.run(Cipher.ENCRYPT_MODE);
    return 0;
  }
}
