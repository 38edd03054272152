package dev.keyward.embedded.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyward.embedded.grant.CountingStore;
import dev.keyward.embedded.policy.AccessRequest;
import dev.keyward.embedded.policy.Authorization;
import dev.keyward.embedded.policy.Conditions;
import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.identity.Identity;
import dev.keyward.identity.Identity.Kind;
import dev.keyward.identity.ManagedPolicy;
import dev.keyward.kms.KmsServiceException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTableTest {
  private static final String ACCOUNT = "111111111111";
  private static final String ALLOW =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:ListKeys\",\"Resource\":\"*\"}}";
  private static final String DENY = ALLOW.replace("Allow", "Deny");
  private static final String OTHER = ALLOW.replace("ListKeys", "ListAliases");

  @TempDir Path home;
  private CountingStore store;
  private IdentityTable table;
  private IdentityDirectory directory;

  @BeforeEach
  void open() {
    store = new CountingStore(StoreDirectory.open(StoreSettings.inHome(home)));
    table = new IdentityTable(store, "aws", InstantSource.fixed(Instant.ofEpochSecond(5)));
    directory = new IdentityDirectory(store, "aws");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private boolean mayListKeys(String principal) {
    store.pollChanges().forEach(directory::forget);
    Principal caller = Principal.parse(principal);
    return Authorization.decide(
            new AccessRequest(caller, "kms:ListKeys", "*", ACCOUNT, Conditions.none()),
            Optional.empty(),
            directory.look(caller).policies(),
            Optional::empty)
        .isAllowed();
  }

  private static void fails(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KmsServiceException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void create_user_isFoundListedAndDeleted() {
    Identity alice = table.create(Kind.USER, ACCOUNT, "alice");
    table.create(Kind.USER, ACCOUNT, "bob");
    table.create(Kind.ROLE, ACCOUNT, "alice");
    assertThat(alice.arn()).isEqualTo("arn:aws:iam::111111111111:user/alice");
    assertThat(alice.uniqueId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(table.find(alice.arn())).contains(alice);
    assertThat(table.list(Kind.USER, ACCOUNT, Optional.empty(), 9))
        .extracting(Identity::name)
        .containsExactly("alice", "bob");
    assertThat(table.list(Kind.USER, ACCOUNT, Optional.of("alice"), 9))
        .extracting(Identity::name)
        .containsExactly("bob");
    assertThat(directory.exists(Principal.parse(alice.arn()))).isTrue();
    fails("AlreadyExistsException", () -> table.create(Kind.USER, ACCOUNT, "alice"));
    table.delete(alice.arn());
    assertThat(table.find(alice.arn())).isEmpty();
    assertThat(directory.exists(Principal.parse(alice.arn()))).isFalse();
    fails("NotFoundException", () -> table.delete(alice.arn()));
    fails("ValidationException", () -> table.create(Kind.USER, ACCOUNT, "a/b"));
    fails("ValidationException", () -> table.create(Kind.USER, "12", "a"));
  }

  @Test
  void policies_eachKind_decideAtOnce() {
    String alice = table.create(Kind.USER, ACCOUNT, "alice").arn();
    assertThat(mayListKeys(alice)).isFalse();
    table.putInlinePolicy(alice, "p", ALLOW);
    assertThat(mayListKeys(alice)).isTrue();

    ManagedPolicy deny = table.createPolicy(ACCOUNT, "deny", DENY);
    table.attachPolicy(alice, deny.arn());
    assertThat(mayListKeys(alice)).isFalse();
    fails("ConflictException", () -> table.deletePolicy(deny.arn()));
    table.detachPolicy(alice, deny.arn());
    assertThat(mayListKeys(alice)).isTrue();
    table.deletePolicy(deny.arn());

    ManagedPolicy other = table.createPolicy(ACCOUNT, "other", OTHER);
    table.setBoundary(alice, Optional.of(other.arn()));
    assertThat(mayListKeys(alice)).isFalse();
    fails("ConflictException", () -> table.deletePolicy(other.arn()));
    table.setBoundary(alice, Optional.empty());
    assertThat(mayListKeys(alice)).isTrue();

    String root = "arn:aws:iam::111111111111:root";
    assertThat(mayListKeys(root)).isTrue();
    table.putAccountLimit(ACCOUNT, "limit", OTHER);
    assertThat(mayListKeys(alice)).isFalse();
    assertThat(mayListKeys(root)).isFalse();
    assertThat(table.accountLimits(ACCOUNT)).hasSize(1);
    table.putAccountLimit(ACCOUNT, "limit", ALLOW);
    assertThat(mayListKeys(root)).isTrue();
    table.removeAccountLimit(ACCOUNT, "limit");
    table.deleteInlinePolicy(alice, "p");
    assertThat(mayListKeys(alice)).isFalse();
  }

  @Test
  void look_session_hasPoliciesAndTagsOfItsRoleAndIsKept() {
    Identity role = table.create(Kind.ROLE, ACCOUNT, "app");
    table.putInlinePolicy(role.arn(), "p", ALLOW);
    table.tag(role.arn(), Map.of("Team", "blue", "Cost", "7"));
    table.untag(role.arn(), Set.of("Cost"));
    String session = "arn:aws:sts::111111111111:assumed-role/app/s";
    assertThat(mayListKeys(session)).isTrue();
    KnownPrincipal known = directory.look(Principal.parse(session));
    assertThat(known.tags()).isEqualTo(Map.of("team", "blue"));
    assertThat(known.uniqueId()).contains(role.uniqueId());
    int before = store.reads();
    for (int i = 0; i < 50; i++) {
      directory.look(Principal.parse(session));
    }
    assertThat(store.reads()).isEqualTo(before);
  }

  @Test
  void putInlinePolicy_badDocument_isRefused() {
    String alice = table.create(Kind.USER, ACCOUNT, "alice").arn();
    fails("MalformedPolicyDocumentException", () -> table.putInlinePolicy(alice, "p", "{\"a\":1}"));
    fails(
        "LimitExceededException",
        () -> table.putInlinePolicy(alice, "p", ALLOW + " ".repeat(40_000)));
    fails("NotFoundException", () -> table.putInlinePolicy(alice + "x", "p", ALLOW));
    fails("NotFoundException", () -> table.deleteInlinePolicy(alice, "p"));
    assertThat(table.find(alice).orElseThrow().inlinePolicies()).isEmpty();
  }

  @Test
  void attachPolicy_ofAnotherAccountOrTooMany_isRefused() {
    String alice = table.create(Kind.USER, ACCOUNT, "alice").arn();
    ManagedPolicy foreign = table.createPolicy("222222222222", "p", ALLOW);
    fails("NotFoundException", () -> table.attachPolicy(alice, foreign.arn()));
    for (int i = 0; i < IdentityTable.MAX_ATTACHED; i++) {
      table.attachPolicy(alice, table.createPolicy(ACCOUNT, "p" + i, ALLOW).arn());
    }
    ManagedPolicy last = table.createPolicy(ACCOUNT, "last", ALLOW);
    fails("LimitExceededException", () -> table.attachPolicy(alice, last.arn()));
    assertThat(table.listPolicies(ACCOUNT, Optional.of("p8"), 100))
        .extracting(ManagedPolicy::name)
        .containsExactly("p9");
  }

  @Test
  void exists_principalsWithoutRecord_followTheirKind() {
    assertThat(directory.exists(Principal.parse("arn:aws:iam::999999999999:root"))).isTrue();
    assertThat(directory.exists(Principal.parse("s3.amazonaws.com"))).isTrue();
    assertThat(directory.exists(Principal.parse("arn:aws:sts::111111111111:federated-user/f")))
        .isTrue();
    assertThat(directory.exists(Principal.parse("arn:aws:iam::111111111111:user/no"))).isFalse();
    assertThat(directory.exists(Principal.parse("arn:aws:sts::111111111111:assumed-role/no/s")))
        .isFalse();
    table.create(Kind.ROLE, ACCOUNT, "app");
    assertThat(directory.exists(Principal.parse("arn:aws:sts::111111111111:assumed-role/app/s")))
        .isTrue();
    assertThat(directory.exists(Principal.parse("arn:aws:iam::111111111111:role/x/app"))).isFalse();
  }
}
