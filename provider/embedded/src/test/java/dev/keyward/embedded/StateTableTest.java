package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static dev.keyward.kms.ErrorCode.DISABLED;
import static dev.keyward.kms.ErrorCode.KMS_INVALID_STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.DataKeySpec;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.DisableKeyRotation;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.EnableKeyRotation;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GenerateDataKey;
import dev.keyward.kms.GenerateDataKeyWithoutPlaintext;
import dev.keyward.kms.GetKeyRotationStatus;
import dev.keyward.kms.GetPublicKey;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ReEncrypt;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.Sign;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.kms.Verify;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.SigningAlgorithm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which operation works in which key state: section 9.1 of the contract, as a table. */
class StateTableTest {
  private static final SigningAlgorithm ECDSA = SigningAlgorithm.ECDSA_SHA_256;
  private static final byte[] TEXT = {1, 2, 3};
  private static final Answer OK = new Answer(null, "");
  private static final Answer OFF = new Answer(DISABLED, "%s is disabled.");
  private static final Answer PENDING = new Answer(KMS_INVALID_STATE, "%s is pending deletion.");
  private static final Answer NOT_PENDING =
      new Answer(KMS_INVALID_STATE, "%s is not pending deletion.");

  private static final Answer NO_ROTATION =
      new Answer(
          ErrorCode.UNSUPPORTED_OPERATION,
          "%s key spec is ECC_NIST_P256 which is not valid for this operation.");

  /** How an operation answers; {@code %s} in the text is the key's ARN. */
  record Answer(ErrorCode code, String text) {}

  enum State {
    ENABLED,
    DISABLED,
    PENDING_DELETION
  }

  /** The keys of one cell, made while they were enabled. */
  record Subject(String key, String signing, byte[] blob, byte[] signature, String other) {}

  @FunctionalInterface
  interface Call {
    void on(Kms kms, Subject subject);
  }

  /** One line of the table; {@code pair} means it is about the signing key of the subject. */
  record Line(
      String name, boolean pair, Answer enabled, Answer disabled, Answer pending, Call call) {
    Answer in(State state) {
      return switch (state) {
        case ENABLED -> enabled;
        case DISABLED -> disabled;
        case PENDING_DELETION -> pending;
      };
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Line line(String name, Answer on, Answer off, Answer pending, Call call) {
    return new Line(name, false, on, off, pending, call);
  }

  private static Line pairLine(String name, Answer on, Answer off, Answer pending, Call call) {
    return new Line(name, true, on, off, pending, call);
  }

  static List<Line> table() {
    return List.of(
        line(
            "CancelKeyDeletion",
            NOT_PENDING,
            NOT_PENDING,
            OK,
            (kms, s) -> kms.cancelKeyDeletion(CancelKeyDeletion.Request.of(s.key()))),
        line(
            "CreateAlias",
            OK,
            OK,
            PENDING,
            (kms, s) -> kms.createAlias(CreateAlias.Request.of("alias/new", s.key()))),
        line(
            "UpdateAlias to",
            OK,
            OK,
            PENDING,
            (kms, s) -> kms.updateAlias(UpdateAlias.Request.of("alias/other", s.key()))),
        line(
            "UpdateAlias from",
            OK,
            OK,
            OK,
            (kms, s) -> kms.updateAlias(UpdateAlias.Request.of("alias/own", s.other()))),
        line(
            "DeleteAlias",
            OK,
            OK,
            OK,
            (kms, s) -> kms.deleteAlias(DeleteAlias.Request.of("alias/own"))),
        line(
            "Encrypt",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.encrypt(Encrypt.Request.of(s.key(), TEXT))),
        line(
            "Encrypt by alias",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.encrypt(Encrypt.Request.of("alias/own", TEXT))),
        line("Decrypt", OK, OFF, PENDING, (kms, s) -> kms.decrypt(Decrypt.Request.of(s.blob()))),
        line(
            "ReEncrypt from",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.reEncrypt(ReEncrypt.Request.of(s.blob(), s.other()))),
        line(
            "ReEncrypt to",
            OK,
            OFF,
            PENDING,
            (kms, s) -> {
              byte[] foreign = kms.encrypt(Encrypt.Request.of(s.other(), TEXT)).ciphertextBlob();
              kms.reEncrypt(ReEncrypt.Request.of(foreign, s.key()));
            }),
        line(
            "GenerateDataKey",
            OK,
            OFF,
            PENDING,
            (kms, s) ->
                kms.generateDataKey(
                    GenerateDataKey.Request.of(s.key()).withKeySpec(DataKeySpec.AES_256))),
        line(
            "GenerateDataKeyWithoutPlaintext",
            OK,
            OFF,
            PENDING,
            (kms, s) ->
                kms.generateDataKeyWithoutPlaintext(
                    GenerateDataKeyWithoutPlaintext.Request.of(s.key())
                        .withKeySpec(DataKeySpec.AES_256))),
        pairLine(
            "Sign",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.sign(Sign.Request.of(s.signing(), TEXT, ECDSA))),
        pairLine(
            "Verify",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.verify(Verify.Request.of(s.signing(), TEXT, s.signature(), ECDSA))),
        pairLine(
            "GetPublicKey",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.getPublicKey(GetPublicKey.Request.of(s.signing()))),
        line(
            "DescribeKey",
            OK,
            OK,
            OK,
            (kms, s) -> kms.describeKey(DescribeKey.Request.of(s.key()))),
        line(
            "ListAliases",
            OK,
            OK,
            OK,
            (kms, s) ->
                assertThat(kms.listAliases(ListAliases.Request.of().withKeyId(s.key())).aliases())
                    .hasSize(1)),
        line(
            "EnableKey", OK, OK, PENDING, (kms, s) -> kms.enableKey(EnableKey.Request.of(s.key()))),
        line(
            "DisableKey",
            OK,
            OK,
            PENDING,
            (kms, s) -> kms.disableKey(DisableKey.Request.of(s.key()))),
        line(
            "EnableKeyRotation",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.enableKeyRotation(EnableKeyRotation.Request.of(s.key()))),
        line(
            "DisableKeyRotation",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.disableKeyRotation(DisableKeyRotation.Request.of(s.key()))),
        line(
            "RotateKeyOnDemand",
            OK,
            OFF,
            PENDING,
            (kms, s) -> kms.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(s.key()))),
        line(
            "GetKeyRotationStatus",
            OK,
            OK,
            OK,
            (kms, s) -> kms.getKeyRotationStatus(GetKeyRotationStatus.Request.of(s.key()))),
        line(
            "ScheduleKeyDeletion",
            OK,
            OK,
            PENDING,
            (kms, s) -> kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(s.key()))),
        // Rotation looks at the kind of key first: no state makes a pair rotate.
        pairLine(
            "EnableKeyRotation of a pair",
            NO_ROTATION,
            NO_ROTATION,
            NO_ROTATION,
            (kms, s) -> kms.enableKeyRotation(EnableKeyRotation.Request.of(s.signing()))),
        line(
            "GetPublicKey of a symmetric key",
            new Answer(
                ErrorCode.UNSUPPORTED_OPERATION,
                "%s key spec is SYMMETRIC_DEFAULT which is not valid for GetPublicKey."),
            OFF,
            PENDING,
            (kms, s) -> kms.getPublicKey(GetPublicKey.Request.of(s.key()))),
        line(
            "Sign with a symmetric key",
            new Answer(
                ErrorCode.INVALID_KEY_USAGE,
                "%s key usage is ENCRYPT_DECRYPT which is not valid for Sign."),
            OFF,
            PENDING,
            (kms, s) -> kms.sign(Sign.Request.of(s.key(), TEXT, ECDSA))));
  }

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

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void operation_inEachState_answersAsTheTableSays(Line line) {
    for (State state : State.values()) {
      Subject subject = subject();
      String key = line.pair() ? subject.signing() : subject.key();
      enter(state, subject);
      Answer expected = line.in(state);
      KmsServiceException error =
          catchThrowableOfType(
              KmsServiceException.class, () -> line.call().on(fixture.kms(), subject));
      String cell = line.name() + " in " + state;
      assertThat(error == null ? null : error.code())
          .as(cell)
          .isEqualTo(expected.code() == null ? null : expected.code().wireName());
      if (error != null) {
        assertThat(error).as(cell).hasMessage(expected.text(), key);
      }
      forgetAliases();
    }
  }

  private Subject subject() {
    Kms kms = fixture.kms();
    String key = symmetric(kms);
    String other = symmetric(kms);
    String signing = create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    kms.createAlias(CreateAlias.Request.of("alias/own", key));
    kms.createAlias(CreateAlias.Request.of("alias/other", other));
    return new Subject(
        key,
        signing,
        kms.encrypt(Encrypt.Request.of(key, TEXT)).ciphertextBlob(),
        kms.sign(Sign.Request.of(signing, TEXT, ECDSA)).signature(),
        other);
  }

  private void enter(State state, Subject subject) {
    for (String key : Arrays.asList(subject.key(), subject.signing())) {
      switch (state) {
        case ENABLED -> fixture.kms().enableKey(EnableKey.Request.of(key));
        case DISABLED -> fixture.kms().disableKey(DisableKey.Request.of(key));
        case PENDING_DELETION ->
            fixture.kms().scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key));
      }
    }
  }

  private void forgetAliases() {
    Kms kms = fixture.kms();
    kms.listAliases(ListAliases.Request.of()).aliases().stream()
        .filter(alias -> alias.targetKeyId() != null)
        .forEach(alias -> kms.deleteAlias(DeleteAlias.Request.of(alias.aliasName())));
  }
}
