package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.Decrypt;
import dev.keyward.kms.DescribeKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.ListRetirableGrants;
import dev.keyward.kms.RetireGrant;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers of another account or Region may not find out, or do. */
class ExistenceLeakTest {
  private static final String OWNER = "arn:aws:iam::111122223333:root";
  private static final String PREFIX = "arn:aws:kms:eu-west-1:111122223333:";

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms kms;
  private EmbeddedKms stranger;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    kms = fixture.kms();
    stranger = kms.as(Caller.root(new Scope("aws", "eu-west-1", "444455556666")));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CreateGrant.Response grant(String key) {
    return kms.createGrant(
        CreateGrant.Request.of(key, OWNER, List.of(GrantOperation.DECRYPT))
            .withRetiringPrincipal(OWNER));
  }

  private ErrorCode describedWithToken(String key) {
    DescribeKey.Request request = DescribeKey.Request.of(key).withGrantTokens(List.of("bogus"));
    refused(ErrorCode.INVALID_GRANT_TOKEN, () -> stranger.describeKey(request));
    return ErrorCode.INVALID_GRANT_TOKEN;
  }

  @Test
  void foreignKey_invalidGrantToken_answersTheSameWhetherOrNotItExists() {
    assertThat(describedWithToken(symmetric(kms)))
        .isEqualTo(describedWithToken(PREFIX + "key/00000000-0000-4000-8000-000000000001"));
  }

  @Test
  void ciphertextOfForeignKey_invalidGrantToken_answersTheSameWhetherOrNotItExists() {
    String known = decryptedWithToken(encrypted(kms));
    try (EmbeddedKmsFixture elsewhere = new EmbeddedKmsFixture(home.resolve("elsewhere"))) {
      assertThat(decryptedWithToken(encrypted(elsewhere.kms()))).isEqualTo(known);
    }
  }

  private static byte[] encrypted(EmbeddedKms owner) {
    return owner.encrypt(Encrypt.Request.of(symmetric(owner), new byte[] {1})).ciphertextBlob();
  }

  private String decryptedWithToken(byte[] blob) {
    Decrypt.Request request = Decrypt.Request.of(blob).withGrantTokens(List.of("bogus"));
    return refused(ErrorCode.INVALID_GRANT_TOKEN, () -> stranger.decrypt(request)).getMessage();
  }

  @Test
  void foreignAlias_notPermitted_tellsNothingOfItsKey() {
    kms.createAlias(CreateAlias.Request.of("alias/known", symmetric(kms)));
    String known = refusal(PREFIX + "alias/known");
    String unknown = refusal(PREFIX + "alias/unknown");
    assertThat(known.replace("alias/known", "alias/unknown")).isEqualTo(unknown);
  }

  private String refusal(String name) {
    DescribeKey.Request request = DescribeKey.Request.of(name);
    return refused(ErrorCode.ACCESS_DENIED, () -> stranger.describeKey(request)).getMessage();
  }

  @Test
  void listRetirableGrants_principalOfOtherAccount_isRefused() {
    grant(symmetric(kms));
    ListRetirableGrants.Request request = ListRetirableGrants.Request.of(OWNER);
    refused(ErrorCode.ACCESS_DENIED, () -> stranger.listRetirableGrants(request));
    assertThat(kms.listRetirableGrants(request).grants()).hasSize(1);
  }

  @Test
  void listRetirableGrants_service_showsEachAccountItsOwn() {
    String service = "rds.amazonaws.com";
    kms.createGrant(
        CreateGrant.Request.of(symmetric(kms), OWNER, List.of(GrantOperation.DECRYPT))
            .withRetiringServicePrincipal(service));
    ListRetirableGrants.Request request =
        ListRetirableGrants.Request.of(null).withRetiringServicePrincipal(service);
    assertThat(stranger.listRetirableGrants(request).grants()).isEmpty();
    assertThat(kms.listRetirableGrants(request).grants()).hasSize(1);
  }

  @Test
  void retireGrant_tokenOfOtherRegion_isRefusedAndKeepsTheGrant() {
    String token = grant(symmetric(kms)).grantToken();
    EmbeddedKms elsewhere = kms.as(kms.caller().in("eu-central-1"));
    refused(ErrorCode.NOT_FOUND, () -> elsewhere.retireGrant(RetireGrant.Request.of(token)));
    kms.retireGrant(RetireGrant.Request.of(token));
  }
}
