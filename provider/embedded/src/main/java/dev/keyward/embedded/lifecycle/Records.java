package dev.keyward.embedded.lifecycle;

import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.KeyArn;
import java.time.Instant;
import java.util.Locale;

/** How keys, their material and aliases are named in the store. */
public final class Records {
  private Records() {}

  /**
   * The record of a key.
   *
   * @param key the key
   * @return the id of the record
   */
  public static RecordId key(KeyArn key) {
    return new RecordId(RecordKind.KEY, prefix(key.account(), key.region()) + key.keyId().text());
  }

  /**
   * The record of an alias.
   *
   * @param alias the alias
   * @return the id of the record
   */
  public static RecordId alias(AliasArn alias) {
    return new RecordId(
        RecordKind.ALIAS, prefix(alias.account(), alias.region()) + alias.alias().text());
  }

  /**
   * The record of a generation of key material.
   *
   * @param key its key
   * @param backingKey its number
   * @return the id of the record
   */
  public static RecordId material(KeyArn key, int backingKey) {
    return new RecordId(RecordKind.MATERIAL, key(key).id() + "/" + backingKey);
  }

  /**
   * The record that says a key is to be looked after at a time.
   *
   * @param key the key
   * @param time when
   * @return the id of the record; ids are in the order of time
   */
  static RecordId due(KeyArn key, Instant time) {
    return new RecordId(RecordKind.DUE, dueAt(time) + key(key).id());
  }

  static String dueAt(Instant time) {
    return String.format(Locale.ROOT, "%015d/", time.toEpochMilli());
  }

  static String prefix(String account, String region) {
    return account + "/" + region + "/";
  }
}
