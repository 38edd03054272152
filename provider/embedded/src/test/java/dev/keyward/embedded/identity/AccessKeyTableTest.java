package dev.keyward.embedded.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.embedded.EmbeddedKmsFixture;
import dev.keyward.identity.AccessKey;
import dev.keyward.identity.Credential;
import dev.keyward.identity.Identity;
import dev.keyward.identity.IssuedAccessKey;
import dev.keyward.identity.ServedCaller;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.ListKeys;
import dev.keyward.secret.SecretBytes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessKeyTableTest {
  private static final String ACCOUNT = EmbeddedKmsFixture.SCOPE.account();

  @TempDir Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms kms;
  private String alice;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    kms = fixture.kms();
    alice = kms.identities().create(Identity.Kind.USER, ACCOUNT, "alice").arn();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String text(SecretBytes secret) {
    return secret.read(bytes -> new String(bytes, US_ASCII));
  }

  @Test
  void create_newKey_isFoundWithTheSecretThatWasTold() {
    try (IssuedAccessKey issued = kms.accessKeys().create(alice)) {
      assertThat(issued.key().id()).matches("AKIA[A-Z2-7]{16}");
      assertThat(text(issued.secret())).matches("[A-Za-z0-9+/]{40}");
      assertThat(issued.toString()).doesNotContain(text(issued.secret()));

      Credential found = kms.credential(issued.key().id()).orElseThrow();

      assertThat(found.principalArn()).isEqualTo(alice);
      try (SecretBytes secret = kms.secret(found).orElseThrow()) {
        assertThat(text(secret)).isEqualTo(text(issued.secret()));
      }
    }
  }

  @Test
  void create_thirdKey_isRefused() {
    kms.accessKeys().create(alice).close();
    kms.accessKeys().create(alice).close();

    EmbeddedKmsFixture.refused(ErrorCode.LIMIT_EXCEEDED, () -> kms.accessKeys().create(alice));
    assertThat(kms.accessKeys().list(alice)).hasSize(2);
  }

  @Test
  void create_roleOrNobody_isRefused() {
    String role = kms.identities().create(Identity.Kind.ROLE, ACCOUNT, "batch").arn();

    EmbeddedKmsFixture.refused(ErrorCode.VALIDATION, () -> kms.accessKeys().create(role));
    EmbeddedKmsFixture.refused(ErrorCode.NOT_FOUND, () -> kms.accessKeys().create(alice + "x"));
  }

  @Test
  void setStatus_inactiveAndActiveAgain_decidesWhetherItIsFound() {
    String id = issue();
    Credential before = kms.credential(id).orElseThrow();

    kms.accessKeys().setStatus(id, AccessKey.Status.INACTIVE);
    assertThat(kms.credential(id)).isEmpty();
    assertThat(kms.secret(before)).isEmpty();
    assertThat(kms.accessKeys().list(alice).get(0).status()).isEqualTo(AccessKey.Status.INACTIVE);

    kms.accessKeys().setStatus(id, AccessKey.Status.ACTIVE);
    assertThat(kms.credential(id).orElseThrow().version()).isNotEqualTo(before.version());
  }

  @Test
  void delete_keyOrItsUser_endsIt() {
    String first = issue();
    String second = issue();

    kms.accessKeys().delete(first);
    assertThat(kms.credential(first)).isEmpty();
    EmbeddedKmsFixture.refused(ErrorCode.NOT_FOUND, () -> kms.accessKeys().delete(first));

    kms.identities().delete(alice);
    assertThat(kms.credential(second)).isEmpty();
    kms.identities().create(Identity.Kind.USER, ACCOUNT, "alice");
    assertThat(kms.accessKeys().list(alice)).isEmpty();
  }

  @Test
  void credential_unknownOrNoId_isEmpty() {
    assertThat(kms.credential("AKIA2222222222222222")).isEmpty();
    assertThat(kms.credential("../../etc/passwd")).isEmpty();
    assertThat(kms.credential("")).isEmpty();
  }

  @Test
  void setStatus_otherProcess_isNoticedWithinASecond() {
    String id = issue();
    try (EmbeddedKms other = fixture.open()) {
      assertThat(other.credential(id)).isPresent();

      kms.accessKeys().setStatus(id, AccessKey.Status.INACTIVE);

      long deadline = System.nanoTime() + 1_000_000_000L;
      Optional<Credential> seen = other.credential(id);
      while (seen.isPresent() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
        seen = other.credential(id);
      }
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void servedTo_user_hasThePermissionsOfThatUserOnly() {
    ServedCaller caller = new ServedCaller(alice, "eu-central-1", Map.of());

    EmbeddedKmsFixture.refused(
        ErrorCode.ACCESS_DENIED, () -> kms.servedTo(caller).listKeys(ListKeys.Request.of()));
    kms.identities()
        .putInlinePolicy(
            alice,
            "list",
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:ListKeys\",\"Resource\":\"*\"}}");

    assertThat(kms.servedTo(caller).listKeys(ListKeys.Request.of()).keys()).isEmpty();
  }

  @Test
  void accessKeys_viewForAnotherCaller_isRefused() {
    EmbeddedKms view = fixture.as(alice);

    EmbeddedKmsFixture.refused(ErrorCode.ACCESS_DENIED, view::accessKeys);
    EmbeddedKmsFixture.refused(ErrorCode.ACCESS_DENIED, () -> view.credential("AKIA"));
  }

  private String issue() {
    try (IssuedAccessKey issued = kms.accessKeys().create(alice)) {
      return issued.key().id();
    }
  }
}
