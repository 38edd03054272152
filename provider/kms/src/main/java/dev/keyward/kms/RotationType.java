package dev.keyward.kms;

/** Who started a rotation. The names are those of the KMS API. */
public enum RotationType {
  /** The schedule. */
  AUTOMATIC,
  /** Somebody. */
  ON_DEMAND
}
