package dev.keyward.samples.benchmarks;

import dev.keyward.KeywardProvider;
import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** Keys of a real embedded store in a temporary home, which is deleted when the JVM ends. */
final class ManagedKeys {
  private static final Provider PROVIDER = open();

  private ManagedKeys() {}

  private static Provider open() {
    try {
      Path home = Files.createTempDirectory("keyward-benchmark");
      System.setProperty("user.home", home.toString());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
      String shared = System.getProperty("benchmark.messages-per-key", "1");
      return new KeywardProvider().configure("cache.messages-per-key=" + shared);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path home) {
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      System.err.println("left behind: " + home);
    }
  }

  static Provider provider() {
    return PROVIDER;
  }

  static SecretKey aes() throws GeneralSecurityException {
    KeyGenerator generator = KeyGenerator.getInstance("AES", PROVIDER);
    generator.init(ManagedKeyParameterSpec.of(KeySpec.SYMMETRIC_DEFAULT));
    return generator.generateKey();
  }

  static PrivateKey pair(String algorithm, KeySpec spec) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, PROVIDER);
    generator.initialize(ManagedKeyParameterSpec.of(spec));
    return generator.generateKeyPair().getPrivate();
  }
}
