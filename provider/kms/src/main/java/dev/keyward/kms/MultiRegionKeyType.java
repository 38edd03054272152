package dev.keyward.kms;

/** The part a key has in a set of multi-Region keys. The names are those of the KMS API. */
public enum MultiRegionKeyType {
  /** The key that the others are replicas of. */
  PRIMARY,
  /** A replica. */
  REPLICA
}
