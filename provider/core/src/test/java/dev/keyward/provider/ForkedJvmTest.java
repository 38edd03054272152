package dev.keyward.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Static registration through a {@code java.security} overlay, in JVMs of their own. */
class ForkedJvmTest {
  private static final int TIMEOUT_SECONDS = 120;

  @TempDir Path temporary;
  private String moreSecurityProperties = "";
  private List<String> moreOptions = List.of();

  /** Where the overlay puts us. */
  enum Position {
    FIRST,
    LAST
  }

  private record Outcome(int exitCode, String output, List<String> loadedClasses) {}

  @ParameterizedTest
  @EnumSource(Position.class)
  void ordinaryWork_isUndisturbedAndTouchesNothingOfOurs(Position position) throws Exception {
    Outcome outcome = run(position, "backend=in-memory-test", "ordinary");

    assertOk(outcome);
    if (position == Position.LAST) {
      assertThat(outcome.loadedClasses()).isEmpty();
    } else {
      assertThat(outcome.loadedClasses()).contains("dev.keyward.KeywardProvider");
      assertThat(outcome.loadedClasses())
          .as("the configuration is not read and no backend is looked for")
          .doesNotContain(
              "dev.keyward.config.Configuration",
              "dev.keyward.provider.BackendLocator",
              "dev.keyward.keystore.CertificateDirectory");
    }
    assertThat(temporary.resolve("home")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(Position.class)
  void tlsWithSoftwareKeys_isUndisturbed(Position position) throws Exception {
    Outcome outcome = run(position, "backend=in-memory-test", "tls");

    assertOk(outcome);
    assertThat(outcome.loadedClasses()).doesNotContain("dev.keyward.config.Configuration");
  }

  @ParameterizedTest
  @EnumSource(Position.class)
  void managedKey_worksWithoutNamingTheProvider(Position position) throws Exception {
    assertOk(run(position, "backend=in-memory-test", "managed"));
  }

  @ParameterizedTest
  @EnumSource(Position.class)
  void failedConfiguration_isContained(Position position) throws Exception {
    String missing = temporary.resolve("missing.properties").toString();

    assertOk(run(position, missing, "failed", missing));
  }

  @ParameterizedTest
  @EnumSource(Position.class)
  void firstUse_by64Threads_neverDeadlocks(Position position) throws Exception {
    assertOk(run(position, "backend=in-memory-test", "race"));
  }

  @ParameterizedTest
  @EnumSource(Position.class)
  void defaultSslContext_onKeyStoreNone_works(Position position) throws Exception {
    assertOk(run(position, "backend=in-memory-test", "default-tls"));
  }

  @Test
  void pssParametersBeforeTheKey_workIfWeArePreferred() throws Exception {
    moreSecurityProperties = "jdk.security.provider.preferred=Signature.RSASSA-PSS:Keyward\n";

    assertOk(run(Position.LAST, "backend=in-memory-test", "preferred"));
  }

  /** Its signatures cover 36 bytes of MD5 and SHA-1, or are SHA1withECDSA: no KMS makes them. */
  @ParameterizedTest
  @EnumSource(Position.class)
  void tls11_allowedByTheJvm_failsWithAManagedKeyOnly(Position position) throws Exception {
    moreSecurityProperties = "jdk.tls.disabledAlgorithms=\n";
    moreOptions = List.of("-Dkeyward.certificates=" + temporary.toRealPath().resolve("pem"));

    assertOk(run(position, "backend=in-memory-test", "old-tls"));
  }

  /** JSSE opens the list of authorities with the default type too, and we refuse the file. */
  @Test
  void defaultTypeKms_trustStoreTypeNotSaid_failsAloudInsteadOfTrustingNobody() throws Exception {
    moreSecurityProperties = "keystore.type=KMS\n";

    assertOk(run(Position.LAST, "backend=in-memory-test", "default-type", "refused"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void defaultTypeKms_trustStoreTypeSaid_clientTrustsTheAuthoritiesOfTheJdk(String type)
      throws Exception {
    moreSecurityProperties = "keystore.type=KMS\n";
    moreOptions = List.of("-Djavax.net.ssl.trustStoreType=" + type);

    assertOk(run(Position.LAST, "backend=in-memory-test", "default-type", "trusts"));
  }

  /** Without a line in {@code java.security}, as the documentation of keytool has it. */
  @Test
  void keytool_providerClass_findsUs() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-Dkeyward.certificates=" + temporary.toRealPath().resolve("certificates"));
    command.addAll(List.of("-J-cp", "-J" + classPath(), "-list"));
    command.addAll(List.of("-providerclass", "dev.keyward.KeywardProvider"));
    command.addAll(List.of("-providerarg", "backend=in-memory-test"));
    command.addAll(List.of("-keystore", "NONE", "-storetype", "KMS", "-storepass", "unused"));
    Outcome outcome = run(command);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("Keystore type: KMS", "Keystore provider: Keyward");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC -groupname secp256r1", "EC -keysize 384", "RSA -keysize 2048"})
  void keytool_genkeypairThroughUs_storesKeyAndCertificate(String kind) throws Exception {
    Path certificates = temporary.toRealPath().resolve("certificates");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-Djava.security.properties=" + overlay(Position.LAST, "backend=in-memory-test"));
    command.add("-J-Dkeyward.certificates=" + certificates);
    command.add("-J-cp");
    command.add("-J" + classPath());
    command.addAll(List.of("-genkeypair", "-keyalg"));
    command.addAll(List.of(kind.split(" ")));
    command.addAll(List.of("-providername", "Keyward", "-keystore", "NONE", "-storetype", "KMS"));
    command.addAll(List.of("-storepass", "unused", "-keypass", "unused"));
    command.addAll(List.of("-alias", "web", "-dname", "CN=localhost"));
    Outcome outcome = run(command);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(certificates.resolve("web.pem"))
        .content()
        .startsWith("# key arn:aws:kms:")
        .contains("-----BEGIN CERTIFICATE-----");
  }

  @Tag("nightly")
  @ParameterizedTest
  @EnumSource(Position.class)
  void firstUse_inFiftyJvms_neverDeadlocks(Position position) throws Exception {
    for (int i = 0; i < 50; i++) {
      assertOk(run(position, "backend=in-memory-test", "race"));
    }
  }

  private static void assertOk(Outcome outcome) {
    assertThat(outcome.output()).endsWith("OK\n");
    assertThat(outcome.exitCode()).isZero();
  }

  private Outcome run(Position position, String argument, String... probe) throws Exception {
    Path classLog = temporary.resolve("classes.log");
    Files.deleteIfExists(classLog);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load=info:file=" + classLog);
    command.add("-Djava.security.properties=" + overlay(position, argument));
    command.add("-Duser.home=" + temporary.resolve("home"));
    command.addAll(moreOptions);
    command.add("-cp");
    command.add(classPath());
    command.add("dev.keyward.provider.ForkedProbe");
    command.addAll(List.of(probe));
    Outcome outcome = run(command);
    return new Outcome(outcome.exitCode(), outcome.output(), ourClasses(classLog));
  }

  private Outcome run(List<String> command) throws Exception {
    Path output = temporary.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the JVM did not end: " + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output), List.of());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Adds a line at the end, or writes all lines again with us first. */
  private Path overlay(Position position, String argument) throws IOException {
    List<String> providers = new ArrayList<>();
    for (int i = 1; Security.getProperty("security.provider." + i) != null; i++) {
      providers.add(Security.getProperty("security.provider." + i));
    }
    providers.add(position == Position.FIRST ? 0 : providers.size(), "Keyward " + argument);
    StringBuilder text = new StringBuilder(moreSecurityProperties);
    for (int i = 0; i < providers.size(); i++) {
      text.append("security.provider.").append(i + 1).append('=').append(providers.get(i));
      text.append('\n');
    }
    return Files.writeString(temporary.resolve("overlay.security"), text);
  }

  private static List<String> ourClasses(Path classLog) throws IOException {
    try (Stream<String> lines = Files.lines(classLog)) {
      return lines
          .map(line -> line.replaceFirst("^(\\[[^]]*\\])+ ", "").split(" ")[0])
          .filter(name -> name.startsWith("dev.keyward."))
          .filter(name -> !name.matches(".*(ForkedProbe|TlsPair|TestCertificates).*"))
          .toList();
    }
  }
}
