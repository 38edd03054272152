package dev.keyward.samples.benchmarks;

import dev.keyward.embedded.EmbeddedKms;
import dev.keyward.embedded.lifecycle.Scope;
import dev.keyward.embedded.store.Change;
import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.embedded.store.RecordStore;
import dev.keyward.embedded.store.SqlRecordStore;
import dev.keyward.embedded.store.StoreDirectory;
import dev.keyward.embedded.store.StoreSettings;
import dev.keyward.embedded.store.StoredRecord;
import dev.keyward.kms.CreateAlias;
import dev.keyward.kms.CreateKey;
import dev.keyward.model.KeySpec;
import dev.keyward.model.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Fills a store with many keys, and two aliases for each. The engine makes one key; the others are
 * copies of its records under other ids, because making each one by a call of its own would take
 * minutes.
 */
final class LargeStore {
  /** Where the keys are. */
  static final Scope SCOPE = new Scope("aws", "eu-west-1", "111122223333");

  private static final int KEYS_IN_A_COMMIT = 200;
  private static final String TEMPLATE_ALIAS = "alias/load-000000-0";

  private LargeStore() {}

  static EmbeddedKms open(Path home) {
    return kms(StoreDirectory.open(StoreSettings.inHome(home)));
  }

  private static EmbeddedKms kms(RecordStore store) {
    return new EmbeddedKms(store, SCOPE, InstantSource.system(), new SecureRandom());
  }

  /** The name of one of the two aliases of a key, 0 or 1. */
  static String alias(int key, int which) {
    return String.format(Locale.ROOT, "alias/load-%06d-%d", key, which);
  }

  /** Makes the keys 0 to {@code keys - 1}. */
  static void fill(Path home, int keys) {
    makeTemplate(home);
    try (SqlRecordStore store = StoreDirectory.open(StoreSettings.inHome(home))) {
      Template template = Template.of(store);
      store.commit(template.copy(0, 1, false));
      for (int from = 1; from < keys; from += KEYS_IN_A_COMMIT) {
        List<Change> changes = new ArrayList<>();
        for (int key = from; key < Math.min(keys, from + KEYS_IN_A_COMMIT); key++) {
          changes.addAll(template.copy(key, 0, true));
        }
        store.commit(changes);
      }
    }
  }

  private static void makeTemplate(Path home) {
    try (EmbeddedKms kms = open(home)) {
      String key =
          kms.createKey(CreateKey.Request.of(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT))
              .keyMetadata()
              .keyId();
      kms.createAlias(new CreateAlias.Request(TEMPLATE_ALIAS, key));
    }
  }

  /** The records of the one key that the engine made. */
  private record Template(
      String keyId, StoredRecord key, StoredRecord alias, List<StoredRecord> materials) {

    static Template of(RecordStore store) {
      StoredRecord key = store.scan(RecordKind.KEY, SCOPE.prefix(), Optional.empty(), 1).get(0);
      String id = key.id().id();
      return new Template(
          id.substring(SCOPE.prefix().length()),
          key,
          store.children(RecordKind.ALIAS, id, Optional.empty(), 1).get(0),
          store.children(RecordKind.MATERIAL, id, Optional.empty(), 10));
    }

    /** The aliases from a number on, and the key with its material if it is not the template. */
    List<Change> copy(int number, int firstAlias, boolean withKey) {
      String copyId = withKey ? UUID.randomUUID().toString() : keyId;
      List<Change> changes = new ArrayList<>();
      if (withKey) {
        changes.add(renamed(key, copyId, TEMPLATE_ALIAS));
        for (StoredRecord material : materials) {
          RecordId id = new RecordId(RecordKind.MATERIAL, text(material.id().id(), copyId, ""));
          Optional<String> parent = material.parent().map(name -> text(name, copyId, ""));
          changes.add(new Change.Put(id, parent, 0, material.content()));
        }
      }
      for (int which = firstAlias; which < 2; which++) {
        changes.add(renamed(alias, copyId, LargeStore.alias(number, which)));
      }
      return changes;
    }

    private Change renamed(StoredRecord record, String copyId, String aliasName) {
      String content = new String(record.content(), StandardCharsets.UTF_8);
      return new Change.Put(
          new RecordId(record.id().kind(), text(record.id().id(), copyId, aliasName)),
          record.parent().map(name -> text(name, copyId, aliasName)),
          0,
          text(content, copyId, aliasName).getBytes(StandardCharsets.UTF_8));
    }

    private String text(String text, String copyId, String aliasName) {
      return text.replace(keyId, copyId).replace(TEMPLATE_ALIAS, aliasName);
    }
  }
}
