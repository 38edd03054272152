package dev.keyward.embedded.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyward.embedded.policy.Principal;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantTableTest {
  private static final String KEY = "111111111111/eu-west-1/blue";
  private static final String OTHER_KEY = "222222222222/eu-west-1/red";
  private static final String APP = "arn:aws:iam::111111111111:role/app";
  private static final String BOSS = "arn:aws:iam::111111111111:user/boss";

  @TempDir Path home;
  private CountingStore store;
  private GrantTable table;

  @BeforeEach
  void open() {
    store = new CountingStore(StoreDirectory.open(StoreSettings.inHome(home)));
    table = new GrantTable(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  static GrantRecord grant(String key, String id, String grantee, String... operations) {
    return new GrantRecord(
        key,
        "arn:aws:kms:eu-west-1:111111111111:key/blue",
        id,
        "name",
        Instant.ofEpochSecond(1),
        grantee,
        BOSS,
        null,
        null,
        "arn:aws:iam::111111111111:root",
        List.of(operations),
        new GrantRecord.Constraints(null, Map.of("Tenant", "a"), null),
        null,
        null);
  }

  private static GrantRequest decrypt(String caller, Map<String, String> context) {
    return new GrantRequest(
        Principal.parse(caller), "Decrypt", context, Optional.empty(), Optional.empty());
  }

  private void create(GrantRecord grant) {
    store.commit(table.put(grant));
    store.pollChanges().forEach(table::forget);
  }

  @Test
  void allowing_warmKey_readsNothing() {
    create(grant(KEY, "1", APP, "Decrypt"));
    String session = "arn:aws:sts::111111111111:assumed-role/app/s";
    assertThat(table.allowing(KEY, decrypt(session, Map.of("tenant", "a")))).isPresent();
    assertThat(table.allowing(OTHER_KEY, decrypt(session, Map.of()))).isEmpty();
    int before = store.reads();
    for (int i = 0; i < 100; i++) {
      assertThat(table.allowing(KEY, decrypt(session, Map.of("TENANT", "a", "x", "y"))))
          .isPresent();
      assertThat(table.allowing(KEY, decrypt(session, Map.of("tenant", "A")))).isEmpty();
      assertThat(table.allowing(KEY, decrypt(BOSS, Map.of("tenant", "a")))).isEmpty();
      assertThat(table.allowing(OTHER_KEY, decrypt(session, Map.of("tenant", "a")))).isEmpty();
    }
    assertThat(store.reads()).isEqualTo(before);
  }

  @Test
  void delete_warmKey_takesEffectWhenItIsForgotten() {
    create(grant(KEY, "1", APP, "Decrypt"));
    GrantRequest request = decrypt(APP, Map.of("tenant", "a"));
    assertThat(table.allowing(KEY, request)).isPresent();
    store.commit(table.delete(table.find(new GrantName(KEY, "1")).orElseThrow()));
    store.pollChanges().forEach(table::forget);
    assertThat(table.allowing(KEY, request)).isEmpty();
    assertThat(table.find(new GrantName(KEY, "1"))).isEmpty();
    assertThat(table.retirable(BOSS, "eu-west-1", Optional.empty(), 10)).isEmpty();
    assertThat(table.count(KEY)).isZero();
  }

  @Test
  void page_filteredInSteps_showsEachGrantOnceInOrder() {
    for (int i = 0; i < 25; i++) {
      create(grant(KEY, String.format("%02d", i), i % 2 == 0 ? APP : BOSS, "Decrypt"));
    }
    create(grant(OTHER_KEY, "00", APP, "Decrypt"));
    GrantFilter ofApp = new GrantFilter(Optional.empty(), Optional.of(APP), Optional.empty());
    List<String> ids = new ArrayList<>();
    Optional<String> after = Optional.empty();
    List<GrantRecord> page;
    do {
      page = table.page(KEY, ofApp, after, 4);
      page.forEach(grant -> ids.add(grant.grantId()));
      after = ids.isEmpty() ? after : Optional.of(ids.get(ids.size() - 1));
    } while (page.size() == 4);
    assertThat(ids).hasSize(13).isSorted().doesNotHaveDuplicates().contains("00", "24");
    assertThat(table.page(KEY, GrantFilter.ALL, Optional.empty(), 100)).hasSize(25);
    assertThat(
            table.page(
                KEY,
                new GrantFilter(Optional.of("07"), Optional.empty(), Optional.empty()),
                Optional.empty(),
                9))
        .hasSize(1);
    assertThat(table.count(KEY)).isEqualTo(25);
  }

  @Test
  void retirable_grantsOnSeveralKeys_arePagedAndOfTheRegion() {
    create(grant(KEY, "1", APP, "Decrypt"));
    create(grant(OTHER_KEY, "2", APP, "Decrypt"));
    create(grant("111111111111/us-east-1/blue", "3", APP, "Decrypt"));
    List<GrantRecord> first = table.retirable(BOSS, "eu-west-1", Optional.empty(), 1);
    assertThat(first).extracting(GrantRecord::grantId).containsExactly("1");
    Optional<String> after = Optional.of(GrantTable.position(first.get(0)));
    assertThat(table.retirable(BOSS, "eu-west-1", after, 5))
        .extracting(GrantRecord::grantId)
        .containsExactly("2");
    assertThat(table.retirable(APP, "eu-west-1", Optional.empty(), 5)).isEmpty();
  }

  @Test
  void sameAs_sameNameAndContent_isFoundWhateverTheId() {
    create(grant(KEY, "1", APP, "Decrypt", "Encrypt"));
    assertThat(table.sameAs(grant(KEY, "2", APP, "Encrypt", "Decrypt"))).isPresent();
    assertThat(table.sameAs(grant(KEY, "2", APP, "Encrypt"))).isEmpty();
    assertThat(table.sameAs(grant(KEY, "2", BOSS, "Decrypt", "Encrypt"))).isEmpty();
  }

  @Test
  void deleteSome_repeated_leavesNothingOfTheKey() {
    for (int i = 0; i < 5; i++) {
      create(grant(KEY, "" + i, APP, "Decrypt"));
    }
    create(grant(OTHER_KEY, "1", APP, "Decrypt"));
    store.commit(table.deleteSome(KEY, 3));
    store.commit(table.deleteSome(KEY, 3));
    assertThat(table.deleteSome(KEY, 3)).isEmpty();
    assertThat(table.retirable(BOSS, "eu-west-1", Optional.empty(), 9)).hasSize(1);
  }
}
