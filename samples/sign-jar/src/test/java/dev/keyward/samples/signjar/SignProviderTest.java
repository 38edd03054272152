package dev.keyward.samples.signjar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import dev.keyward.samples.harness.Programs.Outcome;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keyward.jar is signed by its script, and works as before. */
class SignProviderTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path temporary;
  private static Path keyStore;

  @BeforeAll
  static void makeKey() throws Exception {
    keyStore = temporary.resolve("signing.p12");
    Programs.plainKeytool(
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            "signer",
            "-dname",
            "CN=Signer",
            "-keystore",
            keyStore.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD)
        .assertSuccess();
  }

  private static Outcome sign(Path output, Path store) throws Exception {
    return Programs.script(
        "provider/tool/sign-provider.sh",
        java.util.Map.of("KEYSTORE_PASSWORD", PASSWORD),
        output.toString(),
        "signer",
        store.toString());
  }

  @Test
  void script_ownKey_signsEveryClassAndTheJarStillWorks() throws Exception {
    Path signed = temporary.resolve("signed.jar");
    assertThat(sign(signed, keyStore).assertSuccess().output()).contains("signed " + signed);
    try (JarFile jar = new JarFile(signed.toFile())) {
      JarEntry provider = jar.getJarEntry("dev/keyward/KeywardProvider.class");
      try (InputStream in = jar.getInputStream(provider)) {
        in.readAllBytes();
      }
      assertThat(provider.getCodeSigners()).hasSize(1);
    }
    Programs programs = Programs.in(Files.createDirectories(temporary.resolve("works")));
    Outcome made =
        Programs.run(
            programs.java(
                Programs.OVERLAY, "-jar", signed.toString(), "keys", "create", "--alias", "a"));
    assertThat(made.assertSuccess().output()).contains("Id ");
  }

  @Test
  void script_outputIsThere_isRefused() throws Exception {
    Path there = Files.writeString(temporary.resolve("there.jar"), "mine");
    assertThat(sign(there, keyStore).exitCode()).isEqualTo(1);
    assertThat(there).hasContent("mine");
  }

  @Test
  void script_wrongKeyStore_leavesNothing() throws Exception {
    Path output = temporary.resolve("never.jar");
    assertThat(sign(output, temporary.resolve("missing.p12")).exitCode()).isEqualTo(1);
    assertThat(output).doesNotExist();
    assertThat(temporary.resolve("never.jar.part")).doesNotExist();
  }
}
