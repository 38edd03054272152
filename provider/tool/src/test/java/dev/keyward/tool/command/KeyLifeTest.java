package dev.keyward.tool.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.config.Configuration;
import dev.keyward.config.Source;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an administrator sees and changes between the creation of a key and its end. */
class KeyLifeTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void openTerminal() throws IOException {
    terminal = Terminal.in(folder);
  }

  /** In a process of its own this would be seen as soon as that process ends or an hour passes. */
  private void use(String alias) throws IOException {
    Configuration configuration =
        Configuration.load(Source.ofProcess().withArgument(terminal.configuration()));
    KmsFactory embedded =
        ServiceLoader.load(KmsFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(factory -> factory.name().equals("embedded"))
            .findFirst()
            .orElseThrow();
    try (Kms kms = embedded.open(configuration)) {
      kms.generateDataKey(GenerateDataKey.Request.of("alias/" + alias).withNumberOfBytes(32));
    }
  }

  @Test
  void describe_neverUsed_saysSo() {
    String id = terminal.createKey();

    assertThat(terminal.run("keys", "describe", id).assertDone().out())
        .containsPattern("(?m)^Last used +never$")
        .containsPattern("(?m)^Policy +default$");
  }

  @Test
  void describe_usedKey_saysWhenForWhatAndByWhom() throws IOException {
    String id = terminal.createKey("--alias", "orders");
    use("orders");

    assertThat(terminal.run("keys", "describe", id).assertDone().out())
        .containsPattern(
            "(?m)^Last used +less than a minute ago \\(\\S+Z\\) for GenerateDataKey by \\S+$");
  }

  @Test
  void delete_usedKey_showsTheLastUse() throws IOException {
    String id = terminal.createKey("--alias", "orders");
    use("orders");

    assertThat(terminal.run("keys", "delete", id, "--yes").assertDone().out())
        .containsPattern("(?m)^Last used +less than a minute ago .* for GenerateDataKey by ");
  }

  @ParameterizedTest
  @CsvSource({
    "59, less than a minute ago",
    "60, 1 minute ago",
    "3599, 59 minutes ago",
    "3600, 1 hour ago",
    "86399, 23 hours ago",
    "86400, 1 day ago",
    "300000, 3 days ago",
    "-5, less than a minute ago"
  })
  void ago_duration_isRoundedDown(long seconds, String expected) {
    assertThat(LastUsage.ago(Duration.ofSeconds(seconds))).isEqualTo(expected);
  }

  @Test
  void tags_setAndRemoved_areShown() {
    String id = terminal.createKey("--tag", "team=payments");
    terminal.run("keys", "tag", id, "level=secret", "stage=test").assertDone();
    terminal.run("keys", "untag", id, "team").assertDone();

    assertThat(terminal.run("keys", "describe", id).assertDone().out())
        .containsPattern("(?m)^Tags +.*level=secret")
        .contains("stage=test")
        .doesNotContain("team=payments");
    terminal.run("keys", "tag", id).assertWrongUsage();
  }

  @Test
  void description_newText_isShown() {
    String id = terminal.createKey("--description", "old");
    terminal.run("keys", "description", id, "for bills").assertDone();

    assertThat(terminal.run("keys", "describe", id).out())
        .containsPattern("(?m)^Description +for bills$");
  }

  @Test
  void rotations_rotatedKey_listsBothMaterials() {
    String id = terminal.createKey();
    terminal.run("keys", "rotate", id).assertDone();
    String out = terminal.run("keys", "rotations", id).assertDone().out();

    assertThat(out.lines().findFirst().orElseThrow()).startsWith("MATERIAL");
    assertThat(out.lines())
        .hasSize(3)
        .anyMatch(line -> line.matches("[0-9a-f]{64} +CURRENT +\\S+Z +ON_DEMAND.*"))
        .anyMatch(line -> line.matches("[0-9a-f]{64} +NON_CURRENT.*"));
    assertThat(terminal.run("keys", "rotations", id, "--json").assertDone().out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"KeyId\""));
  }

  @Test
  void policy_putAndGet_isTheSameDocument() throws IOException {
    String id = terminal.createKey();
    String before = terminal.run("keys", "policy", "get", id).assertDone().out();
    assertThat(before).contains("\"Statement\"", ":root");
    String changed = before.replace("\"Statement\"", "\"Id\" : \"mine\", \"Statement\"");

    terminal.run(changed.getBytes(UTF_8), "keys", "policy", "put", id, "-").assertDone();

    assertThat(terminal.run("keys", "policy", "get", id).assertDone().out()).contains("mine");
  }

  /** B84. */
  @Test
  void policy_thatLocksItsAuthorOut_isRefusedUnlessBypassed() throws IOException {
    String id = terminal.createKey();
    Path nobody =
        Files.writeString(
            folder.resolve("nobody.json"),
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                + "\"Action\":\"kms:PutKeyPolicy\",\"Resource\":\"*\"}]}");

    assertThat(terminal.run("keys", "policy", "put", id, nobody.toString()).assertRefused())
        .contains("MalformedPolicyDocumentException");
    terminal.run("keys", "policy", "put", id, nobody.toString(), "--bypass-lockout").assertDone();
  }

  @ParameterizedTest
  @CsvSource({
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, kms:GenerateDataKey*",
    "RSA_2048, ENCRYPT_DECRYPT, kms:GetPublicKey",
    "ECC_NIST_P256, SIGN_VERIFY, kms:Sign",
    "ECC_NIST_P256, KEY_AGREEMENT, kms:DeriveSharedSecret",
    "HMAC_256, GENERATE_VERIFY_MAC, kms:VerifyMac",
    "ML_KEM_512, ENCAPSULATE_DECAPSULATE, kms:Decapsulate"
  })
  void policySplit_anyKey_isAcceptedAsItsPolicy(String spec, String usage, String action) {
    String id = terminal.createKey("--spec", spec, "--usage", usage);
    terminal.run("iam", "roles", "create", "keeper").assertDone();
    terminal.run("iam", "users", "create", "alice").assertDone();
    terminal.run("iam", "users", "create", "bob").assertDone();
    String iam = "arn:aws:iam::000000000000:";

    String document =
        terminal
            .run(
                "keys",
                "policy",
                "split",
                id,
                "--admins",
                iam + "role/keeper",
                "--users",
                iam + "user/alice," + iam + "user/bob")
            .assertDone()
            .out();

    assertThat(document)
        .contains(iam + "root", iam + "role/keeper", iam + "user/bob", action)
        .doesNotContain("111122223333");
    terminal.run(document.getBytes(UTF_8), "keys", "policy", "put", id, "-").assertDone();
    assertThat(terminal.run("keys", "policy", "get", id).assertDone().out()).contains(action);
  }

  @Test
  void policySplit_nameThatIsNoArn_isRefused() {
    String id = terminal.createKey();
    String hostile = "arn:aws:iam::000000000000:user/a\"]},{\"x\":[\"";

    for (String[] names : new String[][] {{"*", "*"}, {hostile, hostile}}) {
      assertThat(
              terminal
                  .run("keys", "policy", "split", id, "--admins", names[0], "--users", names[1])
                  .assertRefused())
          .contains("is not the ARN of a user or role");
    }
  }

  @Test
  void policy_documentTooLong_isRefusedUnread() {
    String id = terminal.createKey();

    assertThat(
            terminal
                .run(new byte[InputFile.MAX_POLICY_BYTES + 1], "keys", "policy", "put", id, "-")
                .assertRefused())
        .contains("Standard input is longer than");
  }

  @Test
  void replicate_multiRegionKey_isShownAndCanBecomePrimary() {
    String id = terminal.createKey("--multi-region");
    assertThat(id).startsWith("mrk-");

    assertThat(terminal.run("keys", "replicate", id, "eu-west-1").assertDone().out())
        .startsWith("Replica arn:aws:kms:eu-west-1:");
    assertThat(terminal.run("keys", "describe", id).assertDone().out())
        .containsPattern(
            "(?m)^Multi-Region +PRIMARY, primary in us-east-1, replicas in eu-west-1$");
    terminal.run("keys", "primary", id, "eu-west-1").assertDone();
    assertThat(terminal.run("keys", "describe", id).assertDone().out())
        .contains("REPLICA, primary in eu-west-1, replicas in us-east-1");
  }

  @Test
  void replicate_keyOfOneRegion_isRefused() {
    String id = terminal.createKey();
    terminal.run("keys", "replicate", id, "eu-west-1").assertRefused();
  }

  @Test
  void grants_createListRevokeRetire() {
    String id = terminal.createKey();
    String grantee = "arn:aws:iam::000000000000:root";
    String created =
        terminal
            .run(
                "grants",
                "create",
                id,
                "--to",
                grantee,
                "--operation",
                "Decrypt,DescribeKey",
                "--name",
                "batch",
                "--context",
                "table=orders")
            .assertDone()
            .out();
    assertThat(created).matches("Grant [0-9a-f]{64}\\R");
    String grant = created.strip().substring("Grant ".length());

    assertThat(terminal.run("grants", "list", id).assertDone().out())
        .contains(grant, grantee, "Decrypt,DescribeKey", "batch");
    assertThat(terminal.run("grants", "list", id, "--json").assertDone().out())
        .contains("\"GrantId\":\"" + grant + "\"", "table");
    terminal.run("grants", "revoke", id, grant).assertDone();
    assertThat(terminal.run("grants", "list", id).assertDone().out()).startsWith("No grants.");
    terminal.run("grants", "retire", id, grant).assertRefused();
  }

  @Test
  void grants_unknownOperation_isWrongUsage() {
    String id = terminal.createKey();

    assertThat(
            terminal
                .run("grants", "create", id, "--to", "arn:aws:iam::1:root", "--operation", "Steal")
                .assertWrongUsage())
        .contains("GenerateDataKey", "Steal");
  }
}
