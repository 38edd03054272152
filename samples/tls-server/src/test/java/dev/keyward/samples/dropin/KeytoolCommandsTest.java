package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.KeywardProvider;
import dev.keyward.handle.KeyHandle;
import dev.keyward.samples.harness.Programs;
import dev.keyward.samples.harness.Programs.Outcome;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Every command of keytool that has to do with keys, on managed keys. */
class KeytoolCommandsTest {
  private static final String PASSWORD = "changeit";

  /** As documented; the answer to a question asked in time may arrive later. */
  private static final long RELOAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  @TempDir static Path temporary;
  private static Programs programs;
  private static Path authority;
  private static Path authorityCertificate;

  @BeforeAll
  static void makeAuthority() throws Exception {
    programs = Programs.in(temporary);
    authority = temporary.resolve("authority.p12");
    authorityCertificate = temporary.resolve("authority.pem");
    ofAuthority(
        "-genkeypair", "-keyalg", "EC", "-dname", "CN=Authority", "-ext", "bc:critical=ca:true");
    ofAuthority("-exportcert", "-rfc", "-file", authorityCertificate.toString());
  }

  private static void ofAuthority(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-alias", "ca", "-keystore", authority.toString()));
    all.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Programs.plainKeytool(all.toArray(String[]::new)).assertSuccess();
  }

  private static Outcome keytool(String alias, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-alias", alias));
    return programs.keytool(all.toArray(String[]::new));
  }

  private static void genkeypair(String alias) throws Exception {
    keytool(
            alias,
            "-genkeypair",
            "-providername",
            "Keyward",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=" + alias,
            "-keypass",
            "unused")
        .assertSuccess();
  }

  private static List<String> list() throws Exception {
    return programs.keytool("-list").assertSuccess().output().lines().toList();
  }

  private static String entry(String alias) throws Exception {
    return list().stream().filter(line -> line.startsWith(alias + ",")).findFirst().orElse("");
  }

  private static X509Certificate certificate(Path pem) throws Exception {
    byte[] text = Files.readAllBytes(pem);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(text));
  }

  @Test
  void certreq_signedByAnAuthority_isImportedWithItsChain() throws Exception {
    genkeypair("server");
    Path request = temporary.resolve("server.csr");
    Path reply = temporary.resolve("server.pem");
    keytool("server", "-certreq", "-file", request.toString(), "-keypass", "unused")
        .assertSuccess();
    ofAuthority("-gencert", "-rfc", "-infile", request.toString(), "-outfile", reply.toString());
    keytool("authority", "-importcert", "-noprompt", "-file", authorityCertificate.toString())
        .assertSuccess();
    assertThat(entry("authority")).contains("trustedCertEntry");

    keytool("server", "-importcert", "-file", reply.toString(), "-keypass", "unused")
        .assertSuccess();
    assertThat(keytool("server", "-list", "-v").assertSuccess().output())
        .contains("Certificate chain length: 2")
        .contains("Issuer: CN=Authority");
    certificate(reply).verify(certificate(authorityCertificate).getPublicKey());
  }

  @Test
  void importcert_certificateOfAnotherKey_isRefusedAndKeepsTheOldOne() throws Exception {
    genkeypair("kept");
    Outcome refused =
        keytool(
            "kept", "-importcert", "-file", authorityCertificate.toString(), "-keypass", "unused");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(keytool("kept", "-list", "-v").assertSuccess().output()).contains("Owner: CN=kept");
  }

  @Test
  void gencert_byAManagedAuthority_verifiesWithItsPublicKey() throws Exception {
    genkeypair("issuer");
    Path issuer = temporary.resolve("issuer.pem");
    Path request = temporary.resolve("foreign.csr");
    Path issued = temporary.resolve("foreign.pem");
    keytool("issuer", "-exportcert", "-rfc", "-file", issuer.toString()).assertSuccess();
    ofAuthority("-certreq", "-file", request.toString());
    keytool(
            "issuer",
            "-gencert",
            "-rfc",
            "-infile",
            request.toString(),
            "-outfile",
            issued.toString(),
            "-keypass",
            "unused")
        .assertSuccess();
    certificate(issued).verify(certificate(issuer).getPublicKey());
    assertThat(certificate(issued).getSubjectX500Principal().getName()).isEqualTo("CN=Authority");
  }

  @Test
  void changealias_thenDelete_movesAndRemovesTheEntry() throws Exception {
    genkeypair("old-name");
    keytool("old-name", "-changealias", "-destalias", "new-name", "-keypass", "unused")
        .assertSuccess();
    assertThat(entry("old-name")).isEmpty();
    assertThat(keytool("new-name", "-list", "-v").assertSuccess().output())
        .contains("Owner: CN=old-name");
    keytool("new-name", "-delete").assertSuccess();
    assertThat(entry("new-name")).isEmpty();
  }

  @Test
  void selfcert_afterGenkeypair_isVerified() throws Exception {
    genkeypair("renewed");
    keytool("renewed", "-selfcert", "-dname", "CN=again", "-keypass", "unused").assertSuccess();
    assertThat(keytool("renewed", "-list", "-v").assertSuccess().output())
        .contains("Owner: CN=again");
  }

  @Test
  void genseckey_importOff_isRefusedWithTheReason_andOn_isImported() throws Exception {
    Outcome refused = genseckey("secret");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("import=true");
    genseckey("secret", "-J-Dkeyward.import=true").assertSuccess();
    assertThat(entry("secret")).contains("SecretKeyEntry");
  }

  private static Outcome genseckey(String alias, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-genseckey", "-keyalg", "AES", "-keysize", "256", "-keypass", "unused"));
    return keytool(alias, all.toArray(String[]::new));
  }

  @Test
  void importpass_isRefusedWithTheReason() throws Exception {
    Outcome refused =
        programs.keytoolReading(
            "a-password\na-password\n",
            "-J-Dkeyward.import=true",
            "-importpass",
            "-alias",
            "password",
            "-keypass",
            "unused");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).contains("Cannot import \"password\"").contains("PBE");
    assertThat(entry("password")).isEmpty();
  }

  @Test
  void passwords_ofStoreAndKey_areAcceptedAndMeanNothing() throws Exception {
    genkeypair("guarded");
    programs.keytool("-storepasswd", "-new", "another").assertSuccess();
    keytool("guarded", "-keypasswd", "-keypass", "unused", "-new", "another").assertSuccess();
    assertThat(entry("guarded")).contains("PrivateKeyEntry");
  }

  /** A key of somebody else in the same account: its policy lets nobody look at it. */
  @Test
  void list_keyThatNobodyMayDescribe_isShownAmongTheOthers() throws Exception {
    genkeypair("shown");
    genkeypair("secluded");
    Path policy =
        Files.writeString(
            temporary.resolve("secluded.json"),
            "{\"Version\":\"2012-10-17\",\"Statement\":["
                + "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"},"
                + "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":[\"kms:DescribeKey\","
                + "\"kms:GetPublicKey\"],\"Resource\":\"*\"}]}");
    programs.tool("keys", "policy", "put", "alias/secluded", policy.toString());

    assertThat(entry("shown")).contains("PrivateKeyEntry");
    assertThat(entry("secluded")).isNotEmpty().doesNotContain("PrivateKeyEntry");
    assertThat(keytool("shown", "-list", "-v").assertSuccess().output()).contains("CN=shown");
    assertThat(programs.keytool("-list", "-v").assertSuccess().output()).contains("secluded");
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void keytool_whileAProgramHasTheStoreOpen_itsChangesAreSeenWithoutReloading() throws Exception {
    genkeypair("open");
    Path keyward = programs.home().resolve(".keyward");
    System.setProperty("keyward.home", keyward.toString());
    try (KeywardProvider provider =
        new KeywardProvider().configure(keyward.resolve("keyward.properties").toString())) {
      KeyStore open = KeyStore.getInstance("KMS", provider);
      open.load(null, null);
      assertThat(subject(open, "open")).isEqualTo("CN=open");
      Key first = open.getKey("open", null);

      keytool("open", "-selfcert", "-dname", "CN=renewed", "-keypass", "unused").assertSuccess();
      assertThat(subject(open, "open")).isEqualTo("CN=renewed");

      genkeypair("next");
      String next = ((KeyHandle) open.getKey("next", null)).arn().keyId().text();
      programs.tool("aliases", "update", "open", next);
      assertChangesWithinASecond(open, first);
      // The certificate was for the other key.
      assertThat(open.getCertificateChain("open")).isNull();
    } finally {
      System.clearProperty("keyward.home");
    }
  }

  private static String subject(KeyStore store, String alias) throws Exception {
    X509Certificate leaf = (X509Certificate) store.getCertificateChain(alias)[0];
    return leaf.getSubjectX500Principal().getName();
  }

  private static void assertChangesWithinASecond(KeyStore store, Key before) throws Exception {
    long start = System.nanoTime();
    Key now = store.getKey("open", null);
    while (now.equals(before) && System.nanoTime() - start < RELOAD_NANOS) {
      Thread.onSpinWait();
      now = store.getKey("open", null);
    }
    assertThat(now).isNotEqualTo(before);
  }
}
