package dev.keyward.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.OutcomeUnknownException;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.ConnectionState;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.CustomKeyStoreType;
import dev.keyward.kms.CustomKeyStoresListEntry;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DeleteCustomKeyStore;
import dev.keyward.kms.DescribeCustomKeyStores;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.GetKeyPolicy;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.GrantListEntry;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListGrants;
import dev.keyward.kms.ListResourceTags;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.RetireGrant;
import dev.keyward.kms.RevokeGrant;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Shape;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.kms.UntagResource;
import dev.keyward.kms.UpdateCustomKeyStore;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.stub.StubKms;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes whose answer was lost, and which were refused when they were sent again. */
class LostAnswerTest {
  private static final String KEY = StubKms.KEY_ID;
  private static final String STORE = "cks-1234567890abcdef0";
  private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
  private static final Tag TAG = new Tag("team", "blue");
  private static final String REFUSED = "KMSInvalidStateException";

  private static final RevokeGrant.Request REVOKE = RevokeGrant.Request.of(KEY, "g1");

  private static final CreateKey.Request NEW_KEY =
      CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT);

  private final TestClient test = new TestClient();

  /** A change and what there is to be seen of it: made, not made. */
  private record Change(
      String operation, Record request, String look, Record made, Record notMade) {}

  private Stream<Change> changes() {
    return Stream.of(
        new Change(
            "TagResource",
            TagResource.Request.of(KEY, List.of(TAG)),
            "ListResourceTags",
            new ListResourceTags.Response(List.of(TAG), null, false),
            new ListResourceTags.Response(List.of(new Tag("team", "red")), null, false)),
        new Change(
            "UntagResource",
            UntagResource.Request.of(KEY, List.of("team")),
            "ListResourceTags",
            new ListResourceTags.Response(List.of(), null, false),
            new ListResourceTags.Response(List.of(TAG), null, false)),
        new Change(
            "EnableKeyRotation",
            EnableKeyRotation.Request.of(KEY).withRotationPeriodInDays(180),
            "GetKeyRotationStatus",
            rotation(true, 180),
            rotation(true, 365)),
        new Change(
            "DisableKeyRotation",
            DisableKeyRotation.Request.of(KEY),
            "GetKeyRotationStatus",
            rotation(false, null),
            rotation(true, 365)),
        new Change(
            "CreateGrant",
            CreateGrant.Request.of(KEY, "arn:aws:iam::111122223333:role/a", operations())
                .withName("nightly"),
            "ListGrants",
            new ListGrants.Response(List.of(grant()), null, false),
            new ListGrants.Response(List.of(), null, false)),
        new Change(
            "RevokeGrant",
            RevokeGrant.Request.of(KEY, "g1"),
            "ListGrants",
            new ListGrants.Response(List.of(), null, false),
            new ListGrants.Response(List.of(grant()), null, false)),
        new Change(
            "ConnectCustomKeyStore",
            ConnectCustomKeyStore.Request.of(STORE),
            "DescribeCustomKeyStores",
            stores("hsm", ConnectionState.CONNECTING),
            stores("hsm", ConnectionState.FAILED)),
        new Change(
            "DeleteCustomKeyStore",
            DeleteCustomKeyStore.Request.of(STORE),
            "DescribeCustomKeyStores",
            new DescribeCustomKeyStores.Response(List.of(), null, false),
            stores("hsm", ConnectionState.DISCONNECTED)),
        new Change(
            "UpdateCustomKeyStore",
            UpdateCustomKeyStore.Request.of(STORE).withNewCustomKeyStoreName("new"),
            "DescribeCustomKeyStores",
            stores("new", ConnectionState.DISCONNECTED),
            stores("old", ConnectionState.DISCONNECTED)),
        new Change(
            "CreateAlias",
            CreateAlias.Request.of("alias/orders", KEY),
            "DescribeKey",
            described(KeyState.ENABLED),
            new DescribeKey.Response(StubKms.of("eu-west-1", StubKms.MULTI_REGION_ID).metadata())));
  }

  private static GetKeyRotationStatus.Response rotation(boolean enabled, Integer days) {
    return new GetKeyRotationStatus.Response(enabled, KEY, days, null, null);
  }

  private static List<GrantOperation> operations() {
    return List.of(GrantOperation.DECRYPT, GrantOperation.ENCRYPT);
  }

  private static GrantListEntry grant() {
    return new GrantListEntry(
        KEY,
        "g1",
        "nightly",
        null,
        "arn:aws:iam::111122223333:role/a",
        null,
        null,
        List.of(GrantOperation.ENCRYPT, GrantOperation.DECRYPT),
        null,
        null,
        null);
  }

  private static DescribeCustomKeyStores.Response stores(String name, ConnectionState state) {
    CustomKeyStoresListEntry store =
        new CustomKeyStoresListEntry(
            STORE, name, null, null, state, null, null, CustomKeyStoreType.AWS_CLOUDHSM, null);
    return new DescribeCustomKeyStores.Response(List.of(store), null, false);
  }

  private DescribeKey.Response described(KeyState state) {
    KeyMetadata metadata = test.stub.metadata();
    Shape<KeyMetadata> shape = Shape.of(KeyMetadata.class);
    Object[] values =
        shape.parts().stream()
            .map(part -> part.wireName().equals("KeyState") ? state : part.value(metadata))
            .toArray();
    return new DescribeKey.Response(shape.create(values));
  }

  private static WireAnswer found(Record response) {
    return new WireAnswer(200, Map.of(), JsonCodec.write(response), true);
  }

  /** The first answer is lost, the second is a refusal; who looks sees what is given. */
  private RegionClient client(Change change, WireAnswer seen) {
    AtomicInteger tries = new AtomicInteger();
    return new TestClient()
        .over(
            request -> {
              if (TestClient.operation(request).equals(change.look())) {
                return seen;
              }
              if (tries.incrementAndGet() == 1) {
                throw TransportException.of(TransportException.Kind.NO_ANSWER, "was reset");
              }
              return TestClient.error(400, REFUSED);
            });
  }

  @TestFactory
  Stream<DynamicTest> change_lostAndThenRefusedButMade_isSuccess() {
    return each(
        change -> {
          try (RegionClient client = client(change, found(change.made()))) {
            client.call(change.operation(), change.request());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> change_lostAndThenRefusedAndNotMade_isTheRefusal() {
    return each(
        change -> {
          try (RegionClient client = client(change, found(change.notMade()))) {
            assertThatThrownBy(() -> client.call(change.operation(), change.request()))
                .isInstanceOfSatisfying(
                    KmsServiceException.class, e -> assertThat(e.code()).isEqualTo(REFUSED));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> change_lostAndThenRefusedByOneWhoMayNotLook_isOfUnknownOutcome() {
    return each(
        change -> {
          try (RegionClient client =
              client(change, TestClient.error(400, "AccessDeniedException"))) {
            assertThatThrownBy(() -> client.call(change.operation(), change.request()))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("refused when it was sent again (" + REFUSED + ")");
          }
        });
  }

  @FunctionalInterface
  private interface Check {
    void on(Change change);
  }

  private Stream<DynamicTest> each(Check check) {
    return changes()
        .map(change -> DynamicTest.dynamicTest(change.operation(), () -> check.on(change)));
  }

  @Test
  void policy_lostAndThenRefused_isSuccessOnlyIfItReadsTheSame() {
    PutKeyPolicy.Request asked = PutKeyPolicy.Request.of(KEY, POLICY);
    String same = "{ \"Statement\" : [], \"Version\" : \"2012-10-17\" }";
    Change made =
        new Change(
            "PutKeyPolicy",
            asked,
            "GetKeyPolicy",
            new GetKeyPolicy.Response(same, "default"),
            new GetKeyPolicy.Response("{\"Statement\":[{}]}", "default"));
    try (RegionClient client = client(made, found(made.made()))) {
      client.call("PutKeyPolicy", asked);
    }
    try (RegionClient client = client(made, found(made.notMade()))) {
      assertThatThrownBy(() -> client.call("PutKeyPolicy", asked))
          .as("a service may write it in another way")
          .isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void grant_lostAndThenRefused_isAnsweredWithItsId() {
    Change grant =
        changes().filter(change -> change.operation().equals("CreateGrant")).findFirst().get();
    try (RegionClient client = client(grant, found(grant.made()))) {
      CreateGrant.Response answer =
          (CreateGrant.Response) client.call("CreateGrant", grant.request());
      assertThat(answer.grantId()).isEqualTo("g1");
    }
  }

  /** The first answer is lost, the second is the refusal; who looks sees what is given. */
  private static Record contradicted(
      String operation, Record request, String refusal, WireAnswer seen) {
    AtomicInteger tries = new AtomicInteger();
    try (RegionClient client =
        new TestClient()
            .over(
                sent -> {
                  if (!TestClient.operation(sent).equals(operation)) {
                    return seen;
                  }
                  if (tries.incrementAndGet() == 1) {
                    throw TransportException.of(TransportException.Kind.NO_ANSWER, "was reset");
                  }
                  return TestClient.error(400, refusal);
                })) {
      return client.call(operation, request);
    }
  }

  /** The service shows a change to one later than to another. */
  @Test
  void refusal_thatContradictsWhatIsSeen_isOfUnknownOutcome() {
    WireAnswer grants = found(new ListGrants.Response(List.of(grant()), null, false));
    WireAnswer nothing = TestClient.error(400, "NotFoundException");
    WireAnswer enabled = found(described(KeyState.ENABLED));
    assertUnknown(
        "CreateAlias",
        CreateAlias.Request.of("alias/orders", KEY),
        "AlreadyExistsException",
        nothing);
    assertUnknown(
        "DeleteAlias", DeleteAlias.Request.of("alias/orders"), "NotFoundException", enabled);
    for (KeyState state : List.of(KeyState.ENABLED, KeyState.DISABLED)) {
      assertUnknown(
          "ScheduleKeyDeletion",
          ScheduleKeyDeletion.Request.of(KEY),
          REFUSED,
          found(described(state)));
    }
    assertUnknown(
        "CancelKeyDeletion",
        CancelKeyDeletion.Request.of(KEY),
        REFUSED,
        found(described(KeyState.PENDING_DELETION)));
    assertUnknown("RevokeGrant", REVOKE, "NotFoundException", grants);
    assertUnknown("RevokeGrant", REVOKE, "InvalidGrantIdException", grants);
  }

  private static void assertUnknown(
      String operation, Record request, String refusal, WireAnswer seen) {
    assertThatThrownBy(() -> contradicted(operation, request, refusal, seen))
        .as(operation)
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining(refusal);
  }

  @Test
  void deletion_refusedForAKeyThatIsBeingMade_isTheRefusal() {
    WireAnswer creating = found(described(KeyState.UPDATING));
    assertThatThrownBy(
            () ->
                contradicted(
                    "ScheduleKeyDeletion", ScheduleKeyDeletion.Request.of(KEY), REFUSED, creating))
        .isInstanceOf(KmsServiceException.class);
  }

  @Test
  void alias_refusedBecauseItIsAnotherKeys_isTheRefusal() {
    WireAnswer other =
        found(
            new DescribeKey.Response(StubKms.of("eu-west-1", StubKms.MULTI_REGION_ID).metadata()));
    CreateAlias.Request asked = CreateAlias.Request.of("alias/orders", KEY);
    assertThatThrownBy(() -> contradicted("CreateAlias", asked, "AlreadyExistsException", other))
        .isInstanceOfSatisfying(
            KmsServiceException.class, e -> assertThat(e.code()).contains("AlreadyExists"));
  }

  @Test
  void revocation_grantIsUnknownToTheListToo_isSuccess() {
    for (String refusal : List.of("NotFoundException", "InvalidGrantIdException")) {
      contradicted(
          "RevokeGrant", REVOKE, refusal, TestClient.error(400, "InvalidGrantIdException"));
    }
  }

  @Test
  void revocation_ofAGrantThatIsNotFoundOfAKeyThatIsNotThere_isTheRefusal() {
    WireAnswer noKey = TestClient.error(400, "NotFoundException");
    assertThatThrownBy(() -> contradicted("RevokeGrant", REVOKE, "NotFoundException", noKey))
        .isInstanceOf(KmsServiceException.class);
  }

  @Test
  void retirement_ofAGrantThatIsNotFound_isSuccessIfItIsNotListedOrOnlyItsTokenIsKnown() {
    WireAnswer listed = found(new ListGrants.Response(List.of(grant()), null, false));
    WireAnswer none = found(new ListGrants.Response(List.of(), null, false));
    RetireGrant.Request byId =
        RetireGrant.Request.of(null)
            .withKeyId(StubKms.of("eu-west-1", KEY).arn())
            .withGrantId("g1");
    contradicted("RetireGrant", RetireGrant.Request.of("token"), "NotFoundException", listed);
    contradicted("RetireGrant", byId, "NotFoundException", none);
    assertUnknown("RetireGrant", byId, "NotFoundException", listed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DependencyTimeoutException", "Whatever"})
  void createKey_answered503BySomebody_isOfUnknownOutcomeAndNotSentAgain(String code) {
    try (RegionClient client = test.over(request -> TestClient.error(503, code))) {
      assertThatThrownBy(() -> client.call("CreateKey", NEW_KEY))
          .isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(test.sent).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ServiceUnavailable", "ServiceUnavailableException"})
  void createKey_serviceSaysThatItIsUnavailable_isSentAgain(String code) {
    try (RegionClient client =
        test.over(
            request -> test.sent.size() < 2 ? TestClient.error(503, code) : test.well(request))) {
      assertThat(client.call("CreateKey", NEW_KEY)).isInstanceOf(CreateKey.Response.class);
    }
    assertThat(test.sent).hasSize(2);
  }
}
