package dev.keyward.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.model.KeyReference.KeyArn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateDirectoryTest {
  private static final KeyArn KEY =
      KeyArn.parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");

  @TempDir Path temporary;
  private Path home;
  private CertificateDirectory directory;
  private KeyPair issuer;

  @BeforeEach
  void setUp() throws Exception {
    home = temporary.resolve("certificates");
    directory = new CertificateDirectory(home);
    issuer = TestCertificates.softwarePair();
  }

  private X509Certificate certificate(String name) throws Exception {
    return TestCertificates.issue(issuer.getPublic(), name, issuer, 0);
  }

  private static CertificateEntry entry(X509Certificate... chain) {
    return new CertificateEntry(Optional.of(KEY), List.of(chain), Instant.EPOCH);
  }

  @Test
  void put_thenFind_givesChainAndKeyBack() throws Exception {
    X509Certificate leaf = certificate("leaf");
    X509Certificate ca = certificate("ca");
    directory.put("web/server", entry(leaf, ca));

    CertificateEntry found = new CertificateDirectory(home).find("web/server").orElseThrow();
    assertThat(found.chain()).containsExactly(leaf, ca);
    assertThat(found.key()).contains(KEY);
    assertThat(directory.aliases()).containsExactly("web/server");
  }

  @Test
  void put_makesPrivateFilesOnlyAndLeavesNoTemporaryOnes() throws Exception {
    directory.put("web", entry(certificate("leaf")));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    assertThat(home.toFile().list()).containsExactly("web.pem");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("web.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void find_fileChangedByAnotherProcess_isReadAgain() throws Exception {
    directory.put("web", entry(certificate("one")));
    directory.find("web");
    X509Certificate two = certificate("two");
    new CertificateDirectory(home).put("web", entry(two));

    assertThat(directory.find("web").orElseThrow().leaf()).isEqualTo(two);
  }

  @Test
  void aliases_withDifferentCaseAndSlashes_neverShareAFile() throws Exception {
    List<String> names =
        List.of("Web", "web", "a/b", "a_b", "a-b", "A/B", "x%2fy".replace("%", "_"));
    for (String name : names) {
      directory.put(name, entry(certificate("c-" + name.hashCode())));
    }

    assertThat(directory.aliases()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(home.toFile().list())
        .allMatch(file -> file.matches("[a-z0-9%-]+\\.pem"))
        .hasSize(names.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not a certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "# key nonsense\n"
      })
  void find_damagedFile_countsAsAbsentAndLeavesOthersAlone(String text) throws Exception {
    directory.put("good", entry(certificate("good")));
    Files.writeString(home.resolve("bad.pem"), text);

    assertThat(directory.find("bad")).isEmpty();
    assertThat(directory.find("good")).isPresent();
  }

  @Test
  void find_hugeFile_isLeftOutQuickly() throws Exception {
    Files.createDirectories(home);
    try (var file = new java.io.RandomAccessFile(home.resolve("huge.pem").toFile(), "rw")) {
      file.setLength(100L << 20);
    }
    long start = System.nanoTime();

    assertThat(directory.find("huge")).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void put_chainTooLong_isRefusedAndKeepsTheOldOne() throws Exception {
    X509Certificate old = certificate("old");
    directory.put("web", entry(old));
    X509Certificate[] twenty = new X509Certificate[20];
    for (int i = 0; i < twenty.length; i++) {
      twenty[i] = certificate("c" + i);
    }

    assertThatThrownBy(() -> directory.put("web", entry(twenty)))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("20");
    assertThat(directory.find("web").orElseThrow().leaf()).isEqualTo(old);
  }

  @Test
  void put_certificateWithTenThousandNames_isRefused() throws Exception {
    X509Certificate large = TestCertificates.issue(issuer.getPublic(), "large", issuer, 10_000);

    assertThatThrownBy(() -> directory.put("web", entry(large)))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void put_sameCertificateTwiceInChain_isRefused() throws Exception {
    X509Certificate one = certificate("one");

    assertThatThrownBy(() -> directory.put("web", entry(one, one)))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void delete_unknownAlias_isQuiet() throws Exception {
    directory.delete("nobody");
    directory.put("web", entry(certificate("one")));
    directory.delete("web");

    assertThat(directory.find("web")).isEmpty();
    assertThat(directory.aliases()).isEmpty();
  }

  @Test
  void fileName_ofHostileAlias_staysInTheDirectory() {
    for (String alias : List.of("../../etc/passwd", "..", ".", "/", "a\0b", "%2e%2e")) {
      String name = CertificateFileName.of(alias).orElseThrow();
      assertThat(Path.of(name).getNameCount()).isEqualTo(1);
      assertThat(home.resolve(name).normalize().getParent()).isEqualTo(home);
      assertThat(CertificateFileName.aliasOf(name)).contains(alias);
    }
    assertThat(CertificateFileName.of(String.join("", Collections.nCopies(250, "A")))).isEmpty();
    assertThat(CertificateFileName.aliasOf("Web.pem")).isEmpty();
  }
}
