package dev.keyward.kms;

/** What a dry run may leave out. The names are those of the KMS API. */
public enum DryRunModifier {
  /** The ciphertext: only the permission is checked. */
  IGNORE_CIPHERTEXT
}
