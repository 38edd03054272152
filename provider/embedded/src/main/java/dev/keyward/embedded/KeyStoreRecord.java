package dev.keyward.embedded;

import dev.keyward.kms.ConnectionErrorCode;
import dev.keyward.kms.ConnectionState;
import java.time.Instant;

/**
 * A custom key store, as the store keeps it (in JSON, sealed like everything else).
 *
 * @param keyStoreId its id
 * @param name its name, unique in account and Region
 * @param clusterId the cluster id that names its token in the local configuration
 * @param trustAnchorCertificate the certificate given when it was made
 * @param pin password of the token's user, in UTF-8; whoever reads the record zeroes it
 * @param state whether it is connected
 * @param error why the connection failed; null otherwise
 * @param creationDate when it was made
 */
record KeyStoreRecord(
    String keyStoreId,
    String name,
    String clusterId,
    String trustAnchorCertificate,
    byte[] pin,
    ConnectionState state,
    ConnectionErrorCode error,
    Instant creationDate) {

  KeyStoreRecord with(ConnectionState newState, ConnectionErrorCode newError) {
    return new KeyStoreRecord(
        keyStoreId, name, clusterId, trustAnchorCertificate, pin, newState, newError, creationDate);
  }

  KeyStoreRecord with(String newName, String newCluster, byte[] newPin) {
    return new KeyStoreRecord(
        keyStoreId,
        newName == null ? name : newName,
        newCluster == null ? clusterId : newCluster,
        trustAnchorCertificate,
        newPin == null ? pin : newPin,
        state,
        error,
        creationDate);
  }

  @Override
  public String toString() {
    return "KeyStoreRecord[" + keyStoreId + " " + state + "]";
  }
}
