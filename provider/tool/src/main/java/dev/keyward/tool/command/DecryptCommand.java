package dev.keyward.tool.command;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keyward decrypt}. */
@Command(
    name = "decrypt",
    description = {
      "Decrypts what encrypt, or Java code with AES/GCM/NoPadding on the key, sealed.",
      "Nothing is written before the whole message was found authentic."
    },
    mixinStandardHelpOptions = true)
final class DecryptCommand implements Callable<Integer> {
  @Mixin private SealedFile file;

  DecryptCommand() {}

  @Override
  public Integer call() throws GeneralSecurityException, IOException {
    file.run(Cipher.DECRYPT_MODE);
    return 0;
  }
}
