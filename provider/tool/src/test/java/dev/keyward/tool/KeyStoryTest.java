package dev.keyward.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.KeywardProvider;
import dev.keyward.config.Configuration;
import dev.keyward.config.Source;
import dev.keyward.embedded.Caller;
import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.embedded.EmbeddedKmsFactory;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.identity.Identity;
import dev.keyward.jdk.JdkRandom;
import dev.keyward.kms.AuditEntry;
import dev.keyward.kms.AuditQuery;
import dev.keyward.kms.AuditVerification;
import dev.keyward.kms.CancelKeyDeletion;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.DisableKey;
import dev.keyward.kms.EnableKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ExpirationModel;
import dev.keyward.kms.GetKeyLastUsage;
import dev.keyward.kms.GetParametersForImport;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.ImportKeyMaterial;
import dev.keyward.kms.ImportType;
import dev.keyward.kms.ImportWrapping;
import dev.keyward.kms.KeyLastUsageData;
import dev.keyward.kms.ListKeyRotations;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.RotateKeyOnDemand;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.TrackedOperation;
import dev.keyward.kms.WrappingAlgorithm;
import dev.keyward.kms.WrappingKeySpec;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.secret.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The life of a key: it is made, used through {@code Cipher} by whom its policy names, shared,
 * rotated, replicated, disabled, nearly deleted; and the audit trail tells all of it.
 */
@ResourceLock("user.home")
class KeyStoryTest {
  private static final String ACCOUNT = "111122223333";
  private static final String MESSAGE = "order 7: two apples";
  private static final int NONCE = 12;

  @TempDir private Path directory;
  private final List<Program> programs = new ArrayList<>();
  private String homeBefore;
  private EmbeddedKms administrator;
  private String anna;
  private String bert;

  @BeforeEach
  void open() {
    homeBefore = System.setProperty("user.home", directory.resolve("user").toString());
    administrator = opened();
    anna = administrator.identities().create(Identity.Kind.USER, ACCOUNT, "anna").arn();
    bert = administrator.identities().create(Identity.Kind.USER, ACCOUNT, "bert").arn();
  }

  @AfterEach
  void close() {
    programs.forEach(program -> program.provider().close());
    administrator.close();
    System.setProperty("user.home", homeBefore);
  }

  private String settings() {
    return "backend=embedded;account="
        + ACCOUNT
        + ";region=eu-west-1;store="
        + directory.resolve("store")
        + ";audit.directory="
        + directory.resolve("audit");
  }

  private EmbeddedKms opened() {
    Configuration configuration = Configuration.load(Source.ofProcess().withArgument(settings()));
    return (EmbeddedKms) new EmbeddedKmsFactory().open(configuration);
  }

  /** A program that has the provider in its configuration, started anew. */
  private Program program(String principal) {
    Program program =
        new Program(new KeywardProvider().configure(settings() + ";principal=" + principal));
    programs.add(program);
    return program;
  }

  private record Program(KeywardProvider provider) {
    Key key() throws GeneralSecurityException, IOException {
      KeyStore keys = KeyStore.getInstance("KMS", provider);
      keys.load(null, null);
      return keys.getKey("story", null);
    }

    byte[] seal(String text) throws GeneralSecurityException, IOException {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(Cipher.ENCRYPT_MODE, key());
      byte[] sealed = cipher.doFinal(text.getBytes(UTF_8));
      byte[] iv = cipher.getIV();
      assertThat(iv).hasSize(NONCE);
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes(iv);
      message.writeBytes(sealed);
      return message.toByteArray();
    }

    String open(byte[] message) throws GeneralSecurityException, IOException {
      AlgorithmParameterSpec iv = new GCMParameterSpec(128, message, 0, NONCE);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(Cipher.DECRYPT_MODE, key(), iv);
      return new String(cipher.doFinal(message, NONCE, message.length - NONCE), UTF_8);
    }
  }

  @Test
  void key_throughItsWholeLife_isUsableAsItShouldBe_andTheAuditTrailTells() throws Exception {
    String key = makeKey();
    byte[] oldest = program(anna).seal(MESSAGE);
    assertThat(program(anna).open(oldest)).isEqualTo(MESSAGE);
    isDeniedUntilGranted(key, oldest);
    rotateTwice(key, oldest);
    replicate(key);
    disableForAWhile(key, oldest);
    rotateByImport();
    deleteNearly(key, oldest);
    everyStepIsInTheTrail(key);
    flippedByteIsNamed();
  }

  private String makeKey() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:root"},
           "Action": "kms:*", "Resource": "*"},
          {"Effect": "Allow", "Principal": {"AWS": "%s"},
           "Action": ["kms:DescribeKey", "kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt"],
           "Resource": "*"}]}
        """
            .formatted(ACCOUNT, anna);
    String key =
        administrator
            .createKey(
                CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
                    .withMultiRegion(true)
                    .withPolicy(policy))
            .keyMetadata()
            .arn();
    administrator.createAlias(CreateAlias.Request.of("alias/story", key));
    return key;
  }

  private void isDeniedUntilGranted(String key, byte[] message) throws Exception {
    assertThatThrownBy(() -> program(bert).open(message))
        .hasStackTraceContaining("AccessDenied")
        .hasStackTraceContaining("kms:DescribeKey");
    administrator.createGrant(
        CreateGrant.Request.of(
            key, bert, List.of(GrantOperation.DESCRIBE_KEY, GrantOperation.DECRYPT)));
    assertThat(program(bert).open(message)).isEqualTo(MESSAGE);
    assertThatThrownBy(() -> program(bert).seal(MESSAGE))
        .hasStackTraceContaining("kms:GenerateDataKey");
  }

  private void rotateTwice(String key, byte[] oldest) throws Exception {
    administrator.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    administrator.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    assertThat(administrator.listKeyRotations(ListKeyRotations.Request.of(key)).rotations())
        .hasSize(2);
    assertThat(program(anna).open(oldest)).isEqualTo(MESSAGE);
  }

  private void replicate(String key) {
    byte[] here =
        administrator.encrypt(Encrypt.Request.of(key, MESSAGE.getBytes(UTF_8))).ciphertextBlob();
    administrator.replicateKey(ReplicateKey.Request.of(key, "eu-central-1"));
    EmbeddedKms there = administrator.as(administrator.caller().in("eu-central-1"));
    Decrypt.Response opened = there.decrypt(Decrypt.Request.of(here));
    assertThat(opened.plaintext()).isEqualTo(MESSAGE.getBytes(UTF_8));
    assertThat(opened.keyId()).isEqualTo(key.replace("eu-west-1", "eu-central-1"));
  }

  private void disableForAWhile(String key, byte[] message) throws Exception {
    administrator.disableKey(DisableKey.Request.of(key));
    assertThatThrownBy(() -> program(anna).open(message)).hasStackTraceContaining("is disabled");
    administrator.enableKey(EnableKey.Request.of(key));
    assertThat(program(anna).open(message)).isEqualTo(MESSAGE);
  }

  private void rotateByImport() {
    String key =
        administrator
            .createKey(
                CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
                    .withOrigin(KeyOrigin.EXTERNAL))
            .keyMetadata()
            .arn();
    importInto(key, null);
    byte[] blob = administrator.encrypt(Encrypt.Request.of(key, new byte[] {7})).ciphertextBlob();
    String next = importInto(key, ImportType.NEW_KEY_MATERIAL);
    administrator.rotateKeyOnDemand(RotateKeyOnDemand.Request.of(key));
    assertThat(
            administrator
                .describeKey(DescribeKey.Request.of(key))
                .keyMetadata()
                .currentKeyMaterialId())
        .isEqualTo(next);
    assertThat(administrator.decrypt(Decrypt.Request.of(blob)).plaintext()).containsExactly(7);
  }

  private String importInto(String key, ImportType type) {
    WrappingAlgorithm algorithm = WrappingAlgorithm.RSAES_OAEP_SHA_256;
    GetParametersForImport.Response parameters =
        administrator.getParametersForImport(
            GetParametersForImport.Request.of(key, algorithm, WrappingKeySpec.RSA_2048));
    byte[] material = new byte[32];
    JdkRandom.shared().nextBytes(material);
    try (SecretBytes secret = SecretBytes.owning(material)) {
      byte[] wrapped =
          ImportWrapping.wrap(algorithm, parameters.publicKey(), secret, JdkRandom.shared());
      return administrator
          .importKeyMaterial(
              ImportKeyMaterial.Request.of(key, parameters.importToken(), wrapped)
                  .withExpirationModel(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE)
                  .withImportType(type))
          .keyMaterialId();
    }
  }

  private void deleteNearly(String key, byte[] message) throws Exception {
    EmbeddedKms asAnna =
        administrator.as(Caller.of(Principal.parse(anna), administrator.caller().scope()));
    byte[] blob = asAnna.encrypt(Encrypt.Request.of(key, new byte[] {1})).ciphertextBlob();
    asAnna.decrypt(Decrypt.Request.of(blob));
    KeyLastUsageData last =
        administrator.getKeyLastUsage(GetKeyLastUsage.Request.of(key)).keyLastUsage();
    assertThat(last.timestamp()).isNotNull();
    // Two uses in the same millisecond: either may count as the last.
    assertThat(last.operation()).isIn(TrackedOperation.ENCRYPT, TrackedOperation.DECRYPT);
    KeyState state =
        administrator.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(key)).keyState();
    assertThat(state).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    assertThatThrownBy(() -> program(anna).open(message))
        .hasStackTraceContaining("is pending deletion");
    administrator.cancelKeyDeletion(CancelKeyDeletion.Request.of(key));
    administrator.enableKey(EnableKey.Request.of(key));
    assertThat(program(anna).open(message)).isEqualTo(MESSAGE);
  }

  private void everyStepIsInTheTrail(String key) {
    AuditVerification verification = administrator.verifyAudit();
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.records()).isGreaterThan(20);
    List<AuditEntry> entries = administrator.readAudit(AuditQuery.newest(1000));
    assertThat(entries)
        .extracting(AuditEntry::event)
        .contains(
            "CreateKey",
            "CreateAlias",
            "GenerateDataKey",
            "CreateGrant",
            "RotateKeyOnDemand",
            "ReplicateKey",
            "DisableKey",
            "EnableKey",
            "GetParametersForImport",
            "ImportKeyMaterial",
            "GetKeyLastUsage",
            "ScheduleKeyDeletion",
            "CancelKeyDeletion");
    assertThat(entries).anyMatch(this::isDenied);
    assertThat(entries)
        .anyMatch(entry -> anna.equals(entry.principal()) && key.equals(entry.key()));
    assertThat(entries).noneMatch(entry -> entry.json().contains(MESSAGE));
  }

  private boolean isDenied(AuditEntry entry) {
    return bert.equals(entry.principal())
        && entry.error() != null
        && entry.error().startsWith("AccessDenied");
  }

  private void flippedByteIsNamed() throws IOException {
    Path trail;
    try (Stream<Path> files = Files.walk(directory.resolve("audit"))) {
      trail =
          files
              .filter(Files::isRegularFile)
              .filter(file -> contains(file, "CreateAlias"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(trail);
    String text = new String(bytes, UTF_8);
    int at = text.indexOf("\"CreateAlias\"") + 1;
    long line = text.substring(0, at).lines().count();
    bytes[at] ^= 1;
    Files.write(trail, bytes);
    assertThat(administrator.verifyAudit().problems())
        .isNotEmpty()
        .first()
        .satisfies(
            problem -> {
              assertThat(problem.file()).contains(trail.getFileName().toString());
              assertThat(problem.line()).isEqualTo(line);
            });
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }
}
