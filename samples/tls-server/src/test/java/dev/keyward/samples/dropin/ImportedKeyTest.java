package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.samples.harness.Programs;
import dev.keyward.samples.harness.Programs.Outcome;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * keytool moves an EC and an RSA key from a PKCS12 file into the key service; from then on TLS is
 * served with them, and the file is not needed any more.
 */
class ImportedKeyTest {
  private static final int DEADLINE_SECONDS = 60;
  private static final String PASSWORD = "changeit";

  @TempDir static Path temporary;
  private static Programs programs;
  private static Path pkcs12;

  @BeforeAll
  static void importKeys() throws Exception {
    programs = Programs.in(temporary);
    pkcs12 = temporary.resolve("software.p12");
    genkeypair("own-ec", "EC", "-groupname", "secp256r1");
    genkeypair("own-rsa", "RSA", "-keysize", "2048");

    assertThat(importKeyStore().output()).contains("import=true", "-Dkeyward.import=true");
    assertThat(importKeyStore("-J-Dkeyward.import=true").assertSuccess().output())
        .contains("2 entries successfully imported");
  }

  private static void genkeypair(String alias, String algorithm, String option, String value)
      throws Exception {
    Programs.plainKeytool(
            "-genkeypair",
            "-keyalg",
            algorithm,
            option,
            value,
            "-alias",
            alias,
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-keystore",
            pkcs12.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD)
        .assertSuccess();
  }

  private static Outcome importKeyStore(String... options) throws Exception {
    List<String> all = new ArrayList<>();
    all.add("-J-Duser.home=" + programs.home());
    all.add("-J-Djava.security.properties=" + Programs.OVERLAY);
    all.add("-J--module-path=" + Programs.JAR);
    all.addAll(List.of(options));
    all.addAll(List.of("-importkeystore", "-noprompt", "-srcstoretype", "PKCS12"));
    all.addAll(List.of("-srckeystore", pkcs12.toString(), "-srcstorepass", PASSWORD));
    all.addAll(List.of("-destkeystore", "NONE", "-deststoretype", "KMS"));
    all.addAll(List.of("-deststorepass", "unused"));
    return Programs.plainKeytool(all.toArray(String[]::new));
  }

  @Test
  void list_showsTheImportedKeys() throws Exception {
    assertThat(programs.keytool("-list").assertSuccess().output())
        .containsPattern("(?m)^own-ec, .*, PrivateKeyEntry,")
        .containsPattern("(?m)^own-rsa, .*, PrivateKeyEntry,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"own-ec", "own-rsa"})
  void exportcert_isTheCertificateOfTheFile(String alias) throws Exception {
    Path exported = temporary.resolve(alias + ".exported.pem");

    programs
        .keytool("-exportcert", "-rfc", "-alias", alias, "-file", exported.toString())
        .assertSuccess();

    assertThat(certificate(exported)).isEqualTo(certificateOfFile(alias));
  }

  @ParameterizedTest
  @ValueSource(strings = {"own-ec", "own-rsa"})
  void describe_saysThatTheMaterialIsExternal(String alias) {
    assertThat(programs.tool("keys", "describe", "alias/" + alias, "--json"))
        .contains("\"Origin\" : \"EXTERNAL\"", "\"KeyUsage\" : \"SIGN_VERIFY\"");
  }

  @ParameterizedTest
  @CsvSource({"own-ec, TLSv1.3", "own-ec, TLSv1.2", "own-rsa, TLSv1.3", "own-rsa, TLSv1.2"})
  void server_importedKey_answersOverTls(String alias, String protocol) throws Exception {
    Process server = Programs.start(serverCommand(alias));
    try {
      URI url = URI.create(Programs.readUntil(server, "https://.*"));
      assertThat(get(url, alias, protocol)).startsWith("Hello over " + protocol);
    } finally {
      server.destroy();
      assertThat(server.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static List<String> serverCommand(String alias) {
    String classes = new File(System.getProperty("basedir"), "target/classes").toString();
    String path = Programs.JAR + File.pathSeparator + classes;
    return programs.java(Programs.OVERLAY, "-cp", path, "dev.keyward.samples.tls.TlsServer", alias);
  }

  private static String get(URI url, String alias, String protocol) throws Exception {
    SSLParameters only = new SSLParameters();
    only.setProtocols(new String[] {protocol});
    HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(alias)).sslParameters(only).build();
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    assertThat(answer.sslSession().orElseThrow().getPeerCertificates())
        .startsWith(certificateOfFile(alias));
    return answer.body();
  }

  private static SSLContext trusting(String alias) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificateOfFile(alias));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate certificate(Path file) throws Exception {
    try (var in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static Certificate certificateOfFile(String alias) throws Exception {
    KeyStore file = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(pkcs12)) {
      file.load(in, PASSWORD.toCharArray());
    }
    return file.getCertificate(alias);
  }
}
