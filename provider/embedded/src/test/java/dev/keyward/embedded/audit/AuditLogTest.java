package dev.keyward.embedded.audit;

import static dev.keyward.embedded.audit.Trails.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.audit.AuditTrail.Durability;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path home;
  private Trails trails;

  @BeforeEach
  void writeEvents() {
    trails = new Trails(home);
    try (AuditTrail first = trails.open();
        AuditTrail second = trails.open()) {
      record(first, at("CreateKey", 0));
      record(second, at("Encrypt", 60));
      record(first, at("Decrypt", 120).failed("DisabledException", "is disabled"));
      record(
          second,
          at("CreateAlias", 180)
              .about(List.of())
              .parameters(Map.of("aliasName", "alias/orders", "targetKeyId", "x")));
      record(
          first,
          at("RotateKey", 240)
              .by(AuditIdentity.service("AWS Internal"))
              .serviceEvent(Map.of("keyId", "k")));
    }
  }

  @AfterEach
  void closeStore() {
    trails.close();
  }

  private static void record(AuditTrail trail, AuditEvent.Builder event) {
    trail.record(event.build(), Durability.FORCED);
  }

  private static AuditEvent.Builder at(String name, long second) {
    return AuditEvent.named(name, NOON.plusSeconds(second), "id")
        .by(AuditIdentity.of("IAMUser", "arn:aws:iam::1:user/ann", "1"))
        .in("eu-west-1", null)
        .requestId("r" + second)
        .about(List.of(AuditResource.key(Trails.KEY, "1")));
  }

  private List<String> names(AuditQuery query) {
    return read(query).stream().map(AuditEntry::event).toList();
  }

  private List<AuditEntry> read(AuditQuery query) {
    return AuditLog.read(trails.settings(), trails.store().storeId(), query);
  }

  @Test
  void read_severalTrails_areMergedByTime() {
    assertThat(names(AuditQuery.newest(100)))
        .containsExactly("CreateKey", "Encrypt", "Decrypt", "CreateAlias", "RotateKey");
    assertThat(names(AuditQuery.newest(2))).containsExactly("CreateAlias", "RotateKey");
  }

  @Test
  void read_filters_giveWhatFits() {
    Optional<String> none = Optional.empty();
    assertThat(names(new AuditQuery(none, none, true, Optional.empty(), 9)))
        .containsExactly("Decrypt");
    assertThat(names(new AuditQuery(none, Optional.of("encrypt"), false, Optional.empty(), 9)))
        .containsExactly("Encrypt");
    assertThat(names(new AuditQuery(none, none, false, Optional.of(NOON.plusSeconds(180)), 9)))
        .containsExactly("CreateAlias", "RotateKey");
    Optional<String> key = Optional.of("key/1234abcd");
    assertThat(names(new AuditQuery(key, none, false, Optional.empty(), 9))).hasSize(4);
    Optional<String> alias = Optional.of("alias/orders");
    assertThat(names(new AuditQuery(alias, none, false, Optional.empty(), 9)))
        .containsExactly("CreateAlias");
  }

  @Test
  void read_entry_saysWhoAndWhat() {
    AuditEntry denied = read(AuditQuery.newest(3)).get(0);
    assertThat(denied.principal()).isEqualTo("arn:aws:iam::1:user/ann");
    assertThat(denied.error()).isEqualTo("DisabledException");
    assertThat(denied.key()).isEqualTo(Trails.KEY);
    assertThat(denied.requestId()).isEqualTo("r120");
    assertThat(denied.time()).isEqualTo(NOON.plusSeconds(120));
    assertThat(denied.json()).startsWith("{\"eventVersion\"").endsWith("\"}}");
    AuditEntry service = read(AuditQuery.newest(1)).get(0);
    assertThat(service.principal()).isEqualTo("AWS Internal");
    assertThat(service.error()).isNull();
  }
}
