package dev.keyward.samples.dropin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.samples.harness.Programs;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an application reads when a handle cannot be used, with other providers ahead of ours. What
 * they mask at init is in provider/docs/DIFFERENCES.md.
 */
class ProvidersAheadTest {
  private static final String[] ALIASES = {
    "data", "data-disabled", "data-deleted", "signing", "signing-disabled", "rsa-decrypt"
  };

  @TempDir static Path temporary;
  private static final Map<First, Map<String, String>> REPORTS = new EnumMap<>(First.class);
  private static Programs programs;

  /** Who stands at position 1. */
  enum First {
    SUN(null),
    BC("org.bouncycastle.jce.provider.BouncyCastleProvider"),
    AmazonCorrettoCryptoProvider(
        "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");

    final String type;

    First(String type) {
      this.type = type;
    }

    /** ACCP has native code, for one platform here. */
    boolean runsHere() {
      return this != AmazonCorrettoCryptoProvider
          || System.getProperty("os.name").equals("Linux")
              && System.getProperty("os.arch").equals("amd64");
    }

    List<String> command(Programs programs, Class<?> main, String... arguments) throws Exception {
      List<Path> jar =
          type == null
              ? List.of()
              : List.of(
                  Programs.classesOf(Class.forName(type, false, First.class.getClassLoader())));
      List<String> ahead = type == null ? List.of() : List.of(type);
      return programs.probe(
          Programs.overlay(temporary, ahead, List.of("Keyward")), jar, main, arguments);
    }
  }

  @BeforeAll
  static void runThemAll() throws Exception {
    programs = Programs.in(temporary);
    createKeys();
    Map<First, Process> running = new EnumMap<>(First.class);
    for (First first : First.values()) {
      if (first.runsHere()) {
        running.put(first, Programs.start(first.command(programs, HandleErrors.class, ALIASES)));
      }
    }
    for (Map.Entry<First, Process> entry : running.entrySet()) {
      String line = "first | " + entry.getKey();
      assertThat(Programs.readUntil(entry.getValue(), "first \\| .*")).endsWith(line);
    }
    programs.tool("keys", "disable", "alias/data-disabled");
    programs.tool("keys", "disable", "alias/signing-disabled");
    for (Map.Entry<First, Process> entry : running.entrySet()) {
      entry.getValue().getOutputStream().close();
      REPORTS.put(entry.getKey(), parse(Programs.finish(entry.getValue()).output()));
    }
  }

  private static void createKeys() {
    for (String alias : ALIASES) {
      switch (alias) {
        case "signing", "signing-disabled" -> programs.createKey(alias, "--spec", "ECC_NIST_P256");
        case "rsa-decrypt" ->
            programs.createKey(alias, "--spec", "RSA_2048", "--usage", "ENCRYPT_DECRYPT");
        default -> programs.createKey(alias);
      }
    }
    programs.tool("keys", "delete", "--yes", "alias/data-deleted");
    for (String alias : EveryService.ALIASES) {
      programs.createKey(alias, optionsOf(alias));
    }
  }

  private static String[] optionsOf(String alias) {
    String options =
        switch (alias) {
          case "every-data" -> "--spec SYMMETRIC_DEFAULT";
          case "every-rsa" -> "--spec RSA_2048 --usage SIGN_VERIFY";
          case "every-oaep" -> "--spec RSA_2048 --usage ENCRYPT_DECRYPT";
          case "every-ed25519" -> "--spec ECC_NIST_EDWARDS25519";
          case "every-hmac" -> "--spec HMAC_256";
          case "every-ec" -> "--spec ECC_NIST_P256 --usage SIGN_VERIFY";
          case "every-ecdh" -> "--spec ECC_NIST_P256 --usage KEY_AGREEMENT";
          default -> throw new IllegalArgumentException(alias);
        };
    return options.split(" ");
  }

  private static Map<String, String> parse(String output) {
    Map<String, String> report = new LinkedHashMap<>();
    output
        .lines()
        .filter(line -> line.contains(" | "))
        .forEach(line -> report.put(line.split(" \\| ", 2)[0], line.split(" \\| ", 2)[1]));
    return report;
  }

  private static Map<String, String> reportOf(First first) {
    assumeTrue(first.runsHere(), first + " has no library for this platform: not tried");
    return REPORTS.get(first);
  }

  @ParameterizedTest
  @EnumSource(First.class)
  void goodKey_otherProviderFirst_reachesUs(First first) {
    assertThat(reportOf(first))
        .containsEntry("encrypt", "done | Keyward")
        .containsEntry("sign", "done | Keyward");
  }

  /** Whatever a handle is for: nobody ahead of us takes it and fails, or gets it wrong. */
  @ParameterizedTest
  @EnumSource(First.class)
  void everyService_otherProviderFirst_reachesUsAndIsRight(First first) throws Exception {
    assumeTrue(first.runsHere(), first + " has no library for this platform: not tried");
    Map<String, String> report =
        parse(Programs.run(first.command(programs, EveryService.class)).assertSuccess().output());

    assertThat(report.remove("first")).isEqualTo(first.name());
    assertThat(report)
        .hasSize(18)
        .allSatisfy(
            (service, outcome) -> assertThat(outcome).as(service).isEqualTo("right | Keyward"));
  }

  @ParameterizedTest
  @EnumSource(First.class)
  void unusableKey_otherProviderFirst_isExplainedAtTheOperation(First first) {
    Map<String, String> report = reportOf(first);

    assertThat(report.get("disabled, encrypt"))
        .startsWith("doFinal | KeywardException | ")
        .contains("alias/data-disabled", "is disabled. Enable the key or choose another one.");
    assertThat(report.get("disabled, sign"))
        .startsWith("sign | SignatureException | ")
        .contains("arn:aws:kms:", "is disabled. Enable the key or choose another one.");
    assertThat(report.get("pending deletion, encrypt"))
        .startsWith("doFinal | KeywardException | ")
        .contains("alias/data-deleted", "is pending deletion. Cancel the deletion");
  }

  @ParameterizedTest
  @EnumSource(names = {"SUN", "BC"})
  void wrongKey_jdkOrBouncyCastleFirst_isExplainedAtInit(First first) {
    Map<String, String> report = reportOf(first);

    assertThat(report.get("signing key, encrypt"))
        .startsWith("init | InvalidKeyException | Key arn:aws:kms:")
        .contains("ECC_NIST_P256", "SIGN_VERIFY", "cannot encrypt");
    assertThat(report.get("EC key, RSA signature"))
        .startsWith("init | InvalidKeyException | Key ")
        .endsWith("cannot sign with SHA256withRSA. Use a SIGN_VERIFY key of an RSA spec.");
    assertThat(report.get("decryption key, sign"))
        .startsWith("init | InvalidKeyException | Key ")
        .endsWith("cannot sign with SHA256withRSA. Use a SIGN_VERIFY key of an RSA spec.");
  }

  /** The documented deviation: the JDK reports the first provider's refusal, which is ACCP's. */
  @Test
  void wrongKey_accpFirst_isRefusedAtInitWithAccpsText() {
    Map<String, String> report = reportOf(First.AmazonCorrettoCryptoProvider);

    assertThat(report.get("signing key, encrypt"))
        .isEqualTo("init | InvalidKeyException | Need a SecretKey");
    assertThat(report.get("EC key, RSA signature"))
        .isEqualTo("init | InvalidKeyException | Invalid algorithm: EC, expected RSA");
    assertThat(report.get("decryption key, sign"))
        .isEqualTo("init | InvalidKeyException | Cannot convert key of format null");
  }
}
