package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars as a repository would have them, and their dependencies, on both kinds of path. */
class PlainJarsTest {
  private static final String PROGRAM =
      """
      package program;

      import java.security.KeyStore;
      import java.security.Signature;
      import javax.crypto.Cipher;

      public class Main {
        public static void main(String[] arguments) throws Exception {
          KeyStore keys = KeyStore.getInstance("KMS");
          keys.load(null, null);
          Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
          cipher.init(Cipher.ENCRYPT_MODE, keys.getKey("data", null));
          int sealed = cipher.doFinal(new byte[10]).length;
          Signature signer = Signature.getInstance("SHA256withECDSA");
          signer.initSign((java.security.PrivateKey) keys.getKey("sign", null));
          int signed = signer.sign().length;
          System.out.println(Main.class.getModule().isNamed() + " " + (sealed > 10 && signed > 60)
              + " " + signer.getProvider().getClass().getModule().getName());
        }
      }
      """;

  @TempDir static Path temporary;
  private static Programs programs;
  private static Path classes;
  private static String jars;

  @BeforeAll
  static void compile() throws Exception {
    programs = Programs.in(temporary);
    programs.createKey("data");
    programs.createKey("sign", "--spec", "ECC_NIST_P256");
    classes = Files.createDirectories(temporary.resolve("classes"));
    Path source = Files.createDirectories(temporary.resolve("source"));
    Path main = Files.writeString(source.resolve("Main.java"), PROGRAM);
    Path module = Files.writeString(source.resolve("module-info.java"), "module program {}");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null, null, null, "-d", classes.toString(), main.toString(), module.toString()))
        .isZero();
    jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(PlainJarsTest::isPart)
            .collect(Collectors.joining(File.pathSeparator));
  }

  /** What an application gets that depends on the provider and both key services. */
  private static boolean isPart(String entry) {
    String name = Path.of(entry).getFileName().toString();
    return name.endsWith(".jar")
        && !name.endsWith("-tests.jar")
        && name.matches(
            "(keyward-(keystore-spi|provider|kms|embedded|remote)|bcprov|sqlite-jdbc|jackson-core"
                + "|httpclient5|httpcore5|httpcore5-h2|slf4j-api)-.*");
  }

  @Test
  void program_onModulePath_findsTheProviderWithoutRequiringIt() throws Exception {
    List<String> command =
        programs.java(
            Programs.OVERLAY,
            "--module-path",
            jars + File.pathSeparator + classes,
            "-m",
            "program/program.Main");
    assertThat(lastLine(command)).isEqualTo("true true dev.keyward.provider");
  }

  @Test
  void program_onClassPath_findsTheProvider() throws Exception {
    List<String> command =
        programs.java(Programs.OVERLAY, "-cp", jars + File.pathSeparator + classes, "program.Main");
    assertThat(lastLine(command)).isEqualTo("false true null");
  }

  /** What the database's native code makes a newer JDK say comes before. */
  private static String lastLine(List<String> command) throws Exception {
    List<String> lines = Programs.run(command).assertSuccess().output().strip().lines().toList();
    return lines.get(lines.size() - 1);
  }

  @Test
  void jars_all_haveADescriptorOfTheirOwn() {
    List<Path> paths = Stream.of(jars.split(File.pathSeparator)).map(Path::of).toList();
    assertThat(
            java.lang.module.ModuleFinder.of(paths.toArray(Path[]::new)).findAll().stream()
                .map(java.lang.module.ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("dev.keyward."))
                .filter(module -> !module.isAutomatic())
                .map(java.lang.module.ModuleDescriptor::name))
        .containsExactlyInAnyOrder(
            "dev.keyward.spi",
            "dev.keyward.provider",
            "dev.keyward.kms",
            "dev.keyward.embedded",
            "dev.keyward.remote");
  }
}
