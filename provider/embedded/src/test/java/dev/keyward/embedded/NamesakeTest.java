package dev.keyward.embedded;

import static dev.keyward.embedded.EmbeddedKmsFixture.refused;
import static dev.keyward.embedded.EmbeddedKmsFixture.symmetric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.identity.Identity;
import dev.keyward.kms.CreateGrant;
import dev.keyward.kms.CreateKey;
import dev.keyward.kms.Encrypt;
import dev.keyward.kms.ErrorCode;
import dev.keyward.kms.GrantOperation;
import dev.keyward.kms.PutKeyPolicy;
import dev.keyward.kms.RetireGrant;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user or role that is deleted and made again under its name is somebody else. */
class NamesakeTest {
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir private Path home;
  private EmbeddedKmsFixture fixture;
  private EmbeddedKms root;
  private String anna;
  private String bert;
  private String key;

  @BeforeEach
  void open() {
    fixture = new EmbeddedKmsFixture(home);
    root = fixture.kms();
    anna = Policies.user(root, "anna");
    bert = Policies.user(root, "bert");
    key = symmetric(root);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void makeAgain(String user) {
    root.identities().delete(user);
    String name = user.substring(user.lastIndexOf('/') + 1);
    assertThat(Policies.user(root, name)).isEqualTo(user);
  }

  private void keyPolicy(String... statements) {
    root.putKeyPolicy(PutKeyPolicy.Request.of(key, Policies.key(statements)));
  }

  private void encrypt(String caller) {
    fixture.as(caller).encrypt(Encrypt.Request.of(key, TEXT));
  }

  private void denied(String caller) {
    refused(ErrorCode.ACCESS_DENIED, () -> encrypt(caller));
  }

  @Test
  void keyPolicy_namesWhoIsGone_givesItsSuccessorNothingUntilItIsWrittenAnew() {
    keyPolicy(Policies.delegation(), Policies.allow(anna, "kms:Encrypt"));
    encrypt(anna);
    makeAgain(anna);
    denied(anna);
    keyPolicy(Policies.delegation(), Policies.allow(anna, "kms:Encrypt"));
    encrypt(anna);
  }

  @Test
  void keyPolicy_givenWithCreateKey_isAboutWhoBearsTheNameThen() {
    CreateKey.Request request =
        CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT)
            .withPolicy(Policies.key(Policies.delegation(), Policies.allow(anna, "kms:Encrypt")));
    key = root.createKey(request).keyMetadata().arn();
    encrypt(anna);
    makeAgain(anna);
    denied(anna);
  }

  @Test
  void keyPolicy_namesARole_givesSessionsOfItsSuccessorNothing() {
    String role = root.identities().create(Identity.Kind.ROLE, Policies.ACCOUNT, "batch").arn();
    String session = "arn:aws:sts::" + Policies.ACCOUNT + ":assumed-role/batch/s1";
    keyPolicy(Policies.delegation(), Policies.allow(role, "kms:Encrypt"));
    encrypt(session);
    root.identities().delete(role);
    denied(session);
    root.identities().create(Identity.Kind.ROLE, Policies.ACCOUNT, "batch");
    denied(session);
  }

  @Test
  void keyPolicy_namesEverybodyOrTheAccount_isForSuccessorsToo() {
    keyPolicy(Policies.delegation(), Policies.allow("*", "kms:Encrypt"));
    makeAgain(anna);
    encrypt(anna);
    keyPolicy(Policies.delegation());
    makeAgain(anna);
    root.identities()
        .putInlinePolicy(anna, "own", Policies.identity("Allow", "kms:Encrypt", key, ""));
    encrypt(anna);
  }

  @Test
  void deny_namesWhoIsGone_staysForItsSuccessor() {
    keyPolicy(
        Policies.delegation(),
        Policies.allow("*", "kms:Encrypt"),
        Policies.deny(anna, "kms:Encrypt"));
    makeAgain(anna);
    denied(anna);
    encrypt(bert);
  }

  @Test
  void deny_exceptsWhoIsGone_exceptsNotItsSuccessor() {
    String allBut =
        Policies.deny("*", "kms:Encrypt")
            .replace(
                "\"Principal\":\"*\"",
                "\"NotPrincipal\":{\"AWS\":[\"" + anna + "\",\"" + Policies.ROOT + "\"]}");
    keyPolicy(Policies.delegation(), Policies.allow("*", "kms:Encrypt"), allBut);
    encrypt(anna);
    makeAgain(anna);
    denied(anna);
  }

  @Test
  void grant_toWhoIsGone_givesItsSuccessorNothing() {
    CreateGrant.Request request =
        CreateGrant.Request.of(key, anna, List.of(GrantOperation.ENCRYPT))
            .withRetiringPrincipal(bert)
            .withName("batch");
    CreateGrant.Response made = root.createGrant(request);
    encrypt(anna);
    makeAgain(anna);
    makeAgain(bert);
    denied(anna);
    RetireGrant.Request retire = RetireGrant.Request.of(made.grantToken());
    refused(ErrorCode.ACCESS_DENIED, () -> fixture.as(bert).retireGrant(retire));
    assertThat(root.createGrant(request).grantId()).isNotEqualTo(made.grantId());
    encrypt(anna);
  }

  @Test
  void key_ofAnEarlierVersion_isAboutNames() {
    keyPolicy(Policies.delegation(), Policies.allow(anna, "kms:Encrypt"));
    fixture.rewrite(key, old -> old.with(draft -> draft.policyIds = null));
    makeAgain(anna);
    encrypt(anna);
  }
}
