package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.ErrorTexts.Case;
import dev.keyward.embedded.ErrorTexts.World;
import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.embedded.quota.QuotaSettings;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.DeleteCustomKeyStore;
import dev.keyward.kms.DisconnectCustomKeyStore;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListKeys;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error of sections 4.2 and 4.3 of the contract is to be had, with its code and its text. */
class ErrorTextsTest {
  /** Codes of what this key service does not have: external key stores, clusters, a wire. */
  private static final Set<ErrorCode> NOT_HERE =
      EnumSet.of(
          ErrorCode.CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION,
          ErrorCode.CLOUD_HSM_CLUSTER_NOT_ACTIVE,
          ErrorCode.CLOUD_HSM_CLUSTER_NOT_FOUND,
          ErrorCode.CLOUD_HSM_CLUSTER_NOT_RELATED,
          ErrorCode.DEPENDENCY_TIMEOUT,
          ErrorCode.INCORRECT_TRUST_ANCHOR,
          ErrorCode.KEY_UNAVAILABLE,
          ErrorCode.SERIALIZATION,
          ErrorCode.UNKNOWN_OPERATION);

  /** Codes that other tests are about. */
  private static final Set<ErrorCode> ELSEWHERE =
      EnumSet.of(
          ErrorCode.CUSTOM_KEY_STORE_HAS_CMKS, // below
          ErrorCode.THROTTLING, // below
          ErrorCode.DISABLED, // StateTableTest
          ErrorCode.KMS_INTERNAL); // SharedStoreTest

  static Stream<Case> cases() {
    return Stream.of(
            ErrorTexts.names(),
            ErrorTexts.keys(),
            ErrorTexts.cryptography(),
            ErrorTexts.imports(),
            ErrorTexts.keyStores(),
            ErrorTexts.members(),
            ErrorTexts.permissions())
        .flatMap(List::stream);
  }

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private World world;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home, new KeyStores()::over);
    EmbeddedKms kms = fixture.kms();
    Policies.user(kms, "allowed");
    Policies.user(kms, "stranger");
    String keyStore = KeyStores.connected(kms);
    KeyStores.key(kms, keyStore);
    world =
        new World(
            fixture,
            symmetric(kms),
            create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY),
            create(kms, KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC),
            Imports.external(kms, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT),
            keyStore);
    kms.createAlias(CreateAlias.Request.of("alias/known", world.key()));
    kms.createAlias(CreateAlias.Request.of("alias/pair", world.pair()));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void situation_ofTheCatalogue_givesItsCodeAndText(Case situation) {
    KmsServiceException error = refused(situation.code(), () -> situation.attempt().in(world));
    if (situation.text() != null) {
      assertThat(fixture.front().textOf(error)).isEqualTo(situation.textIn(world));
    }
  }

  @Test
  void codes_ofTheApi_areAllProducedOrCannotHappenHere() {
    Set<ErrorCode> left = EnumSet.allOf(ErrorCode.class);
    left.removeAll(cases().map(Case::code).collect(Collectors.toSet()));
    left.removeAll(NOT_HERE);
    left.removeAll(ELSEWHERE);
    left.removeIf(code -> code.name().startsWith("XKS_"));
    assertThat(left).isEmpty();
  }

  @Test
  void texts_ofTheCases_areDifferentSituations() {
    List<String> names = cases().map(Case::name).toList();
    assertThat(new TreeSet<>(names)).hasSameSizeAs(names);
  }

  @Test
  void keyStore_withKeys_cannotBeDeleted() {
    EmbeddedKms kms = fixture.kms();
    kms.disconnectCustomKeyStore(DisconnectCustomKeyStore.Request.of(world.keyStore()));
    assertThat(
            refused(
                ErrorCode.CUSTOM_KEY_STORE_HAS_CMKS,
                () -> kms.deleteCustomKeyStore(DeleteCustomKeyStore.Request.of(world.keyStore()))))
        .hasMessage("Custom key store " + world.keyStore() + " still holds keys.");
  }

  @Test
  void requests_aboveTheirQuota_areThrottledWithTheTextOfTheApi(@TempDir Path other) {
    try (EmbeddedKmsFixture slow =
        new EmbeddedKmsFixture(
            other,
            plain ->
                new EngineSettings(
                    plain.clock(),
                    plain.random(),
                    plain.audit(),
                    plain.resources(),
                    new QuotaSettings(0, Map.of("list-keys", 1.0)),
                    plain.nanos(),
                    plain.tokens()))) {
      slow.kms().listKeys(ListKeys.Request.of());
      assertThat(refused(ErrorCode.THROTTLING, () -> slow.kms().listKeys(ListKeys.Request.of())))
          .hasMessage(
              "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
                  + " calls.");
    }
  }

  @Test
  void status_ofServiceFaults_is500AndOfEverythingElse400() {
    List<ErrorCode> faults =
        Arrays.stream(ErrorCode.values()).filter(code -> code.httpStatus() == 500).toList();
    assertThat(faults)
        .containsExactlyInAnyOrder(
            ErrorCode.KMS_INTERNAL, ErrorCode.DEPENDENCY_TIMEOUT, ErrorCode.KEY_UNAVAILABLE);
    assertThat(ErrorCode.values()).allMatch(code -> Set.of(400, 500).contains(code.httpStatus()));
  }
}
