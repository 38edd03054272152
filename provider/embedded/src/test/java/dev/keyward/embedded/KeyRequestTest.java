package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Tag;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CreateKey with the tag keyward:request-id: sent twice, it makes one key. */
class KeyRequestTest {
  private static final String ARN = "arn:aws:iam::111122223333:user/";

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  static CreateKey.Request request(String id) {
    return CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
        .withTags(List.of(new Tag("keyward:request-id", id), new Tag("team", "orders")));
  }

  private static String create(Kms kms, CreateKey.Request request) {
    return kms.createKey(request).keyMetadata().arn();
  }

  private static Set<String> atOnce(CreateKey.Request request, List<Kms> engines) throws Exception {
    return AtOnce.answers(8, engines, kms -> create(kms, request));
  }

  private int keys() {
    return fixture.kms().listKeys(ListKeys.Request.of()).keys().size();
  }

  private long requests() {
    return fixture.store().count(RecordKind.REQUEST, "");
  }

  @Test
  void createKey_sentAgainWithItsRequestId_answersTheKeyAsItIsNow() {
    String first = create(fixture.kms(), request("r-1"));
    fixture.kms().disableKey(DisableKey.Request.of(first));

    var again = fixture.kms().createKey(request("r-1")).keyMetadata();

    assertThat(again.arn()).isEqualTo(first);
    assertThat(again.keyState()).isEqualTo(KeyState.DISABLED);
    assertThat(keys()).isEqualTo(1);
  }

  @Test
  void createKey_sameParametersWrittenDifferently_isTheSameRequest() {
    String first = create(fixture.kms(), request("r-1"));
    CreateKey.Request bare =
        new CreateKey.Request(
            null, "", null, null, null, KeyOrigin.AWS_KMS, null, null, reversed(), false, null);

    assertThat(create(fixture.kms(), bare)).isEqualTo(first);
  }

  private static List<Tag> reversed() {
    return List.of(new Tag("team", "orders"), new Tag("keyward:request-id", "r-1"));
  }

  @Test
  void createKey_otherRequestIdOrNone_makesAnotherKey() {
    Set<String> made = new HashSet<>();
    made.add(create(fixture.kms(), request("r-1")));
    made.add(create(fixture.kms(), request("r-2")));
    CreateKey.Request without = request("r-1").withTags(List.of(new Tag("team", "orders")));
    made.add(create(fixture.kms(), without));
    made.add(create(fixture.kms(), without));

    assertThat(made).hasSize(4);
    assertThat(requests()).as("records of requests").isEqualTo(2);
  }

  @Test
  void createKey_requestIdUsedWithOtherParameters_isRefusedAndNamesTheKey() {
    String first = create(fixture.kms(), request("r-1"));
    List<CreateKey.Request> others =
        List.of(
            request("r-1").withDescription("other"),
            request("r-1").withOrigin(KeyOrigin.EXTERNAL),
            request("r-1").withMultiRegion(true),
            request("r-1").withTags(List.of(new Tag("keyward:request-id", "r-1"))),
            CreateKey.Request.of(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC)
                .withTags(request("r-1").tags()));

    for (CreateKey.Request other : others) {
      KmsServiceException refusal = refused(ErrorCode.TAG, () -> fixture.kms().createKey(other));
      assertThat(refusal).hasMessageContaining("keyward:request-id").hasMessageContaining(first);
    }
    assertThat(keys()).isEqualTo(1);
  }

  @Test
  void createKey_sameRequestIdOfAnotherCallerOrRegion_makesAnotherKey() {
    for (String user : List.of("anna", "bert")) {
      Policies.user(fixture.kms(), user);
      fixture
          .kms()
          .identities()
          .putInlinePolicy(ARN + user, "all", Policies.identity("Allow", "kms:*", "*", ""));
    }
    Set<String> made = new HashSet<>();
    made.add(create(fixture.as(ARN + "anna"), request("r-1")));
    made.add(create(fixture.as(ARN + "bert"), request("r-1")));
    made.add(create(fixture.kms(), request("r-1")));
    made.add(create(fixture.in("eu-central-1"), request("r-1")));

    assertThat(made).hasSize(4);
    assertThat(made).contains(create(fixture.as(ARN + "anna"), request("r-1")));
  }

  @Test
  void createKey_keyOfTheRequestPendingDeletion_makesANewOneThatIsThenAnswered() {
    String first = create(fixture.kms(), request("r-1"));
    fixture.kms().scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(first));

    String second = create(fixture.kms(), request("r-1"));
    fixture.kms().cancelKeyDeletion(CancelKeyDeletion.Request.of(first));

    assertThat(second).isNotEqualTo(first);
    assertThat(create(fixture.kms(), request("r-1"))).isEqualTo(second);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void deletion_afterWaitingPeriodAndADay_takesTheRecordOfTheRequestWithIt() {
    String key = create(fixture.kms(), request("r-1"));
    fixture
        .kms()
        .scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key).withPendingWindowInDays(7));
    assertThat(requests()).isEqualTo(1);

    fixture.use(Duration.ofDays(9));

    assertThat(fixture.stored(key)).isEmpty();
    assertThat(requests()).isZero();
  }

  @Test
  void createKey_sentByManyThreadsOfTwoEnginesAtOnce_makesOneKey() throws Exception {
    try (EmbeddedKms other = fixture.open()) {
      for (int round = 0; round < 5; round++) {
        Set<String> made = atOnce(request("round-" + round), List.of(fixture.kms(), other));
        assertThat(made).hasSize(1);
        assertThat(keys()).isEqualTo(round + 1);
      }
    }
  }

  @Test
  void createKey_inAKeyStoreByTwoEnginesAtOnce_leavesOneKeyInTheToken() throws Exception {
    KeyStores tokens = new KeyStores();
    try (EmbeddedKmsFixture hsm = new EmbeddedKmsFixture(home.resolve("hsm"), tokens::over);
        EmbeddedKms other = hsm.open()) {
      CreateKey.Request held =
          request("r-1")
              .withOrigin(KeyOrigin.AWS_CLOUDHSM)
              .withCustomKeyStoreId(KeyStores.connected(hsm.kms()));

      Set<String> made = atOnce(held, List.of(hsm.kms(), other));

      assertThat(made).hasSize(1);
      assertThat(tokens.tokenKeys()).isEqualTo(1);
    }
  }

  @Test
  void createKey_sentBeforeByAnotherProcess_answersItsKey() throws Exception {
    keys();
    try (EngineWorker worker = EngineWorker.start(home, home.resolve("worker.log"))) {
      worker.tell("create", "r-1");
    }

    String key = create(fixture.kms(), request("r-1"));

    assertThat(fixture.kms().listKeys(ListKeys.Request.of()).keys())
        .singleElement()
        .satisfies(only -> assertThat(only.keyArn()).isEqualTo(key));
  }
}
