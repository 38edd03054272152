package dev.keyward.kms;

/** What a listing of rotations contains. The names are those of the KMS API. */
public enum IncludeKeyMaterial {
  /** Also the first key material and what waits for its rotation. */
  ALL_KEY_MATERIAL,
  /** Only completed rotations. */
  ROTATIONS_ONLY
}
