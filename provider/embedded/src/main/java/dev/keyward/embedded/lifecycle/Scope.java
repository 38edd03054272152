package dev.keyward.embedded.lifecycle;

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
    return Records.prefix(account, region);
  }

  /**
   * What the ARNs of all keys here start with; their id follows.
   *
   * @return an unfinished ARN
   */
  public String arnOfKeys() {
    return "arn:" + partition + ":kms:" + region + ":" + account + ":key/";
  }

  /**
   * The same Region of another account.
   *
   * @param otherAccount 12 digits
   * @return a new value
   */
  public Scope of(String otherAccount) {
    return new Scope(partition, region, otherAccount);
  }

  /**
   * The same account in another Region.
   *
   * @param otherRegion the Region
   * @return a new value
   */
  public Scope in(String otherRegion) {
    return new Scope(partition, otherRegion, account);
  }
}
