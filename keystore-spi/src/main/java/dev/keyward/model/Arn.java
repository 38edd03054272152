package dev.keyward.model;

import java.util.regex.Pattern;

/** The six colon-separated fields of a KMS resource name. */
record Arn(String partition, String region, String account, String resource) {
  private static final Pattern PARTITION = Pattern.compile("[a-z]+(-[a-z]+)*");
  private static final Pattern REGION = Pattern.compile("([a-z]+-){2,3}\\d+");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  static Arn parse(String text) {
    String[] fields = text.split(":", 6);
    if (fields.length != 6 || !fields[0].equals("arn") || !fields[2].equals("kms")) {
      throw new IllegalArgumentException(
          "an ARN reads arn:PARTITION:kms:REGION:ACCOUNT:RESOURCE, got " + Quoted.of(text));
    }
    return new Arn(fields[1], fields[3], fields[4], fields[5]);
  }

  static void check(String partition, String region, String account) {
    if (!PARTITION.matcher(partition).matches()) {
      throw new IllegalArgumentException("not a partition: " + Quoted.of(partition));
    }
    if (region.length() > 32 || !REGION.matcher(region).matches()) {
      throw new IllegalArgumentException("a Region reads like eu-west-1, got " + Quoted.of(region));
    }
    if (!ACCOUNT.matcher(account).matches()) {
      throw new IllegalArgumentException("an account has 12 digits, got " + Quoted.of(account));
    }
  }

  KeyReference toReference() {
    if (resource.startsWith("key/")) {
      return new KeyReference.KeyArn(
          partition, region, account, new KeyReference.KeyId(resource.substring(4)));
    }
    if (resource.startsWith(KeyReference.AliasName.PREFIX)) {
      return new KeyReference.AliasArn(
          partition, region, account, new KeyReference.AliasName(resource));
    }
    throw new IllegalArgumentException(
        "an ARN of the KMS ends in key/ID or alias/NAME, got " + Quoted.of(resource));
  }
}
