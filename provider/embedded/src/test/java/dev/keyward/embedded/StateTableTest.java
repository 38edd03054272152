package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyward.embedded.StateTable.Column;
import dev.keyward.embedded.StateTable.Kind;
import dev.keyward.embedded.StateTable.Line;
import dev.keyward.embedded.StateTable.Subject;
import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.DeleteImportedKeyMaterial;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.DisconnectCustomKeyStore;
import dev.keyward.kms.Encapsulate;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateMac;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Sign;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation in every key state answers as section 9.1 of the contract says. */
class StateTableTest {
  private static final byte[] MATERIAL = Imports.randomMaterial(32);
  private static final byte[] NO_OUTPUT = {1};

  /** How a cell is answered; the text follows the key's ARN. */
  record Answer(ErrorCode code, String text) {
    static Answer of(String cell, Kind kind) {
      return switch (cell) {
        case "ok" -> new Answer(null, null);
        case "1" -> new Answer(ErrorCode.DISABLED, "is disabled.");
        case "3" -> invalidState("is pending deletion.");
        case "4" -> invalidState("is not pending deletion.");
        case "5" -> invalidState("is pending import.");
        case "11" -> invalidState("is unavailable.");
        case "14" -> invalidState("is creating.");
        case "15" -> invalidState("is updating.");
        case "6" -> unsupported("origin is EXTERNAL which is not valid for this operation.");
        case "kms" -> unsupported("origin is AWS_KMS which is not valid for this operation.");
        case "store" ->
            unsupported("origin is AWS_CLOUDHSM which is not valid for this operation.");
        case "spec" ->
            unsupported("key spec is " + spec(kind) + " which is not valid for this operation.");
        case "spec-g" ->
            unsupported("key spec is " + spec(kind) + " which is not valid for GetPublicKey.");
        case "usage" ->
            new Answer(
                ErrorCode.INVALID_KEY_USAGE,
                "key usage is " + usage(kind) + " which is not valid for Sign.");
        default -> throw new AssertionError("no note " + cell);
      };
    }

    private static Answer invalidState(String text) {
      return new Answer(ErrorCode.KMS_INVALID_STATE, text);
    }

    private static Answer unsupported(String text) {
      return new Answer(ErrorCode.UNSUPPORTED_OPERATION, text);
    }
  }

  private static KeySpec spec(Kind kind) {
    return switch (kind) {
      case SYMMETRIC, EXTERNAL, MULTI_REGION -> KeySpec.SYMMETRIC_DEFAULT;
      case SIGNING, AGREEMENT -> KeySpec.ECC_NIST_P256;
      case MAC -> KeySpec.HMAC_256;
      case KEM -> KeySpec.ML_KEM_512;
    };
  }

  private static KeyUsage usage(Kind kind) {
    return switch (kind) {
      case SYMMETRIC, EXTERNAL, MULTI_REGION -> KeyUsage.ENCRYPT_DECRYPT;
      case SIGNING -> KeyUsage.SIGN_VERIFY;
      case AGREEMENT -> KeyUsage.KEY_AGREEMENT;
      case MAC -> KeyUsage.GENERATE_VERIFY_MAC;
      case KEM -> KeyUsage.ENCAPSULATE_DECAPSULATE;
    };
  }

  static Stream<Line> table() {
    return Stream.of(
            StateTable.encryption(),
            StateTable.pairs(),
            StateTable.naming(),
            StateTable.reading(),
            StateTable.grants(),
            StateTable.lifecycle(),
            StateTable.rotation(),
            StateTable.imports())
        .flatMap(List::stream);
  }

  @TempDir private Path home;
  private final KeyStores tokens = new KeyStores();
  private EmbeddedKmsFixture fixture;
  private Kms kms;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home, tokens::over);
    kms = fixture.served();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void operation_inEachState_answersAsTheTableSays(Line line) {
    for (Column column : Column.values()) {
      if (!line.cell(column).equals("-")) {
        check(line, column, entered(line.kind(), column));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void operation_onPrimaryThatWaitsForItsReplicas_answersAsInPendingDeletion(Line line) {
    Subject subject = subject(line.kind(), newKey(line.kind(), true));
    if (line.kind() != Kind.MULTI_REGION) {
      kms.replicateKey(ReplicateKey.Request.of(subject.key(), StateTable.REPLICA_REGION));
    }
    KeyState state =
        kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(subject.key())).keyState();
    assertThat(state).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    check(line, Column.PENDING_DELETION, subject);
  }

  private void check(Line line, Column column, Subject subject) {
    String cell = line.name() + " in " + column;
    Answer expected = Answer.of(line.cell(column), line.kind());
    KmsServiceException error =
        catchThrowableOfType(KmsServiceException.class, () -> line.operation().on(kms, subject));
    assertThat(error == null ? null : error.code())
        .as(cell + ": " + error)
        .isEqualTo(expected.code() == null ? null : expected.code().wireName());
    if (error != null) {
      assertThat(error).as(cell).hasMessage(subject.key() + " " + expected.text());
    }
  }

  private Subject entered(Kind kind, Column column) {
    return switch (column) {
      case ENABLED -> subject(kind, newKey(kind, false));
      case DISABLED -> {
        Subject subject = subject(kind, newKey(kind, false));
        kms.disableKey(DisableKey.Request.of(subject.key()));
        yield subject;
      }
      case PENDING_DELETION -> pendingDeletion(kind);
      case PENDING_IMPORT -> pendingImport(kind);
      case UNAVAILABLE -> unavailable();
      case CREATING -> written(kind, KeyState.CREATING);
      case UPDATING -> written(kind, KeyState.UPDATING);
    };
  }

  private String newKey(Kind kind, boolean multiRegion) {
    boolean several = multiRegion || kind == Kind.MULTI_REGION;
    if (kind == Kind.EXTERNAL) {
      String key = Imports.external(kms, spec(kind), usage(kind), several);
      Imports.importInto(kms, key, MATERIAL);
      return key;
    }
    return kms.createKey(CreateKey.Request.of(spec(kind), usage(kind)).withMultiRegion(several))
        .keyMetadata()
        .arn();
  }

  private Subject subject(Kind kind, String key) {
    if (kind == Kind.MULTI_REGION) {
      kms.replicateKey(ReplicateKey.Request.of(key, StateTable.REPLICA_REGION));
    }
    byte[] peer = null;
    if (kind == Kind.AGREEMENT) {
      String other = create(kms, spec(kind), usage(kind));
      peer = kms.getPublicKey(GetPublicKey.Request.of(other)).publicKey();
    }
    return named(key, output(kind, key), peer, reimport(kind, key));
  }

  private ImportKeyMaterial.Request reimport(Kind kind, String key) {
    return kind == Kind.EXTERNAL ? Imports.request(kms, key, MATERIAL) : null;
  }

  private Subject named(
      String key, byte[] output, byte[] peer, ImportKeyMaterial.Request reimport) {
    String other = symmetric(kms);
    String suffix = key.substring(key.length() - 12);
    kms.createAlias(CreateAlias.Request.of("alias/own-" + suffix, key));
    kms.createAlias(CreateAlias.Request.of("alias/other-" + suffix, other));
    CreateGrant.Response grant = kms.createGrant(StateTable.grant(key));
    return new Subject(
        key, "alias/own-" + suffix, other, "alias/other-" + suffix, output, peer, grant, reimport);
  }

  private byte[] output(Kind kind, String key) {
    return switch (kind) {
      case SYMMETRIC, EXTERNAL, MULTI_REGION ->
          kms.encrypt(Encrypt.Request.of(key, StateTable.TEXT)).ciphertextBlob();
      case SIGNING -> kms.sign(Sign.Request.of(key, StateTable.TEXT, StateTable.ECDSA)).signature();
      case MAC ->
          kms.generateMac(GenerateMac.Request.of(StateTable.TEXT, key, StateTable.HMAC)).mac();
      case KEM -> kms.encapsulate(Encapsulate.Request.of(key)).sharedSecretCiphertextBlob();
      case AGREEMENT -> NO_OUTPUT;
    };
  }

  private Subject pendingDeletion(Kind kind) {
    Subject subject = subject(kind, newKey(kind, false));
    if (kind == Kind.MULTI_REGION) {
      fixture.rewrite(
          subject.key(),
          key ->
              key.with(
                  draft -> {
                    draft.keyState = KeyState.PENDING_DELETION;
                    draft.deletionDate = fixture.now().plus(Duration.ofDays(7));
                  }));
    } else {
      kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(subject.key()));
    }
    return subject;
  }

  /** The key never had material, so its ciphertext is forged: the state is checked first. */
  private Subject pendingImport(Kind kind) {
    boolean multiRegion = kind == Kind.MULTI_REGION;
    String key = Imports.external(kms, spec(kind), usage(kind), multiRegion);
    byte[] output = forged(key);
    if (spec(kind) != KeySpec.SYMMETRIC_DEFAULT) {
      return new Subject(key, null, null, null, output, output, null, null);
    }
    if (multiRegion) {
      Imports.importInto(kms, key, MATERIAL);
      Subject subject = subject(kind, key);
      kms.deleteImportedKeyMaterial(DeleteImportedKeyMaterial.Request.of(key));
      return subject;
    }
    // Grants can be made in this state, though the key has no material.
    fixture.rewrite(key, stored -> stored.withState(KeyState.UPDATING));
    Subject subject = named(key, output, null, null);
    fixture.rewrite(key, stored -> stored.withState(KeyState.PENDING_IMPORT));
    return kind == Kind.EXTERNAL ? withImport(subject) : subject;
  }

  private Subject withImport(Subject subject) {
    return new Subject(
        subject.key(),
        subject.alias(),
        subject.other(),
        subject.otherAlias(),
        subject.output(),
        subject.peer(),
        subject.grant(),
        Imports.request(kms, subject.key(), MATERIAL));
  }

  private static byte[] forged(String key) {
    byte[] header = CiphertextBlob.header(KeyArn.parse(key).keyId(), "ab".repeat(32));
    return CiphertextBlob.join(header, new byte[64]);
  }

  private Subject unavailable() {
    String keyStore = KeyStores.connected(kms);
    String key = KeyStores.key(kms, keyStore);
    Subject subject = subject(Kind.SYMMETRIC, key);
    kms.disconnectCustomKeyStore(DisconnectCustomKeyStore.Request.of(keyStore));
    return subject;
  }

  private Subject written(Kind kind, KeyState state) {
    Subject subject = subject(kind, newKey(kind, true));
    fixture.rewrite(subject.key(), key -> key.withState(state));
    return subject;
  }
}
