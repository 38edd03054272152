package dev.keyward.tool.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.audit.AuditEvent;
import dev.keyward.embedded.audit.AuditIdentity;
import dev.keyward.embedded.audit.AuditResource;
import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.audit.AuditTrail;
import dev.keyward.embedded.audit.AuditTrail.Durability;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.tool.command.Terminal.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditCommandTest {
  private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void writeTrail() throws Exception {
    home = folder.toRealPath();
    try (SqlRecordStore store = StoreDirectory.open(StoreSettings.inHome(home));
        AuditTrail trail =
            AuditTrail.open(
                AuditSettings.in(home.resolve("audit")),
                store,
                InstantSource.system(),
                JdkRandom.shared())) {
      trail.record(event("CreateKey", "2026-11-20T10:00:00Z").build(), Durability.FORCED);
      trail.record(
          event("Decrypt", "2026-11-21T10:00:00Z")
              .by(AuditIdentity.of("IAMUser", "eve\u001b[31m\u202e", null))
              .failed("AccessDenied", "no")
              .build(),
          Durability.FORCED);
      trail.record(event("Encrypt", "2026-11-22T10:00:00Z").build(), Durability.FORCED);
    }
  }

  private static AuditEvent.Builder event(String name, String time) {
    String ann = "arn:aws:iam::111122223333:user/ann";
    return AuditEvent.named(name, Instant.parse(time), "id")
        .by(AuditIdentity.of("IAMUser", ann, "111122223333"))
        .about(List.of(AuditResource.key(KEY, "111122223333")));
  }

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", "backend=trail;store=" + home));
    return Terminal.runAsIs(new byte[0], all.toArray(String[]::new));
  }

  private Path file() throws Exception {
    try (Stream<Path> files = Files.walk(home.resolve("audit"))) {
      return files.filter(path -> path.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
  }

  @Test
  void verify_intactTrail_saysSoAndExits0() {
    assertThat(run("audit", "verify").assertDone().out())
        .isEqualToNormalizingNewlines(
            "Intact: 3 events in 1 file of 1 trail, 3 of them signed by 1 checkpoint.\n");
    assertThat(run("audit", "verify", "--json").assertDone().out())
        .startsWith("{\"Intact\":true,\"Trails\":1,\"Files\":1,\"Records\":3,");
  }

  @Test
  void verify_flippedByte_namesFileAndLineAndExits1() throws Exception {
    Path file = file();
    Files.writeString(file, Files.readString(file).replace("CreateKey", "CreateKez"));

    Outcome outcome = run("audit", "verify");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .startsWith(file.getFileName() + " line 2: was changed")
        .contains("DAMAGED: ");
    Outcome json = run("audit", "verify", "--json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.out()).contains("\"Intact\":false").contains("\"Line\":2");
  }

  @Test
  void list_everything_isReadableAndEscaped() {
    String out = run("audit", "list").assertDone().out();
    assertThat(out.lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "TIME WHO EVENT KEY OUTCOME",
            "2026-11-20T10:00:00Z user/ann CreateKey key/1234abcd ok",
            "2026-11-21T10:00:00Z \"eve\\u001b[31m\\u202e\" Decrypt key/1234abcd AccessDenied",
            "2026-11-22T10:00:00Z user/ann Encrypt key/1234abcd ok");
  }

  @ParameterizedTest
  @CsvSource({
    "--errors, Decrypt",
    "--event=encrypt, Encrypt",
    "--since=2026-11-22, Encrypt",
    "--since=2026-11-22T09:59:59Z, Encrypt",
    "--limit=1, Encrypt"
  })
  void list_filter_leavesOne(String option, String name) {
    assertThat(run("audit", "list", option).assertDone().out().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains(name);
  }

  @Test
  void list_keyAndJson_printLinesOfTheFile() throws Exception {
    assertThat(run("audit", "list", "--key", "1234abcd", "--json").assertDone().out().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("{\"eventVersion\""));
    assertThat(run("audit", "list", "--key", "alias/none").assertDone().out())
        .isEqualToNormalizingNewlines("No such events.\n");
  }

  @Test
  void verify_serviceWithoutTrail_saysWhy() {
    String config = "backend=trail;principal=nobody;store=" + home;
    assertThat(Terminal.runAsIs(new byte[0], "audit", "verify", "--config", config).assertRefused())
        .startsWith("keyward: This key service keeps its audit trail elsewhere.");
  }
}
