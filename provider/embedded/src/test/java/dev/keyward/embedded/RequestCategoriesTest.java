package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.QuotaTable.Row;
import dev.keyward.embedded.QuotaTable.World;
import dev.keyward.embedded.customstore.KeyStores;
import dev.keyward.embedded.quota.QuotaSettings;
import dev.keyward.embedded.quota.RequestCategory;
import dev.keyward.kms.ConnectCustomKeyStore;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.ListKeys;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.UpdatePrimaryRegion;
import dev.keyward.model.KeyOrigin;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which quota each operation is charged to, through the public API: section 21.2. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestCategoriesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private static Path folder;
  private EmbeddedKmsFixture fixture;
  private World world;

  private static EmbeddedKmsFixture limited(String name, Map<String, Double> rates) {
    KeyStores tokens = new KeyStores();
    return new EmbeddedKmsFixture(
        folder.resolve(name),
        plain ->
            tokens.over(
                new EngineSettings(
                    plain.clock(),
                    plain.random(),
                    plain.audit(),
                    plain.resources(),
                    new QuotaSettings(0, rates),
                    plain.nanos(),
                    plain.tokens())));
  }

  @BeforeAll
  void open() {
    fixture =
        limited(
            "all",
            RequestCategory.allNames().stream()
                .collect(Collectors.toMap(name -> name, one -> 1.0)));
    String key = symmetric(slowly());
    List<String> aliases = new ArrayList<>();
    for (String name : List.of("alias/kept", "alias/a", "alias/b", "alias/c")) {
      slowly().createAlias(CreateAlias.Request.of(name, key));
      aliases.add(name);
    }
    CreateGrant.Response grant = slowly().createGrant(StateTable.grant(key));
    world =
        new World(
            fixture.kms(),
            key,
            create(slowly(), KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY),
            create(slowly(), KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY),
            create(slowly(), KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT),
            create(slowly(), KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC),
            create(slowly(), KeySpec.ML_DSA_44, KeyUsage.SIGN_VERIFY),
            create(slowly(), KeySpec.ML_KEM_512, KeyUsage.ENCAPSULATE_DECAPSULATE),
            symmetric(slowly()),
            aliases,
            grant.grantId(),
            grant.grantToken());
  }

  /** The service when every quota is full again. */
  private Kms slowly() {
    fixture.run(SECOND);
    return fixture.kms();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  static List<Row> rows() {
    return QuotaTable.rows();
  }

  private boolean isThrottled(Row row) {
    Throwable error = Assertions.catchThrowable(() -> row.operation().on(world));
    return error instanceof KmsServiceException refusal && refusal.is(ErrorCode.THROTTLING);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void call_whereOneASecondIsAllowed_isThrottledTheSecondTime(Row row) {
    fixture.run(SECOND);
    assertThat(isThrottled(row)).as("the first call").isFalse();
    assertThat(isThrottled(row)).as("the second call").isTrue();
    // Every other quota is full.
    List<String> throttledToo =
        QuotaTable.rows().stream()
            .filter(other -> !other.category().equals(row.category()))
            .filter(other -> Set.of("list-keys", "describe-key").contains(other.category()))
            .filter(this::isThrottled)
            .map(Row::category)
            .toList();
    assertThat(throttledToo).isEmpty();
  }

  @Test
  void table_hasEveryCategory() {
    Set<String> named = QuotaTable.rows().stream().map(Row::category).collect(Collectors.toSet());
    named.add("custom-key-store");
    assertThat(new TreeSet<>(named)).isEqualTo(new TreeSet<>(RequestCategory.allNames()));
  }

  @Test
  void keyStore_hasAQuotaOfItsOwn() {
    try (EmbeddedKmsFixture stores = limited("stores", Map.of("custom-key-store", 1.0))) {
      EmbeddedKms kms = stores.kms();
      String one = KeyStores.key(kms, KeyStores.connected(kms));
      String id =
          kms.createCustomKeyStore(
                  KeyStores.request("two").withCloudHsmClusterId("cluster-3333333333a"))
              .customKeyStoreId();
      kms.connectCustomKeyStore(ConnectCustomKeyStore.Request.of(id));
      String two = KeyStores.key(kms, id);
      encrypt(kms, one);
      refused(ErrorCode.THROTTLING, () -> encrypt(kms, one));
      encrypt(kms, two);
      encrypt(kms, symmetric(kms));
      stores.run(SECOND);
      encrypt(kms, one);
    }
  }

  private static void encrypt(Kms kms, String key) {
    kms.encrypt(Encrypt.Request.of(key, new byte[] {1}));
  }

  private static String multiRegion(Kms kms) {
    return kms.createKey(
            CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
                .withOrigin(KeyOrigin.AWS_KMS)
                .withMultiRegion(true))
        .keyMetadata()
        .arn();
  }

  @Test
  void replicateKey_costsTwoKeysInTheReplicaRegionOnly() {
    try (EmbeddedKmsFixture regions = limited("replicate", Map.of("create-key", 3.0))) {
      String primary = multiRegion(regions.kms());
      regions.kms().replicateKey(ReplicateKey.Request.of(primary, "eu-central-1"));
      symmetric(regions.in("eu-central-1"));
      refused(ErrorCode.THROTTLING, () -> symmetric(regions.in("eu-central-1")));
      symmetric(regions.kms());
      symmetric(regions.kms());
      refused(ErrorCode.THROTTLING, () -> symmetric(regions.kms()));
      refused(
          ErrorCode.THROTTLING,
          () -> {
            symmetric(regions.in("us-east-1"));
            symmetric(regions.in("us-east-1"));
            regions.kms().replicateKey(ReplicateKey.Request.of(primary, "us-east-1"));
          });
    }
  }

  @Test
  void replicateKey_denied_costsNothing() {
    try (EmbeddedKmsFixture regions = limited("denied", Map.of("create-key", 2.0))) {
      String primary = multiRegion(regions.kms());
      String anna = Policies.user(regions.kms(), "anna");
      ReplicateKey.Request request = ReplicateKey.Request.of(primary, "eu-central-1");
      refused(ErrorCode.ACCESS_DENIED, () -> regions.as(anna).replicateKey(request));
      regions
          .kms()
          .identities()
          .putInlinePolicy(
              anna, "replicate", Policies.identity("Allow", "kms:ReplicateKey", "*", ""));
      refused(ErrorCode.ACCESS_DENIED, () -> regions.as(anna).replicateKey(request));

      symmetric(regions.in("eu-central-1"));
      symmetric(regions.in("eu-central-1"));
    }
  }

  @Test
  void updatePrimaryRegion_costsOneInEachRegion() {
    try (EmbeddedKmsFixture regions = limited("primary", Map.of("update-primary-region", 1.0))) {
      String primary = multiRegion(regions.kms());
      regions.kms().replicateKey(ReplicateKey.Request.of(primary, "eu-central-1"));
      regions.kms().updatePrimaryRegion(UpdatePrimaryRegion.Request.of(primary, "eu-central-1"));
      String there = primary.replace("eu-west-1", "eu-central-1");
      Kms central = regions.in("eu-central-1");
      refused(
          ErrorCode.THROTTLING,
          () -> central.updatePrimaryRegion(UpdatePrimaryRegion.Request.of(there, "eu-west-1")));
      refused(
          ErrorCode.THROTTLING,
          () ->
              regions
                  .kms()
                  .updatePrimaryRegion(UpdatePrimaryRegion.Request.of(primary, "eu-central-1")));
      central.listKeys(ListKeys.Request.of());
      regions.run(SECOND);
      central.updatePrimaryRegion(UpdatePrimaryRegion.Request.of(there, "eu-west-1"));
    }
  }
}
