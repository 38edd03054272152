package dev.keyward.samples.signjar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keytool makes the key and what belongs to it, jarsigner signs; for each kind of key. */
class JarsignerTest {
  @TempDir static Path temporary;
  private static Programs programs;

  @BeforeAll
  static void makeStore() throws Exception {
    programs = Programs.in(temporary);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, -keyalg RSA -keysize 2048, RSA",
    "p256, -keyalg EC -groupname secp256r1, EC",
    "p384, -keyalg EC -groupname secp384r1, EC",
    "ed25519, -keyalg Ed25519, Ed25519"
  })
  void keytoolAndJarsigner_eachKindOfKey_workAndTheJdkVerifies(
      String alias, String kind, String shown) throws Exception {
    List<String> generate = new ArrayList<>(List.of("-genkeypair", "-providername", "Keyward"));
    generate.addAll(List.of(kind.split(" ")));
    generate.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-keypass", "unused"));
    generate.addAll(List.of("-ext", "KU=digitalSignature", "-ext", "EKU=codeSigning"));
    programs.keytool(generate.toArray(String[]::new)).assertSuccess();

    assertThat(programs.keytool("-list", "-v", "-alias", alias).assertSuccess().output())
        .contains("PrivateKeyEntry", "CN=" + alias)
        .containsPattern("Subject Public Key Algorithm: .*" + shown);
    Path request = temporary.resolve(alias + ".csr");
    programs.keytool("-certreq", "-alias", alias, "-file", request.toString()).assertSuccess();
    assertThat(
            Programs.plainKeytool("-printcertreq", "-file", request.toString())
                .assertSuccess()
                .output())
        .contains("CN=" + alias);

    Path jar = unsigned(alias);
    programs.jarsigner(jar, alias).assertSuccess();
    assertThat(verify(jar)).contains("jar verified");
    assertThat(signers(jar)).containsExactly("CN=" + alias);
    change(jar);
    assertThat(verify(jar)).doesNotContain("jar verified").contains("digest error");
  }

  private static Path unsigned(String alias) throws Exception {
    Path jar = temporary.resolve(alias + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry("text"));
      entries.write("what the program says".getBytes("US-ASCII"));
    }
    return jar;
  }

  private static void change(Path jar) throws Exception {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.writeString(zip.getPath("text"), "something else");
    }
  }

  private static String verify(Path jar) throws Exception {
    return Programs.jarsignerVerify(jar).output();
  }

  /** As a class loader reads it: what was read to its end has its signers. */
  private static List<String> signers(Path jar) throws Exception {
    try (InputStream in = Files.newInputStream(jar);
        JarInputStream entries = new JarInputStream(in, true)) {
      List<String> names = new ArrayList<>();
      for (JarEntry entry = entries.getNextJarEntry();
          entry != null;
          entry = entries.getNextJarEntry()) {
        entries.readAllBytes();
        if (entry.getName().equals("text")) {
          Certificate signer =
              entry.getCodeSigners()[0].getSignerCertPath().getCertificates().get(0);
          names.add(((X509Certificate) signer).getSubjectX500Principal().getName());
        }
      }
      return names;
    }
  }
}
