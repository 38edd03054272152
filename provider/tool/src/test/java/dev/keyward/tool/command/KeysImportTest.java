package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keyward keys import} and {@code delete-material}. */
class KeysImportTest {
  private static final byte[] CANARY = "canary-0canary-1canary-2canary-3".getBytes(US_ASCII);

  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void openTerminal() throws IOException {
    terminal = Terminal.in(folder);
  }

  private String describe(String key) {
    return terminal.run("keys", "describe", key).assertDone().out();
  }

  @Test
  void import_rawBytesIntoANewKey_makesItUsable() throws IOException {
    Path file = Files.write(folder.resolve("raw.key"), CANARY);

    terminal
        .run("keys", "import", file.toString(), "--spec", "SYMMETRIC_DEFAULT", "--alias", "mine")
        .assertDone();

    assertThat(describe("alias/mine"))
        .containsPattern("(?m)^Origin +EXTERNAL$")
        .containsPattern("(?m)^State +Enabled$");
  }

  @Test
  void import_pairAsPemAndDer_signs() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    String spec =
        "ECC_NIST_P"
            + ((java.security.interfaces.ECKey) pair.getPrivate())
                .getParams()
                .getOrder()
                .bitLength();

    terminal
        .run(pem.getBytes(US_ASCII), "keys", "import", "-", "--spec", spec, "--alias", "pem")
        .assertDone();
    terminal
        .run(
            pair.getPrivate().getEncoded(), "keys", "import", "-", "--spec", spec, "--alias", "der")
        .assertDone();

    for (String alias : new String[] {"alias/pem", "alias/der"}) {
      assertThat(describe(alias)).containsPattern("(?m)^Usage +SIGN_VERIFY$");
    }
  }

  @Test
  void import_intoAKeyOfOriginExternal_withExpiry() throws IOException {
    String id = terminal.createKey("--origin", "EXTERNAL");
    assertThat(describe(id)).containsPattern("(?m)^State +PendingImport$");
    String end = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();

    terminal.run(CANARY, "keys", "import", "-", "--key", id, "--valid-to", end).assertDone();

    assertThat(describe(id))
        .containsPattern("(?m)^State +Enabled$")
        .containsPattern("(?m)^Valid until +" + end + "$");
  }

  @Test
  void deleteMaterial_importedKey_needsTheSameMaterialAgain() {
    String id = terminal.createKey("--origin", "EXTERNAL");
    terminal.run(CANARY, "keys", "import", "-", "--key", id).assertDone();

    assertThat(terminal.run("keys", "delete-material", id).assertWrongUsage()).contains("--yes");
    terminal.run("keys", "delete-material", id, "--yes").assertDone();
    assertThat(describe(id)).containsPattern("(?m)^State +PendingImport$");
    assertThat(terminal.run(new byte[32], "keys", "import", "-", "--key", id).assertRefused())
        .contains("IncorrectKeyMaterial");
    terminal.run(CANARY, "keys", "import", "-", "--key", id).assertDone();
    assertThat(describe(id)).containsPattern("(?m)^State +Enabled$");
  }

  @Test
  void import_wrongMaterial_leavesNoUsableKeyAndShowsNothing() {
    byte[] tooShort = "canary-0".getBytes(US_ASCII);

    assertThat(
            terminal
                .run(tooShort, "keys", "import", "-", "--spec", "HMAC_256", "--alias", "mac")
                .assertRefused())
        .doesNotContain("canary");
    assertThat(terminal.run("keys", "list", "--json").assertDone().out())
        .contains("\"PendingDeletion\"")
        .doesNotContain("\"Enabled\":true");
    terminal.run("keys", "describe", "alias/mac").assertRefused();
  }

  @Test
  void import_aliasThatCannotBe_givesTheKeyUp() {
    terminal
        .run(CANARY, "keys", "import", "-", "--spec", "HMAC_256", "--alias", "aws/mine")
        .assertRefused();

    assertThat(terminal.run("keys", "list", "--json").assertDone().out())
        .doesNotContain("\"Enabled\":true");
  }

  @Test
  void import_optionsOfANewKeyForOneThatIsThere_isRefused() {
    String id = terminal.createKey("--origin", "EXTERNAL");

    assertThat(
            terminal
                .run(CANARY, "keys", "import", "-", "--key", id, "--alias", "x")
                .assertRefused())
        .contains("--alias");
    assertThat(describe(id)).containsPattern("(?m)^State +PendingImport$");
  }

  @Test
  void import_newMaterial_isUsedAfterTheNextRotation() {
    String id = terminal.createKey("--origin", "EXTERNAL");
    terminal.run(CANARY, "keys", "import", "-", "--key", id, "--note", "first").assertDone();
    terminal.run(new byte[32], "keys", "import", "-", "--key", id).assertRefused();
    terminal
        .run("f".repeat(32).getBytes(US_ASCII), "keys", "import", "-", "--key", id, "--new")
        .assertDone();

    assertThat(terminal.run("keys", "rotations", id).assertDone().out())
        .containsPattern("CURRENT +.*IMPORTED +.*first")
        .contains("PENDING_ROTATION");
  }

  @Test
  void import_encryptedOrOtherPem_saysHowToConvertIt() {
    for (String label : new String[] {"ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"}) {
      byte[] pem = ("-----BEGIN " + label + "-----\nAAAA\n").getBytes(US_ASCII);
      assertThat(
              terminal.run(pem, "keys", "import", "-", "--spec", "ECC_NIST_P256").assertRefused())
          .contains("openssl pkcs8");
    }
    assertThat(terminal.run("keys", "list", "--json").assertDone().out()).isEmpty();
  }

  @Test
  void import_neitherKeyNorSpec_isWrongUsage() {
    terminal.run(CANARY, "keys", "import", "-").assertWrongUsage();
    terminal
        .run(CANARY, "keys", "import", "-", "--spec", "HMAC_256", "--key", "alias/x")
        .assertWrongUsage();
  }
}
