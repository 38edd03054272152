package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyward.embedded.ConditionKeys.Case;
import dev.keyward.embedded.ConditionKeys.World;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.KmsServiceException;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.ReplicateKey;
import dev.keyward.kms.Tag;
import dev.keyward.kms.TagResource;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A statement with a condition allows exactly the requests that have what it asks for. */
class ConditionKeysTest {
  static Stream<Case> cases() {
    return Stream.of(
            ConditionKeys.ofKeys(),
            ConditionKeys.ofCryptography(),
            ConditionKeys.ofManagement(),
            ConditionKeys.ofGrants(),
            ConditionKeys.ofCallers(),
            ConditionKeys.ofNewKeys())
        .flatMap(List::stream);
  }

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private World world;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    EmbeddedKms kms = fixture.kms();
    Policies.user(kms, "tester");
    kms.identities().tag(ConditionKeys.TESTER, Map.of("team", "blue"));
    // What a replica takes besides the permission on its primary key.
    kms.identities()
        .putInlinePolicy(
            ConditionKeys.TESTER,
            "replicas",
            Policies.identity(
                "Allow", "kms:CreateKey", "*", "\"Null\":{\"kms:ReplicaRegion\":\"false\"}"));
    String key = symmetric(kms);
    kms.createAlias(CreateAlias.Request.of("alias/cond", key));
    kms.tagResource(TagResource.Request.of(key, List.of(new Tag("project", "x"))));
    String primary =
        kms.createKey(
                CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
                    .withMultiRegion(true))
            .keyMetadata()
            .arn();
    kms.replicateKey(ReplicateKey.Request.of(primary, StateTable.REPLICA_REGION));
    world =
        new World(
            fixture,
            key,
            symmetric(kms),
            create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY),
            create(kms, KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC),
            create(kms, KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT),
            Imports.external(kms, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT),
            primary,
            kms.encrypt(Encrypt.Request.of(key, new byte[] {1})).ciphertextBlob());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void statement_withCondition_allowsExactlyWhatMatches(Case situation) {
    put(situation, situation.conditionOfMiss());
    refused(ErrorCode.ACCESS_DENIED, () -> situation.miss().in(world));
    put(situation, situation.condition());
    KmsServiceException error =
        catchThrowableOfType(KmsServiceException.class, () -> situation.match().in(world));
    // What comes after the permission may still refuse: the requests are no more than they need be.
    if (error != null) {
      assertThat(error.code())
          .as(error.getMessage())
          .isNotEqualTo(ErrorCode.ACCESS_DENIED.wireName());
    }
  }

  private void put(Case situation, String condition) {
    if (situation.inIdentity()) {
      fixture
          .kms()
          .identities()
          .putInlinePolicy(
              ConditionKeys.TESTER,
              "conditional",
              Policies.identity("Allow", "kms:*", "*", condition));
      return;
    }
    String policy =
        Policies.key(
            Policies.delegation(),
            Policies.statement("Allow", ConditionKeys.TESTER, "kms:*", condition));
    for (String key :
        List.of(
            world.key(),
            world.other(),
            world.pair(),
            world.mac(),
            world.agreement(),
            world.external(),
            world.primary())) {
      fixture.kms().putKeyPolicy(PutKeyPolicy.Request.of(key, policy));
    }
    String replica = world.primary().replace("eu-west-1", StateTable.REPLICA_REGION);
    fixture.in(StateTable.REPLICA_REGION).putKeyPolicy(PutKeyPolicy.Request.of(replica, policy));
  }
}
