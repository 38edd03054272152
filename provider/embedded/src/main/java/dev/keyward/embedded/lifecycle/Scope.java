package dev.keyward.embedded.lifecycle;

import dev.keyward.embedded.store.RecordId;
import dev.keyward.embedded.store.RecordKind;
import dev.keyward.model.KeyReference.AliasArn;
import dev.keyward.model.KeyReference.AliasName;
import dev.keyward.model.KeyReference.KeyArn;
import dev.keyward.model.KeyReference.KeyId;

/**
 * The account and Region in which identifiers are resolved, and how they name records.
 *
 * @param partition for example {@code aws}
 * @param region for example {@code eu-west-1}
 * @param account 12 digits
 */
public record Scope(String partition, String region, String account) {

  /** Checks the parts by making an ARN of them. */
  public Scope {
    new AliasArn(partition, region, account, new AliasName("alias/check"));
  }

  /**
   * The ARN of a key here.
   *
   * @param key its id
   * @return the ARN
   */
  public KeyArn arn(KeyId key) {
    return new KeyArn(partition, region, account, key);
  }

  /**
   * The ARN of an alias here.
   *
   * @param alias its name
   * @return the ARN
   */
  public AliasArn arn(AliasName alias) {
    return new AliasArn(partition, region, account, alias);
  }

  /**
   * What the ids of all records here start with.
   *
   * @return account and Region
   */
  public String prefix() {
    return account + "/" + region + "/";
  }

  boolean contains(KeyArn arn) {
    return arn.equals(arn(arn.keyId()));
  }

  boolean contains(AliasArn arn) {
    return arn.equals(arn(arn.alias()));
  }

  RecordId record(KeyId key) {
    return new RecordId(RecordKind.KEY, prefix() + key.text());
  }

  RecordId record(AliasName alias) {
    return new RecordId(RecordKind.ALIAS, prefix() + alias.text());
  }

  /**
   * The record of a generation of key material.
   *
   * @param key its key
   * @param backingKey its number
   * @return the id of the record
   */
  public RecordId materialRecord(KeyId key, int backingKey) {
    return new RecordId(RecordKind.MATERIAL, prefix() + key.text() + "/" + backingKey);
  }
}
