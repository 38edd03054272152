package dev.keyward.kms;

/** A constant whose name in the KMS API is not its name in Java. */
public interface WireNamed {

  /**
   * The name in the KMS API.
   *
   * @return for example {@code GenerateDataKey}
   */
  String wireName();
}
