package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.samples.harness.Programs;
import dev.keyward.samples.harness.Programs.Outcome;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * keytool makes keys and certificates, the sample serves with them, curl and openssl believe it.
 */
class TlsServerTest {
  private static final int DEADLINE_SECONDS = 60;

  @TempDir static Path temporary;
  private static Programs programs;
  private static final Map<Kind, Process> SERVERS = new EnumMap<>(Kind.class);
  private static final Map<Kind, URI> URLS = new EnumMap<>(Kind.class);

  /** A key, the way keytool is told to make it, and the way the peers name it. */
  enum Kind {
    EC("-groupname", "secp256r1", "ECDSA"),
    RSA("-keysize", "2048", "RSA-PSS");

    final String option;
    final String value;
    final String signatureType;

    Kind(String option, String value, String signatureType) {
      this.option = option;
      this.value = value;
      this.signatureType = signatureType;
    }

    String alias() {
      return "web-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    Path certificate() {
      return temporary.resolve(alias() + ".pem");
    }
  }

  @BeforeAll
  static void startServers() throws Exception {
    programs = Programs.in(temporary);
    for (Kind kind : Kind.values()) {
      genkeypair(kind).assertSuccess();
      Files.copy(
          programs.home().resolve(".keyward/certificates/" + kind.alias() + ".pem"),
          kind.certificate());
      Process server = Programs.start(serverCommand(kind));
      SERVERS.put(kind, server);
      URLS.put(kind, URI.create(Programs.readUntil(server, "https://.*")));
    }
  }

  private static Outcome genkeypair(Kind kind) throws Exception {
    return programs.keytool(
        "-genkeypair",
        "-providername",
        "Keyward",
        "-keyalg",
        kind.name(),
        kind.option,
        kind.value,
        "-alias",
        kind.alias(),
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-keypass",
        "unused");
  }

  private static List<String> serverCommand(Kind kind) {
    String classes = new File(System.getProperty("basedir"), "target/classes").toString();
    String path = Programs.JAR + File.pathSeparator + classes;
    return programs.java(
        Programs.OVERLAY, "-cp", path, "dev.keyward.samples.tls.TlsServer", kind.alias());
  }

  @AfterAll
  static void stopServers() throws Exception {
    for (Process server : SERVERS.values()) {
      server.destroy();
      assertThat(server.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  static Stream<Arguments> handshakes() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of("1.3", "1.2").map(version -> Arguments.of(kind, version)));
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void server_curl_verifiesCertificateAndGetsAnswer(Kind kind, String version) throws Exception {
    assumeInstalled("curl", "--version");
    Outcome outcome =
        Programs.run(
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--noproxy",
                "*",
                "--max-time",
                "30",
                "--cacert",
                kind.certificate().toString(),
                "--tlsv" + version,
                "--tls-max",
                version,
                URLS.get(kind).toString()));

    assertThat(outcome.output()).startsWith("Hello over TLSv" + version);
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("handshakes")
  void server_openssl_verifiesCertificateAndSignature(Kind kind, String version) throws Exception {
    assumeInstalled("openssl", "version");
    Outcome outcome =
        Programs.run(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + URLS.get(kind).getPort(),
                "-servername",
                "localhost",
                "-verify_hostname",
                "localhost",
                "-verify_return_error",
                "-CAfile",
                kind.certificate().toString(),
                "-tls" + version.replace('.', '_')));

    assertThat(outcome.output())
        .contains("Verify return code: 0 (ok)", "Peer signature type: " + kind.signatureType)
        .containsPattern("New, TLSv" + version + ", Cipher is ");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void script_newKey_servesUnderTheCertificateItExported() throws Exception {
    assumeInstalled("curl", "--version");
    Process server = programs.script("samples/tls-server/run.sh", "scripted");
    try {
      String url = Programs.readUntil(server, "https://.*");
      Path certificate = Path.of(System.getProperty("basedir"), "target", "scripted.pem");
      Outcome outcome =
          Programs.run(
              List.of("curl", "-sS", "--noproxy", "*", "--cacert", certificate.toString(), url));
      assertThat(outcome.assertSuccess().output()).startsWith("Hello over TLSv1.3");
    } finally {
      server.destroy();
      assertThat(server.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void keytool_list_showsTheKeysThatKeytoolMade() throws Exception {
    Outcome outcome = programs.keytool("-list").assertSuccess();

    assertThat(outcome.output())
        .contains("Keystore type: KMS", "Keystore provider: Keyward", " entries")
        .containsPattern("(?m)^web-ec, .*, PrivateKeyEntry,")
        .containsPattern("(?m)^web-rsa, .*, PrivateKeyEntry,");
  }

  private static void assumeInstalled(String program, String argument) throws Exception {
    boolean installed;
    try {
      installed = Programs.run(List.of(program, argument)).exitCode() == 0;
    } catch (IOException e) {
      installed = false;
    }
    assumeTrue(installed, program + " is not installed: this peer was not tried");
  }
}
