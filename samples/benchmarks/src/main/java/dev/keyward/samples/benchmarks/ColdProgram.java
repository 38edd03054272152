package dev.keyward.samples.benchmarks;

import dev.keyward.model.KeySpec;
import dev.keyward.params.ManagedKeyParameterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;

/** What {@link ColdStart} runs in fresh JVMs. */
public final class ColdProgram {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private ColdProgram() {}

  /**
   * Does one thing.
   *
   * @param args {@code hello}; {@code prepare FILE}; {@code pkcs12 FILE}; {@code managed}
   * @throws Exception if it fails
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "hello" -> System.out.println("hello");
      case "prepare" -> prepare(args[1]);
      case "pkcs12" -> sign(pkcs12(args[1]));
      case "managed" -> sign(managed());
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void prepare(String file) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "Keyward");
    generator.initialize(ManagedKeyParameterSpec.of(KeySpec.ECC_NIST_P256).withAlias("cold"));
    generator.generateKeyPair();
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=cold",
                "-alias",
                "cold",
                "-keystore",
                file,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException("keytool failed");
    }
  }

  private static PrivateKey pkcs12(String file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      store.load(in, PASSWORD);
    }
    return (PrivateKey) store.getKey("cold", PASSWORD);
  }

  private static PrivateKey managed() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("KMS");
    store.load(null, null);
    return (PrivateKey) store.getKey("cold", null);
  }

  private static void sign(PrivateKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(new byte[100]);
    System.out.println(signature.sign().length > 0);
  }
}
