package dev.keyward.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.failure.OutcomeUnknownException;
import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportState;
import dev.keyward.kms.ImportType;
import dev.keyward.kms.KeyMaterialState;
import dev.keyward.kms.KeyMetadata;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.RotationsListEntry;
import dev.keyward.kms.Shape;
import dev.keyward.kms.json.JsonCodec;
import dev.keyward.model.KeyState;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.stub.StubKms;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Imports and deletions of key material whose answer was lost. */
class LostMaterialAnswerTest {
  private static final String KEY = StubKms.KEY_ID;
  private static final String FIRST = "a".repeat(64);
  private static final String SECOND = "b".repeat(64);
  private static final String INVALID_STATE = "KMSInvalidStateException";

  private static final DeleteImportedKeyMaterial.Request DELETE =
      DeleteImportedKeyMaterial.Request.of(KEY);

  private static final ImportKeyMaterial.Request IMPORT =
      ImportKeyMaterial.Request.of(KEY, new byte[8], new byte[8])
          .withExpirationModel(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE);

  private final TestClient test = new TestClient();
  private final StubKms stub = StubKms.of("eu-west-1", KEY);

  /** What the service says the second time; null is nothing. */
  private String secondAnswer = INVALID_STATE;

  private KeyState state = KeyState.PENDING_IMPORT;
  private String current = SECOND;
  private WireAnswer materials =
      well(
          new ListKeyRotations.Response(
              List.of(
                  material(FIRST, KeyMaterialState.NON_CURRENT, ImportState.PENDING_IMPORT),
                  material(SECOND, KeyMaterialState.CURRENT, ImportState.IMPORTED)),
              null,
              false));

  private static RotationsListEntry material(
      String id, KeyMaterialState state, ImportState importState) {
    return new RotationsListEntry(KEY, id, null, importState, state, null, null, null, null);
  }

  private static WireAnswer well(Record response) {
    return new WireAnswer(200, Map.of(), JsonCodec.write(response), true);
  }

  private DescribeKey.Response described() {
    KeyMetadata metadata = stub.metadata();
    Shape<KeyMetadata> shape = Shape.of(KeyMetadata.class);
    Object[] values =
        shape.parts().stream()
            .map(
                part ->
                    switch (part.wireName()) {
                      case "KeyState" -> state;
                      case "CurrentKeyMaterialId" -> current;
                      default -> part.value(metadata);
                    })
            .toArray();
    return new DescribeKey.Response(shape.create(values));
  }

  private Record change(String operation, Record request) {
    AtomicInteger tries = new AtomicInteger();
    try (RegionClient client =
        test.over(
            sent ->
                switch (TestClient.operation(sent)) {
                  case "DescribeKey" -> well(described());
                  case "ListKeyRotations" -> materials;
                  default -> {
                    if (tries.incrementAndGet() == 1 || secondAnswer == null) {
                      throw TransportException.of(TransportException.Kind.NO_ANSWER, "was reset");
                    }
                    yield TestClient.error(400, secondAnswer);
                  }
                })) {
      return client.call(operation, request);
    }
  }

  private Record importMaterial(ImportKeyMaterial.Request asked) {
    return change("ImportKeyMaterial", asked);
  }

  private Record delete(DeleteImportedKeyMaterial.Request asked) {
    return change("DeleteImportedKeyMaterial", asked);
  }

  @Test
  void deletion_ofNamedMaterialThatIsMissing_isSuccess() {
    assertThat(delete(DELETE.withKeyMaterialId(FIRST)))
        .isEqualTo(new DeleteImportedKeyMaterial.Response(stub.arn(), FIRST));
  }

  @Test
  void deletion_ofNamedMaterialWhileAnotherIsMissing_isOfUnknownOutcome() {
    for (String id : List.of(SECOND, "c".repeat(64))) {
      assertThatThrownBy(() -> delete(DELETE.withKeyMaterialId(id)))
          .isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void deletion_ofTheCurrentMaterialWhileAnotherIsMissing_isOfUnknownOutcome() {
    assertThatThrownBy(() -> delete(DELETE)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void deletion_ofTheCurrentMaterialThatIsMissing_isSuccess() {
    materials =
        well(
            new ListKeyRotations.Response(
                List.of(material(SECOND, KeyMaterialState.CURRENT, ImportState.PENDING_IMPORT)),
                null,
                false));
    assertThat(delete(DELETE))
        .isEqualTo(new DeleteImportedKeyMaterial.Response(stub.arn(), SECOND));
  }

  @Test
  void deletion_ofTheOnlyMaterialOfAKeyPair_isSuccessIfItWaitsForAnImport() {
    materials = TestClient.error(400, "UnsupportedOperationException");
    current = null;
    assertThat(delete(DELETE)).isEqualTo(new DeleteImportedKeyMaterial.Response(stub.arn(), null));
    state = KeyState.ENABLED;
    assertThatThrownBy(() -> delete(DELETE)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void import_ofNamedMaterialThatIsInUse_isSuccess() {
    state = KeyState.ENABLED;
    for (String answer : Arrays.asList(INVALID_STATE, null)) {
      secondAnswer = answer;
      assertThat(importMaterial(IMPORT.withKeyMaterialId(SECOND)))
          .isEqualTo(new ImportKeyMaterial.Response(stub.arn(), SECOND));
    }
  }

  @Test
  void import_ofMaterialThatIsNotSeenToBeThere_isOfUnknownOutcome() {
    state = KeyState.ENABLED;
    for (String answer : Arrays.asList(INVALID_STATE, "ExpiredImportTokenException", null)) {
      secondAnswer = answer;
      for (ImportKeyMaterial.Request asked :
          List.of(
              IMPORT,
              IMPORT.withImportType(ImportType.EXISTING_KEY_MATERIAL),
              IMPORT.withKeyMaterialId(FIRST))) {
        assertThatThrownBy(() -> importMaterial(asked)).isInstanceOf(OutcomeUnknownException.class);
      }
    }
  }

  /** Another one may be what the key waits for. */
  @Test
  void import_ofNamedMaterialWhileTheKeyWaitsForOne_isOfUnknownOutcome() {
    assertThatThrownBy(() -> importMaterial(IMPORT.withKeyMaterialId(SECOND)))
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void import_refusedAndTheKeyStillWaitsForIt_isTheRefusal() {
    assertThatThrownBy(() -> importMaterial(IMPORT)).isInstanceOf(KmsServiceException.class);
  }

  @Test
  void import_refusedForItsToken_isTheRefusal() {
    state = KeyState.ENABLED;
    secondAnswer = "InvalidImportTokenException";
    assertThatThrownBy(() -> importMaterial(IMPORT.withKeyMaterialId(SECOND)))
        .isInstanceOfSatisfying(
            KmsServiceException.class, e -> assertThat(e.code()).isEqualTo(secondAnswer));
  }
}
