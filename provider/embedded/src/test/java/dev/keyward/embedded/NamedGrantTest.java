package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.grant.GrantRecord;
import dev.keyward.embedded.lifecycle.Records;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GrantConstraints;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.RevokeGrant;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeyReference.KeyArn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CreateGrant with a Name, by several callers at the same time. */
class NamedGrantTest {
  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private Kms root;
  private String anna;
  private String key;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    root = fixture.kms();
    anna = Policies.user(fixture.kms(), "anna");
    key = symmetric(root);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CreateGrant.Request named(String name) {
    return CreateGrant.Request.of(
            key, anna, List.of(GrantOperation.ENCRYPT, GrantOperation.DECRYPT))
        .withName(name);
  }

  private int grants() {
    return root.listGrants(ListGrants.Request.of(key)).grants().size();
  }

  private long written() {
    return fixture.store().count(RecordKind.REQUEST, "");
  }

  @Test
  void createGrant_sentByManyThreadsOfTwoEnginesAtOnce_makesOneGrant() throws Exception {
    try (EmbeddedKms other = fixture.open()) {
      for (int round = 1; round <= 5; round++) {
        CreateGrant.Request request = named("round-" + round);
        assertThat(
                AtOnce.answers(8, List.of(root, other), kms -> kms.createGrant(request).grantId()))
            .hasSize(1);
        assertThat(grants()).isEqualTo(round);
      }
    }
  }

  @Test
  void createGrant_overtakenByTheSameRequest_answersTheOtherGrant() {
    OvertakenStore overtaken = new OvertakenStore();
    try (EmbeddedKms slow = fixture.open(overtaken::over)) {
      String[] first = new String[1];
      overtaken.beforeNext(
          RecordKind.GRANT, () -> first[0] = root.createGrant(named("batch")).grantId());

      assertThat(slow.createGrant(named("batch")).grantId()).isEqualTo(first[0]);
      assertThat(grants()).isEqualTo(1);
    }
  }

  @Test
  void createGrant_keyScheduledForDeletionByAnotherProcessMeanwhile_isRefused() {
    OvertakenStore overtaken = new OvertakenStore();
    try (EmbeddedKms slow = fixture.open(overtaken::over)) {
      for (CreateGrant.Request request : List.of(named("batch"), named(null))) {
        String dying = symmetric(root);
        CreateGrant.Request late =
            CreateGrant.Request.of(dying, anna, request.operations()).withName(request.name());
        overtaken.beforeNext(
            RecordKind.GRANT,
            () -> root.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(dying)));

        refused(ErrorCode.KMS_INVALID_STATE, () -> slow.createGrant(late));
        assertThat(overtaken.wasOvertaken()).isTrue();
        assertThat(root.listGrants(ListGrants.Request.of(dying)).grants()).isEmpty();
      }
    }
  }

  @Test
  void createGrant_sameContentInAnotherOrder_isTheSameGrant() {
    Map<String, String> one = new LinkedHashMap<>();
    one.put("a", "1");
    one.put("b", "2");
    Map<String, String> other = new LinkedHashMap<>();
    other.put("b", "2");
    other.put("a", "1");
    String first =
        root.createGrant(named("n").withConstraints(new GrantConstraints(one, null, null)))
            .grantId();
    CreateGrant.Request again =
        CreateGrant.Request.of(key, anna, List.of(GrantOperation.DECRYPT, GrantOperation.ENCRYPT))
            .withName("n")
            .withConstraints(new GrantConstraints(other, null, null));

    assertThat(root.createGrant(again).grantId()).isEqualTo(first);
  }

  @Test
  void createGrant_madeByAnEarlierVersionWithoutIds_isTheSameGrant() {
    CreateGrant.Request request =
        named("n").withRetiringPrincipal(Policies.user(fixture.kms(), "bert"));
    String first = root.createGrant(request).grantId();
    rewriteTheGrantAsOfAnEarlierVersion();

    assertThat(root.createGrant(request).grantId()).isEqualTo(first);
    assertThat(grants()).isEqualTo(1);
  }

  /** A grant that knows names alone, and no record of its name beside it. */
  private void rewriteTheGrantAsOfAnEarlierVersion() {
    String keyRecord = Records.key(KeyArn.parse(key)).id();
    List<Change> changes = new ArrayList<>();
    for (StoredRecord grant : ofKey(RecordKind.GRANT, keyRecord)) {
      byte[] content = JsonCodec.write(withoutIds(grant));
      changes.add(new Change.Put(grant.id(), grant.parent(), grant.version(), content));
    }
    for (StoredRecord request : ofKey(RecordKind.REQUEST, keyRecord)) {
      changes.add(new Change.Delete(request.id(), request.version()));
    }
    assertThat(changes).hasSize(2);
    fixture.store().commit(changes);
  }

  private List<StoredRecord> ofKey(RecordKind kind, String keyRecord) {
    return fixture.store().children(kind, keyRecord, Optional.empty(), 10);
  }

  private static GrantRecord withoutIds(StoredRecord stored) {
    GrantRecord grant =
        JsonCodec.read(stored.content(), GrantRecord.class, JsonCodec.Reading.REQUEST);
    assertThat(grant.granteeId()).isNotNull();
    assertThat(grant.retiringId()).isNotNull();
    return new GrantRecord(
        grant.keyRecord(),
        grant.keyArn(),
        grant.grantId(),
        grant.name(),
        grant.creationDate(),
        grant.granteePrincipal(),
        grant.retiringPrincipal(),
        grant.granteeServicePrincipal(),
        grant.retiringServicePrincipal(),
        grant.issuingAccount(),
        grant.operations(),
        grant.constraints(),
        null,
        null);
  }

  @Test
  void createGrant_afterTheNamedOneWasRevoked_makesANewOne() {
    String first = root.createGrant(named("n")).grantId();
    assertThat(written()).isEqualTo(1);
    root.revokeGrant(RevokeGrant.Request.of(key, first));
    assertThat(written()).isZero();

    String second = root.createGrant(named("n")).grantId();

    assertThat(second).isNotEqualTo(first);
    assertThat(root.createGrant(named("n")).grantId()).isEqualTo(second);
  }

  @Test
  void deletion_afterWaitingPeriodAndADay_takesTheRecordOfTheNameWithIt() {
    root.createGrant(named("n"));
    root.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(7));

    fixture.use(Duration.ofDays(9));

    assertThat(fixture.stored(key)).isEmpty();
    assertThat(written()).isZero();
  }
}
