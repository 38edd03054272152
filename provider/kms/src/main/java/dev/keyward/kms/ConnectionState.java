package dev.keyward.kms;

/** Whether a custom key store is connected. The names are those of the KMS API. */
public enum ConnectionState {
  /** Its keys can be used. */
  CONNECTED,
  /** The connection is being made. */
  CONNECTING,
  /** The connection could not be made. */
  FAILED,
  /** It was disconnected, or never connected. */
  DISCONNECTED,
  /** The connection is being ended. */
  DISCONNECTING
}
