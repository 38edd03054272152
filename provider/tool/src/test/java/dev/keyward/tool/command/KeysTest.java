package dev.keyward.tool.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code keyward keys} and {@code keyward aliases}. */
class KeysTest {
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String UNKNOWN = "00000000-0000-0000-0000-000000000000";

  /**
   * Colour, a line break, right-to-left, an 8-bit control sequence, and things that look active.
   */
  private static final String HOSTILE =
      "a\u001b[31mb\r\nc\u202ed\u009b2Je{\"x\":1}${jndi:ldap://x}";

  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void openTerminal() throws IOException {
    terminal = Terminal.in(folder);
  }

  /** The members of one flat JSON object, values as text; arrays as {@code [a, b]}. */
  private static Map<String, String> json(String text) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          StringBuilder values = new StringBuilder();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.append(values.isEmpty() ? "" : ", ").append(parser.getText());
          }
          members.put(name, values.toString());
        } else {
          members.put(name, parser.getText());
        }
      }
      assertThat(parser.nextToken()).isNull();
    }
    return members;
  }

  @Test
  void create_plain_printsIdArnAndAlias() {
    String out = terminal.run("keys", "create", "--alias", "orders").assertDone().out();

    assertThat(out)
        .matches("(?s)Id +" + ID + "\\RARN +arn:aws:kms:.*:key/" + ID + "\\RAlias alias/orders\\R");
  }

  @Test
  void create_json_isTheKeyMetadata() throws IOException {
    String out =
        terminal
            .run("keys", "create", "--json", "--spec", "rsa_2048", "--description", "for bills")
            .assertDone()
            .out();

    assertThat(json(out))
        .containsEntry("KeySpec", "RSA_2048")
        .containsEntry("KeyUsage", "SIGN_VERIFY")
        .containsEntry("KeyState", "Enabled")
        .containsEntry("Description", "for bills")
        .containsKeys("KeyId", "Arn", "AWSAccountId", "CreationDate", "SigningAlgorithms");
  }

  @Test
  void create_aliasTaken_leavesNoKeyBehind() {
    terminal.createKey("--alias", "orders");
    String error = terminal.run("keys", "create", "--alias", "orders").assertRefused();

    assertThat(error).contains("alias/orders exists already");
    assertThat(terminal.run("keys", "list", "--json").out().lines()).hasSize(1);
  }

  @Test
  void create_aliasReservedOrMalformed_isRefusedAndNoKeyStaysEnabled() {
    for (String alias : new String[] {"aws/x", "with space", "x".repeat(257)}) {
      terminal.run("keys", "create", "--alias", alias).assertRefused();
    }
    assertThat(terminal.run("keys", "list", "--json").out()).doesNotContain("\"Enabled\":true");
  }

  @Test
  void create_region_isInTheArn() {
    String out = terminal.run("keys", "create", "--region", "eu-west-1").assertDone().out();

    assertThat(out).contains("arn:aws:kms:eu-west-1:");
  }

  @Test
  void list_empty_saysHowToBegin() {
    assertThat(terminal.run("keys", "list").assertDone().out())
        .isEqualToIgnoringNewLines(
            "No keys yet. Create one with: keyward keys create --alias NAME");
    assertThat(terminal.run("keys", "list", "--json").assertDone().out()).isEmpty();
    assertThat(terminal.run("aliases", "list").assertDone().out()).startsWith("No aliases yet.");
    assertThat(terminal.run("aliases", "list", "--all").assertDone().out())
        .containsPattern("alias/aws/s3 +- +-");
  }

  @Test
  void list_someKeys_isATable() {
    String id = terminal.createKey("--alias", "b");
    terminal.run("aliases", "create", "a", id).assertDone();
    terminal.createKey("--spec", "ECC_NIST_P256");
    String out = terminal.run("keys", "list").assertDone().out();

    assertThat(out.lines().findFirst().orElseThrow()).matches("ID +SPEC +USAGE +STATE +ALIASES");
    assertThat(out.lines())
        .hasSize(3)
        .anyMatch(
            line -> line.matches(id + " +SYMMETRIC_DEFAULT +ENCRYPT_DECRYPT +Enabled +alias/a .*b"))
        .anyMatch(line -> line.matches(ID + " +ECC_NIST_P256 +SIGN_VERIFY +Enabled"));
  }

  @Test
  void list_json_isOneObjectALine() throws IOException {
    String id = terminal.createKey();
    String out = terminal.run("keys", "list", "--json").assertDone().out();

    assertThat(out.lines()).hasSize(1);
    assertThat(json(out)).containsEntry("KeyId", id).containsEntry("Enabled", "true");
  }

  @Test
  void descriptions_hostile_areAlwaysShownEscaped() throws IOException {
    String id = terminal.createKey("--description", HOSTILE);
    String described = terminal.run("keys", "describe", id).assertDone().out();
    String listed = terminal.run("keys", "list").assertDone().out();
    String asJson = terminal.run("keys", "describe", id, "--json").assertDone().out();

    for (String shown : new String[] {described, listed, asJson}) {
      assertThat(shown).doesNotContain("\u001b", "\r", "\u202e", "\u009b");
    }
    assertThat(described).contains("\"a\\u001b[31mb\\u000d\\u000ac\\u202ed\\u009b2Je{");
    assertThat(listed.lines()).hasSize(2);
    assertThat(json(asJson)).containsEntry("Description", HOSTILE);
  }

  @Test
  void describe_anyForm_showsTheSameKey() {
    String id = terminal.createKey("--alias", "orders");
    String byId = terminal.run("keys", "describe", id).assertDone().out();

    assertThat(terminal.run("keys", "describe", "alias/orders").assertDone().out()).isEqualTo(byId);
    assertThat(byId)
        .containsPattern("(?m)^Id +" + id + "$")
        .containsPattern("(?m)^State +Enabled$")
        .containsPattern("(?m)^Created +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$")
        .containsPattern("(?m)^Aliases +alias/orders$")
        .containsPattern("(?m)^Rotation +off$");
  }

  @Test
  void describe_aliasWithoutPrefix_saysWhatIsMissing() {
    terminal.createKey("--alias", "orders");

    assertThat(terminal.run("keys", "describe", "orders").assertRefused())
        .isEqualTo(
            "keyward: No key orders. A key is named by its id, its ARN, or its alias with the"
                + " prefix alias/.");
  }

  @Test
  void verbs_unknownKey_areRefused() {
    for (String verb : "describe enable disable rotate cancel-deletion".split(" ")) {
      assertThat(terminal.run("keys", verb, "alias/nobody").assertRefused()).contains("nobody");
    }
    assertThat(terminal.run("keys", "delete", "--yes", UNKNOWN).assertRefused()).contains(UNKNOWN);
  }

  @Test
  void disableAndEnable_key_changeItsState() throws IOException {
    String id = terminal.createKey();

    assertThat(terminal.run("keys", "disable", id).assertDone().out()).startsWith("Disabled " + id);
    assertThat(state(id)).isEqualTo("Disabled");
    assertThat(terminal.run("keys", "enable", id).assertDone().out()).startsWith("Enabled " + id);
    assertThat(state(id)).isEqualTo("Enabled");
  }

  private String state(String id) throws IOException {
    return json(terminal.run("keys", "describe", id, "--json").assertDone().out()).get("KeyState");
  }

  @Test
  void rotate_key_getsNewMaterialAndASchedule() throws IOException {
    String id = terminal.createKey();
    String before = terminal.run("keys", "describe", id, "--json").out();
    terminal.run("keys", "rotate", id).assertDone();
    String after = terminal.run("keys", "describe", id, "--json").out();
    assertThat(json(after).get("CurrentKeyMaterialId"))
        .hasSize(64)
        .isNotEqualTo(json(before).get("CurrentKeyMaterialId"));

    terminal.run("keys", "rotate", id, "--every", "180").assertDone();
    assertThat(terminal.run("keys", "describe", id).out()).contains("every 180 days, next ");
    terminal.run("keys", "rotate", id, "--off").assertDone();
    assertThat(terminal.run("keys", "describe", id).out()).containsPattern("(?m)^Rotation +off$");
    terminal.run("keys", "rotate", id, "--every", "7").assertRefused();
  }

  @Test
  void rotate_keyPair_isRefused() {
    String id = terminal.createKey("--spec", "ECC_NIST_P256");

    terminal.run("keys", "rotate", id).assertRefused();
  }

  @Test
  void changes_json_printTheKeyAsItIsAfterwards() throws IOException {
    String id = terminal.createKey();
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("keys disable " + id, "Disabled");
    expected.put("keys enable " + id, "Enabled");
    expected.put("keys rotate " + id, "Enabled");
    expected.put("keys delete --yes " + id, "PendingDeletion");
    expected.put("keys cancel-deletion " + id, "Disabled");

    for (Map.Entry<String, String> step : expected.entrySet()) {
      String out = terminal.run((step.getKey() + " --json").split(" ")).assertDone().out();
      assertThat(json(out)).containsEntry("KeyId", id).containsEntry("KeyState", step.getValue());
    }
  }

  @Test
  void delete_withoutTerminal_changesNothing() throws IOException {
    String id = terminal.createKey();

    assertThat(terminal.run("keys", "delete", id).assertWrongUsage()).contains("--yes");
    assertThat(state(id)).isEqualTo("Enabled");
  }

  @Test
  void delete_confirmed_schedulesAndCanBeCancelled() throws IOException {
    String id = terminal.createKey();

    assertThat(terminal.run("keys", "delete", id, "--yes", "--days", "7").assertDone().out())
        .containsPattern("pending deletion until \\d{4}-\\d\\d-\\d\\dT");
    assertThat(state(id)).isEqualTo("PendingDeletion");
    assertThat(terminal.run("keys", "cancel-deletion", id).assertDone().out())
        .contains("enable it to use it");
    assertThat(state(id)).isEqualTo("Disabled");
    terminal.run("keys", "cancel-deletion", id).assertRefused();
  }

  @Test
  void delete_waitingPeriodOutOfRange_isRefused() throws IOException {
    String id = terminal.createKey();
    for (String days : new String[] {"6", "31", "-1"}) {
      terminal.run("keys", "delete", id, "--yes", "--days", days).assertRefused();
    }
    assertThat(state(id)).isEqualTo("Enabled");
  }

  @Test
  void aliases_allVerbs_createMoveListDelete() {
    String first = terminal.createKey();
    String second = terminal.createKey();

    assertThat(terminal.run("aliases", "create", "orders", first).assertDone().out())
        .isEqualToIgnoringNewLines("alias/orders -> " + first);
    terminal.run("aliases", "create", "orders", second).assertRefused();
    terminal.run("aliases", "update", "alias/orders", second).assertDone();
    assertThat(terminal.run("aliases", "list").assertDone().out())
        .containsPattern("(?m)^ALIAS +KEY +UPDATED$")
        .containsPattern("(?m)^alias/orders +" + second + " +\\S+Z$");
    assertThat(terminal.run("aliases", "list", "--json").assertDone().out())
        .contains("\"AliasName\":\"alias/orders\"", "\"TargetKeyId\":\"" + second + "\"");
    terminal.run("aliases", "delete", "orders").assertDone();
    terminal.run("aliases", "delete", "orders").assertRefused();
    terminal.run("aliases", "update", "orders", first).assertRefused();
  }

  @Test
  void aliases_keyOfAnotherKind_isRefused() {
    terminal.createKey("--alias", "orders");
    String pair = terminal.createKey("--spec", "ECC_NIST_P256");

    terminal.run("aliases", "update", "orders", pair).assertRefused();
  }

  @Test
  void configuration_missingFile_isRefused() {
    Path missing = folder.resolve("missing.properties");
    Terminal.Outcome outcome =
        Terminal.runAsIs(new byte[0], "keys", "list", "--config", missing.toString());

    assertThat(outcome.assertRefused())
        .isEqualTo("keyward: config " + missing + ": there is no such file.");
  }

  @Test
  void configuration_unknownBackend_isRefused() {
    assertThat(
            Terminal.runAsIs(new byte[0], "keys", "list", "--config", "backend=embeded")
                .assertRefused())
        .contains("embeded", "embedded");
  }
}
