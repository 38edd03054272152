package dev.keyward.kms;

/** The length of a data key. The names are those of the KMS API. */
public enum DataKeySpec {
  /** 256 bits. */
  AES_256,
  /** 128 bits. */
  AES_128
}
