package dev.keyward.kms;

/** The key encapsulation algorithms. The names are those of the KMS API. */
public enum EncapsulationAlgorithm {
  /** ML-KEM (FIPS 203). */
  ML_KEM
}
