package dev.keyward.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyward.backend.KeyAdministration.NewKey;
import dev.keyward.backend.KeyDirectory.Page;
import dev.keyward.failure.CiphertextRejectedException;
import dev.keyward.failure.InvalidRequestException;
import dev.keyward.failure.KeyNotFoundException;
import dev.keyward.failure.KeyStateException;
import dev.keyward.failure.KeyUsageException;
import dev.keyward.failure.KmsException;
import dev.keyward.model.AliasEntry;
import dev.keyward.model.EncryptionContext;
import dev.keyward.model.KeyMetadata;
import dev.keyward.model.KeyReference;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyState;
import dev.keyward.model.KeyUsage;
import dev.keyward.model.MessageType;
import dev.keyward.model.SigningAlgorithm;
import dev.keyward.secret.DataKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every key service must do, in the words of the contract alone. Each backend has a test class
 * that extends this one.
 */
public abstract class KeyBackendContract extends KeyImportContract {
  private static final KeyId UNKNOWN = new KeyId("00000000-0000-0000-0000-00000000dead");
  private static final AliasName ORDERS = new AliasName("alias/contract/orders");
  private static final EncryptionContext CONTEXT =
      EncryptionContext.of(Map.of("table", "orders", "row", "17"));

  private KeyBackend backend;

  /**
   * Opens an empty backend that offers {@link KeyAdministration}. It is closed after the test.
   *
   * @return the backend
   * @throws Exception if it cannot be opened
   */
  protected abstract KeyBackend open() throws Exception;

  @Override
  final KeyBackend backend() {
    return backend;
  }

  @BeforeEach
  void openBackend() throws Exception {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  // --- describing -----------------------------------------------------------------------------

  @Test
  void describe_allFourFormsOfReference_nameTheSameKey() {
    KeyMetadata created = create(KeySpec.SYMMETRIC_DEFAULT);
    administration().putAlias(ORDERS, created.arn().keyId());

    assertThat(backend.describe(created.arn())).isEqualTo(created);
    assertThat(backend.describe(created.arn().keyId())).isEqualTo(created);
    assertThat(backend.describe(ORDERS)).isEqualTo(created);
    assertThat(backend.describe(aliasArn(created.arn(), ORDERS))).isEqualTo(created);
  }

  @Test
  void describe_newKey_showsWhatWasAskedFor() {
    Instant before = Instant.now().minus(Duration.ofMinutes(1));
    KeyMetadata key =
        administration()
            .createKey(
                new NewKey(
                    KeySpec.ECC_NIST_P256,
                    KeyUsage.SIGN_VERIFY,
                    "signs \"orders\"\r\n",
                    Map.of("team", "payments")));

    KeyMetadata described = backend.describe(key.arn());
    assertThat(described.spec()).isEqualTo(KeySpec.ECC_NIST_P256);
    assertThat(described.usage()).isEqualTo(KeyUsage.SIGN_VERIFY);
    assertThat(described.state()).isEqualTo(KeyState.ENABLED);
    assertThat(described.description()).isEqualTo("signs \"orders\"\r\n");
    assertThat(described.creationDate()).isBetween(before, Instant.now().plusSeconds(60));
    assertThat(described.deletionDate()).isEmpty();
  }

  @Test
  void describe_unknownKeyOrAlias_isNotFoundAndNamesIt() {
    KeyArn known = create(KeySpec.SYMMETRIC_DEFAULT).arn();
    KeyArn unknown = new KeyArn(known.partition(), known.region(), known.account(), UNKNOWN);
    AliasName alias = new AliasName("alias/contract/nobody");

    for (KeyReference reference : List.of(UNKNOWN, unknown, alias, aliasArn(known, alias))) {
      assertThatThrownBy(() -> backend.describe(reference))
          .isInstanceOf(KeyNotFoundException.class)
          .hasMessageContaining(reference instanceof AliasName ? "contract/nobody" : "");
    }
  }

  @Test
  void describe_arnOfAnotherAccount_isNotFound() {
    KeyArn arn = create(KeySpec.SYMMETRIC_DEFAULT).arn();
    KeyArn elsewhere = new KeyArn(arn.partition(), arn.region(), "999999999999", arn.keyId());

    assertThatThrownBy(() -> backend.describe(elsewhere)).isInstanceOf(KmsException.class);
  }

  // --- aliases --------------------------------------------------------------------------------

  @Test
  void putAlias_onExistingAlias_pointsItToTheOtherKey() {
    KeyMetadata first = create(KeySpec.SYMMETRIC_DEFAULT);
    KeyMetadata second = create(KeySpec.SYMMETRIC_DEFAULT);
    administration().putAlias(ORDERS, first.arn().keyId());
    administration().putAlias(ORDERS, second.arn().keyId());

    assertThat(backend.describe(ORDERS).arn()).isEqualTo(second.arn());
    assertThat(everyAlias(100)).hasSize(1);
  }

  @Test
  void putAlias_toUnknownKey_isRefusedAndMakesNoAlias() {
    assertThatThrownBy(() -> administration().putAlias(ORDERS, UNKNOWN))
        .isInstanceOf(KeyNotFoundException.class);
    assertThatThrownBy(() -> backend.describe(ORDERS)).isInstanceOf(KeyNotFoundException.class);
  }

  @Test
  void putAlias_withReservedName_isRefused() {
    KeyId key = create(KeySpec.SYMMETRIC_DEFAULT).arn().keyId();

    assertThatThrownBy(() -> administration().putAlias(new AliasName("alias/aws/orders"), key))
        .isInstanceOf(KmsException.class);
  }

  @Test
  void deleteAlias_leavesTheKey() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    administration().putAlias(ORDERS, key.arn().keyId());
    administration().deleteAlias(ORDERS);

    assertThatThrownBy(() -> backend.describe(ORDERS)).isInstanceOf(KeyNotFoundException.class);
    assertThat(backend.describe(key.arn()).state()).isEqualTo(KeyState.ENABLED);
    assertThatThrownBy(() -> administration().deleteAlias(ORDERS))
        .isInstanceOf(KeyNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void aliases_pageByPage_comeInOrderAndOnce(int limit) {
    KeyId key = create(KeySpec.SYMMETRIC_DEFAULT).arn().keyId();
    List<String> names =
        IntStream.range(0, 7).mapToObj(i -> "alias/contract/page-" + (char) ('a' + 6 - i)).toList();
    names.forEach(name -> administration().putAlias(new AliasName(name), key));

    List<AliasEntry> listed = everyAlias(limit);

    assertThat(listed).extracting(entry -> entry.name().text()).isSorted();
    assertThat(listed)
        .extracting(entry -> entry.name().text())
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(listed).allSatisfy(entry -> assertThat(entry.target()).contains(key));
  }

  // --- data keys ------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 32, 1024})
  void dataKey_generatedAndDecrypted_isTheSameKey(int size) {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    try (DataKey made = dataKeys().generateDataKey(key.arn(), size, CONTEXT);
        DataKey read =
            dataKeys().decryptDataKey(Optional.of(key.arn()), made.encrypted(), CONTEXT)) {
      assertThat(made.plaintext().length()).isEqualTo(size);
      assertThat(clear(read)).isEqualTo(clear(made));
      assertThat(read.kmsKey()).isEqualTo(key.arn());
      assertThat(made.kmsKey()).isEqualTo(key.arn());
    }
  }

  @Test
  void dataKey_throughReferencesOfEveryForm_isDecryptedWithoutNamingTheKey() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    administration().putAlias(ORDERS, key.arn().keyId());
    for (KeyReference reference :
        List.of(key.arn(), key.arn().keyId(), ORDERS, aliasArn(key.arn(), ORDERS))) {
      try (DataKey made = dataKeys().generateDataKey(reference, 32, CONTEXT);
          DataKey read = dataKeys().decryptDataKey(Optional.empty(), made.encrypted(), CONTEXT)) {
        assertThat(clear(read)).isEqualTo(clear(made));
      }
    }
  }

  @Test
  void dataKey_madeTwice_isAnotherKey() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    try (DataKey one = dataKeys().generateDataKey(key.arn(), 32, CONTEXT);
        DataKey two = dataKeys().generateDataKey(key.arn(), 32, CONTEXT)) {
      assertThat(clear(one)).isNotEqualTo(clear(two));
      assertThat(one.encrypted()).isNotEqualTo(two.encrypted());
    }
  }

  @Test
  void dataKey_withAnotherContext_isRejected() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    byte[] encrypted = encryptedDataKey(key.arn());

    for (EncryptionContext other :
        List.of(
            EncryptionContext.empty(),
            EncryptionContext.of(Map.of("table", "orders")),
            EncryptionContext.of(Map.of("table", "orders", "row", "18")),
            EncryptionContext.of(Map.of("table", "orders", "Row", "17")))) {
      assertThatThrownBy(() -> dataKeys().decryptDataKey(Optional.of(key.arn()), encrypted, other))
          .isInstanceOf(CiphertextRejectedException.class);
    }
  }

  @Test
  void dataKey_everyByteAltered_isRejected() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    byte[] encrypted = encryptedDataKey(key.arn());
    for (int i = 0; i < encrypted.length; i++) {
      byte[] altered = encrypted.clone();
      altered[i] ^= 0x40;
      assertThatThrownBy(() -> dataKeys().decryptDataKey(Optional.of(key.arn()), altered, CONTEXT))
          .as("byte %d", i)
          .isInstanceOf(CiphertextRejectedException.class);
    }
  }

  @Test
  void dataKey_cutAnywhere_isRejected() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    byte[] encrypted = encryptedDataKey(key.arn());
    for (int length = 1; length < encrypted.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(encrypted, length);
      assertThatThrownBy(() -> dataKeys().decryptDataKey(Optional.empty(), cut, CONTEXT))
          .as("cut to %d bytes", length)
          .isInstanceOf(KmsException.class);
    }
  }

  @Test
  void dataKey_ofAnotherKeyThanExpected_isRejected() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    KeyMetadata other = create(KeySpec.SYMMETRIC_DEFAULT);
    byte[] encrypted = encryptedDataKey(key.arn());

    assertThatThrownBy(
            () -> dataKeys().decryptDataKey(Optional.of(other.arn()), encrypted, CONTEXT))
        .isInstanceOf(CiphertextRejectedException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1025, Integer.MAX_VALUE})
  void dataKey_ofImpossibleSize_isRefused(int size) {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);

    assertThatThrownBy(() -> dataKeys().generateDataKey(key.arn(), size, CONTEXT))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void dataKey_underSigningKey_isWrongUsage() {
    KeyMetadata key = create(KeySpec.ECC_NIST_P256);

    assertThatThrownBy(() -> dataKeys().generateDataKey(key.arn(), 32, CONTEXT))
        .isInstanceOf(KeyUsageException.class);
  }

  // --- signatures -----------------------------------------------------------------------------

  static Stream<KeySpec> quickSigningSpecs() {
    return Stream.of(
        KeySpec.RSA_2048, KeySpec.ECC_NIST_P256, KeySpec.ECC_NIST_P384, KeySpec.ECC_NIST_P521);
  }

  @ParameterizedTest
  @MethodSource("quickSigningSpecs")
  void sign_everyAlgorithmOfTheSpec_verifiesWithTheJdk(KeySpec spec) throws Exception {
    assertSignsWithEveryAlgorithm(spec);
  }

  @Tag("nightly")
  @ParameterizedTest
  @EnumSource(names = {"RSA_3072", "RSA_4096"})
  void sign_everyAlgorithmOfLargeRsaKeys_verifiesWithTheJdk(KeySpec spec) throws Exception {
    assertSignsWithEveryAlgorithm(spec);
  }

  private void assertSignsWithEveryAlgorithm(KeySpec spec) throws Exception {
    KeyMetadata key = create(spec);
    ManagedPublicKey publicKey = backend.require(PublicKeys.class).publicKey(key.arn());
    JdkVerifier verifier = new JdkVerifier(publicKey);
    byte[] message = "the quick brown fox".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(spec.signingAlgorithms()).isNotEmpty();
    for (SigningAlgorithm algorithm : spec.signingAlgorithms()) {
      byte[] overMessage = signs().sign(key.arn(), algorithm, MessageType.RAW, message);
      byte[] overDigest =
          signs()
              .sign(
                  key.arn(), algorithm, MessageType.DIGEST, JdkVerifier.digest(algorithm, message));
      assertThat(verifier.accepts(algorithm, message, overMessage)).as("%s", algorithm).isTrue();
      assertThat(verifier.accepts(algorithm, message, overDigest)).as("%s", algorithm).isTrue();
      assertThat(verifier.accepts(algorithm, new byte[] {1}, overDigest)).isFalse();
    }
  }

  @Test
  void sign_digestOfWrongLength_isRefused() {
    KeyMetadata key = create(KeySpec.ECC_NIST_P256);

    for (int length : new int[] {1, 31, 33, 48}) {
      assertThatThrownBy(
              () ->
                  signs()
                      .sign(
                          key.arn(),
                          SigningAlgorithm.ECDSA_SHA_256,
                          MessageType.DIGEST,
                          new byte[length]))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void sign_algorithmOfAnotherSpec_isWrongUsage() {
    KeyMetadata key = create(KeySpec.ECC_NIST_P256);

    assertThatThrownBy(
            () ->
                signs()
                    .sign(
                        key.arn(),
                        SigningAlgorithm.ECDSA_SHA_384,
                        MessageType.DIGEST,
                        new byte[48]))
        .isInstanceOf(KeyUsageException.class);
  }

  @Test
  void sign_withEncryptionKey_isWrongUsage() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);

    assertThatThrownBy(
            () ->
                signs()
                    .sign(
                        key.arn(),
                        SigningAlgorithm.ECDSA_SHA_256,
                        MessageType.DIGEST,
                        new byte[32]))
        .isInstanceOf(KeyUsageException.class);
  }

  @Test
  void publicKey_askedTwice_isTheSameAndFitsTheSpec() throws Exception {
    KeyMetadata key = create(KeySpec.ECC_NIST_P384);
    administration().putAlias(ORDERS, key.arn().keyId());

    ManagedPublicKey one = backend.require(PublicKeys.class).publicKey(key.arn());
    ManagedPublicKey two = backend.require(PublicKeys.class).publicKey(ORDERS);

    assertThat(one.arn()).isEqualTo(key.arn()).isEqualTo(two.arn());
    assertThat(one.spec()).isEqualTo(KeySpec.ECC_NIST_P384);
    assertThat(one.usage()).isEqualTo(KeyUsage.SIGN_VERIFY);
    assertThat(one.encoded()).isEqualTo(two.encoded());
    assertThat(new JdkVerifier(one).sizeBits()).isEqualTo(384);
  }

  // --- life cycle -----------------------------------------------------------------------------

  @Test
  void scheduleDeletion_makesTheKeyUnusableAndShowsTheDate() {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);
    byte[] encrypted = encryptedDataKey(key.arn());
    Instant earliest = Instant.now().plus(Duration.ofDays(7)).minusSeconds(60);

    Instant end = administration().scheduleDeletion(key.arn().keyId(), 7);

    assertThat(end).isBetween(earliest, earliest.plusSeconds(600));
    KeyMetadata described = backend.describe(key.arn());
    assertThat(described.state()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(described.deletionDate()).contains(end);
    assertThatThrownBy(() -> dataKeys().generateDataKey(key.arn(), 32, CONTEXT))
        .isInstanceOf(KeyStateException.class)
        .hasMessageContaining("pending deletion");
    assertThatThrownBy(() -> dataKeys().decryptDataKey(Optional.of(key.arn()), encrypted, CONTEXT))
        .isInstanceOf(KeyStateException.class);
  }

  @Test
  void scheduleDeletion_ofSigningKey_stopsSignaturesAndPublicKey() {
    KeyMetadata key = create(KeySpec.ECC_NIST_P256);
    administration().scheduleDeletion(key.arn().keyId(), 30);

    assertThatThrownBy(
            () ->
                signs()
                    .sign(
                        key.arn(),
                        SigningAlgorithm.ECDSA_SHA_256,
                        MessageType.DIGEST,
                        new byte[32]))
        .isInstanceOf(KeyStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 31, 0, -1})
  void scheduleDeletion_periodOutOfRange_isRefusedAndKeepsTheState(int days) {
    KeyMetadata key = create(KeySpec.SYMMETRIC_DEFAULT);

    assertThatThrownBy(() -> administration().scheduleDeletion(key.arn().keyId(), days))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(backend.describe(key.arn()).state()).isEqualTo(KeyState.ENABLED);
  }

  // --- changes --------------------------------------------------------------------------------

  @Test
  void generation_changesWithAliasAndStateAndIsStableOtherwise() {
    ChangeTracking tracking = tracking();
    KeyMetadata first = create(KeySpec.SYMMETRIC_DEFAULT);
    KeyMetadata second = create(KeySpec.SYMMETRIC_DEFAULT);
    administration().putAlias(ORDERS, first.arn().keyId());

    long before = tracking.generation(ORDERS);
    assertThat(tracking.generation(ORDERS)).isEqualTo(before);
    administration().putAlias(ORDERS, second.arn().keyId());
    assertThat(tracking.generation(ORDERS)).isNotEqualTo(before);

    long ofKey = tracking.generation(first.arn());
    administration().scheduleDeletion(first.arn().keyId(), 7);
    assertThat(tracking.generation(first.arn())).isNotEqualTo(ofKey);
  }

  @Test
  void generation_ofUnknownKey_isMinusOne() {
    ChangeTracking tracking = tracking();

    assertThat(tracking.generation(UNKNOWN)).isEqualTo(-1);
    assertThat(tracking.generation(ORDERS)).isEqualTo(-1);
  }

  /** Not every service can tell cheaply; whoever asks one that cannot lets caches age. */
  private ChangeTracking tracking() {
    Optional<ChangeTracking> tracking = backend.capability(ChangeTracking.class);
    assumeTrue(tracking.isPresent(), "the backend does not track changes");
    return tracking.get();
  }

  @Test
  void close_calledTwice_isQuiet() {
    backend.close();
    backend.close();
  }

  // --- helpers --------------------------------------------------------------------------------

  private KeyMetadata create(KeySpec spec) {
    KeyUsage usage =
        spec == KeySpec.SYMMETRIC_DEFAULT ? KeyUsage.ENCRYPT_DECRYPT : KeyUsage.SIGN_VERIFY;
    return administration().createKey(new NewKey(spec, usage, "", Map.of()));
  }

  private KeyAdministration administration() {
    return backend.require(KeyAdministration.class);
  }

  private DataKeys dataKeys() {
    return backend.require(DataKeys.class);
  }

  private Signs signs() {
    return backend.require(Signs.class);
  }

  private byte[] encryptedDataKey(KeyReference key) {
    try (DataKey made = dataKeys().generateDataKey(key, 32, CONTEXT)) {
      return made.encrypted();
    }
  }

  private static byte[] clear(DataKey key) {
    return key.plaintext().read(byte[]::clone);
  }

  private static AliasArn aliasArn(KeyArn sibling, AliasName alias) {
    return new AliasArn(sibling.partition(), sibling.region(), sibling.account(), alias);
  }

  private List<AliasEntry> everyAlias(int limit) {
    List<AliasEntry> all = new ArrayList<>();
    Optional<String> marker = Optional.empty();
    do {
      Page<AliasEntry> page = backend.require(KeyDirectory.class).aliases(marker, limit);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page.entries().stream().filter(entry -> !entry.name().isReserved()).forEach(all::add);
      marker = page.next();
    } while (marker.isPresent());
    return all;
  }
}
