package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.create;
import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.kms.AliasListEntry;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.DeleteAlias;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.Kms;
import dev.keyward.kms.ListAliases;
import dev.keyward.kms.ScheduleKeyDeletion;
import dev.keyward.kms.UpdateAlias;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasTest {
  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private Kms kms;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    kms = fixture.served();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String target(String alias) {
    return kms.describeKey(DescribeKey.Request.of(alias)).keyMetadata().arn();
  }

  private List<AliasListEntry> list(String keyId) {
    return kms.listAliases(ListAliases.Request.of().withKeyId(keyId)).aliases();
  }

  @Test
  void alias_createdRepointedDeleted_followsEachStep() {
    String first = symmetric(kms);
    String second = symmetric(kms);
    kms.createAlias(CreateAlias.Request.of("alias/app/orders", first));
    assertThat(target("alias/app/orders")).isEqualTo(first);
    assertThat(target("arn:aws:kms:eu-west-1:111122223333:alias/app/orders")).isEqualTo(first);

    fixture.advance(Duration.ofHours(1));
    kms.updateAlias(UpdateAlias.Request.of("alias/app/orders", second));
    assertThat(target("alias/app/orders")).isEqualTo(second);
    assertThat(list(first)).isEmpty();
    AliasListEntry entry = list(second).get(0);
    assertThat(entry.aliasName()).isEqualTo("alias/app/orders");
    assertThat(entry.aliasArn()).isEqualTo("arn:aws:kms:eu-west-1:111122223333:alias/app/orders");
    assertThat(second).endsWith(entry.targetKeyId());
    assertThat(entry.lastUpdatedDate()).isEqualTo(fixture.now());
    assertThat(entry.creationDate()).isEqualTo(fixture.now().minus(Duration.ofHours(1)));

    kms.deleteAlias(DeleteAlias.Request.of("alias/app/orders"));
    refused(ErrorCode.NOT_FOUND, () -> target("alias/app/orders"));
    refused(ErrorCode.NOT_FOUND, () -> kms.deleteAlias(DeleteAlias.Request.of("alias/app/orders")));
  }

  @Test
  void createAlias_existingName_isRefusedAndKeepsTheTarget() {
    String first = symmetric(kms);
    kms.createAlias(CreateAlias.Request.of("alias/x", first));
    assertThat(
            refused(
                ErrorCode.ALREADY_EXISTS,
                () -> kms.createAlias(CreateAlias.Request.of("alias/x", symmetric(kms)))))
        .hasMessage(
            "An alias with the name arn:aws:kms:eu-west-1:111122223333:alias/x already exists");
    assertThat(target("alias/x")).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "alias/",
        "key/x",
        "alias/a:b",
        "alias/../x",
        "alias/a b",
        "alias/a\n",
        "alias/ä"
      })
  void createAlias_badName_isRefused(String name) {
    String key = symmetric(kms);
    ErrorCode code = name.equals("alias/a:b") ? ErrorCode.INVALID_ALIAS_NAME : ErrorCode.VALIDATION;
    refused(code, () -> kms.createAlias(CreateAlias.Request.of(name, key)));
    assertThat(list(key)).isEmpty();
  }

  @Test
  void createAlias_257Characters_isRefused() {
    String key = symmetric(kms);
    kms.createAlias(CreateAlias.Request.of("alias/" + "x".repeat(250), key));
    refused(
        ErrorCode.VALIDATION,
        () -> kms.createAlias(CreateAlias.Request.of("alias/" + "x".repeat(251), key)));
  }

  @Test
  void createAlias_reservedPrefix_isNotAuthorized() {
    refused(
        ErrorCode.NOT_AUTHORIZED,
        () -> kms.createAlias(CreateAlias.Request.of("alias/aws/mine", symmetric(kms))));
  }

  @Test
  void createAlias_aliasAsTarget_isRefused() {
    kms.createAlias(CreateAlias.Request.of("alias/a", symmetric(kms)));
    assertThat(
            refused(
                ErrorCode.VALIDATION,
                () -> kms.createAlias(CreateAlias.Request.of("alias/b", "alias/a"))))
        .hasMessage("Aliases must refer to keys. Not aliases");
  }

  @Test
  void updateAlias_otherUsageOrClass_isRefused() {
    kms.createAlias(CreateAlias.Request.of("alias/a", symmetric(kms)));
    String signing = create(kms, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
    String rsa = create(kms, KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    assertThat(
            refused(
                ErrorCode.VALIDATION,
                () -> kms.updateAlias(UpdateAlias.Request.of("alias/a", signing))))
        .hasMessageContaining("from a CMK with key usage ENCRYPT_DECRYPT to a CMK with");
    refused(ErrorCode.VALIDATION, () -> kms.updateAlias(UpdateAlias.Request.of("alias/a", rsa)));
  }

  @Test
  void updateAlias_newKeyPendingDeletion_isRefusedOldOneIsFine() {
    String old = symmetric(kms);
    String next = symmetric(kms);
    String late = symmetric(kms);
    kms.createAlias(CreateAlias.Request.of("alias/a", old));
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(old));
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(late));
    refused(
        ErrorCode.KMS_INVALID_STATE,
        () -> kms.updateAlias(UpdateAlias.Request.of("alias/a", late)));
    kms.updateAlias(UpdateAlias.Request.of("alias/a", next));
    assertThat(target("alias/a")).isEqualTo(next);
  }

  @Test
  void createAlias_51stOfAKey_exceedsTheLimit() {
    String key = symmetric(kms);
    for (int i = 0; i < 50; i++) {
      kms.createAlias(CreateAlias.Request.of("alias/n" + i, key));
    }
    refused(
        ErrorCode.LIMIT_EXCEEDED, () -> kms.createAlias(CreateAlias.Request.of("alias/n50", key)));
    kms.deleteAlias(DeleteAlias.Request.of("alias/n7"));
    kms.createAlias(CreateAlias.Request.of("alias/n50", key));
    assertThat(list(key)).hasSize(50);
  }

  @Test
  void alias_keyDeleted_isGoneAndItsNameIsFree() {
    String old = symmetric(kms);
    String next = symmetric(kms);
    kms.createAlias(CreateAlias.Request.of("alias/a", old));
    kms.scheduleKeyDeletion(ScheduleKeyDeletion.Request.of(old).withPendingWindowInDays(7));
    fixture.advance(Duration.ofDays(7));
    String gone = "Alias arn:aws:kms:eu-west-1:111122223333:alias/a is not found.";
    assertThat(refused(ErrorCode.NOT_FOUND, () -> target("alias/a"))).hasMessage(gone);
    assertThat(
            refused(
                ErrorCode.NOT_FOUND,
                () -> kms.updateAlias(UpdateAlias.Request.of("alias/a", next))))
        .hasMessage(gone);
    assertThat(
            refused(ErrorCode.NOT_FOUND, () -> kms.deleteAlias(DeleteAlias.Request.of("alias/a"))))
        .hasMessage(gone);
    assertThat(kms.listAliases(ListAliases.Request.of()).aliases())
        .allMatch(alias -> alias.targetKeyId() == null);
    kms.createAlias(CreateAlias.Request.of("alias/a", next));
    assertThat(target("alias/a")).isEqualTo(next);
    assertThat(list(next)).hasSize(1);
    kms.deleteAlias(DeleteAlias.Request.of("alias/a"));
    assertThat(list(next)).isEmpty();
  }

  @Test
  void createAlias_sameNameByManyThreads_exactlyOneWins() throws Exception {
    String key = symmetric(kms);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Kms other = fixture.open()) {
      List<Callable<Boolean>> attempts =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(i -> () -> tryCreate(i % 2 == 0 ? kms : other, key))
              .toList();
      long winners = 0;
      for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
        winners += attempt.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
      assertThat(list(key)).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean tryCreate(Kms kms, String key) {
    try {
      kms.createAlias(CreateAlias.Request.of("alias/race", key));
      return true;
    } catch (dev.keyward.kms.KmsServiceException e) {
      assertThat(e.is(ErrorCode.ALREADY_EXISTS)).isTrue();
      return false;
    }
  }

  @Test
  void listAliases_limitOver100_isRefused() {
    refused(ErrorCode.VALIDATION, () -> kms.listAliases(ListAliases.Request.of().withLimit(101)));
  }

  @Test
  void listAliases_markerOfAnotherListing_isRefused() {
    String key = symmetric(kms);
    kms.createAlias(CreateAlias.Request.of("alias/a", key));
    kms.createAlias(CreateAlias.Request.of("alias/b", key));
    String marker = kms.listAliases(ListAliases.Request.of().withLimit(1)).nextMarker();
    refused(
        ErrorCode.INVALID_MARKER,
        () -> kms.listAliases(ListAliases.Request.of().withKeyId(key).withMarker(marker)));
  }
}
