package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.grant.GrantRecord;
import dev.keyward.embedded.grant.GrantTable;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListRetirableGrants;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.model.KeyReference.KeyArn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom grants name: only what can be read again is stored, and what cannot allows nobody. */
class GrantPartiesTest {
  private static final byte[] TEXT = {1, 2, 3};
  private static final String SERVICE = "rds.amazonaws.com";

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms root;
  private String anna;
  private String key;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    root = fixture.kms();
    anna = Policies.user(root, "anna");
    key = symmetric(root);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CreateGrant.Request to(String grantee) {
    return CreateGrant.Request.of(key, grantee, List.of(GrantOperation.ENCRYPT));
  }

  private static String longService() {
    return "s".repeat(300) + ".amazonaws.com";
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "", "S3.amazonaws.com", "arn:aws:iam::111122223333:root", "LONG"})
  void createGrant_unreadableService_isRefusedAndNotStored(String name) {
    String service = name.equals("LONG") ? longService() : name;
    refused(
        ErrorCode.VALIDATION,
        () -> root.createGrant(to(null).withGranteeServicePrincipal(service)));
    refused(
        ErrorCode.VALIDATION,
        () -> root.createGrant(to(anna).withRetiringServicePrincipal(service)));
    assertThat(root.listGrants(ListGrants.Request.of(key)).grants()).isEmpty();
  }

  @Test
  void createGrant_serviceWhereAnArnBelongs_isRefused() {
    refused(ErrorCode.INVALID_ARN, () -> root.createGrant(to(SERVICE)));
    refused(
        ErrorCode.INVALID_ARN, () -> root.createGrant(to(anna).withRetiringPrincipal("nobody")));
    root.createGrant(to(null).withGranteeServicePrincipal(SERVICE));
  }

  @Test
  void grant_storedWithUnreadableNames_allowsNobodyAndHidesNoOther() {
    put(record("0".repeat(64), "foo", null));
    put(record("1".repeat(64), null, "bar"));
    root.createGrant(to(anna));

    fixture.as(anna).encrypt(Encrypt.Request.of(key, TEXT));
    String bert = Policies.user(root, "bert");
    refused(ErrorCode.ACCESS_DENIED, () -> fixture.as(bert).encrypt(Encrypt.Request.of(key, TEXT)));
    assertThat(root.listGrants(ListGrants.Request.of(key)).grants()).hasSize(3);
  }

  private void put(GrantRecord grant) {
    fixture.store().commit(new GrantTable(fixture.store()).put(grant));
  }

  private GrantRecord record(String id, String service, String principal) {
    return new GrantRecord(
        Records.key(KeyArn.parse(key)).id(),
        key,
        id,
        null,
        Instant.EPOCH,
        principal,
        null,
        service,
        "no service",
        Policies.ROOT,
        List.of("Encrypt", "RetireGrant"),
        null,
        null,
        null);
  }

  @Test
  void listGrants_malformedIdOrParty_isRefused() {
    root.createGrant(to(anna));
    ListGrants.Request all = ListGrants.Request.of(key);
    refused(ErrorCode.INVALID_GRANT_ID, () -> root.listGrants(all.withGrantId("x")));
    refused(ErrorCode.INVALID_ARN, () -> root.listGrants(all.withGranteePrincipal("anna")));
    refused(ErrorCode.VALIDATION, () -> root.listGrants(all.withGranteeServicePrincipal("foo")));
    assertThat(root.listGrants(all.withGrantId("0".repeat(64))).grants()).isEmpty();
  }

  @Test
  void listRetirableGrants_malformedParty_isRefused() {
    refused(
        ErrorCode.VALIDATION,
        () ->
            root.listRetirableGrants(
                ListRetirableGrants.Request.of(null).withRetiringServicePrincipal(longService())));
    refused(
        ErrorCode.INVALID_ARN,
        () -> root.listRetirableGrants(ListRetirableGrants.Request.of(SERVICE)));
  }

  @Test
  void listRetirableGrants_keyWhoseWaitingPeriodIsOver_isNotShown() {
    ListRetirableGrants.Request ofAnna = ListRetirableGrants.Request.of(anna);
    root.createGrant(to(anna).withRetiringPrincipal(anna));
    root.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(7));
    assertThat(root.listRetirableGrants(ofAnna).grants()).hasSize(1);

    fixture.advance(Duration.ofDays(8));

    assertThat(root.listRetirableGrants(ofAnna).grants()).isEmpty();
  }
}
