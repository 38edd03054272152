package dev.keyward.backend;

import dev.keyward.model.KeyReference;
import dev.keyward.model.KeySpec;

/** The capability to make message authentication codes. */
public interface Macs {

  /** The longest message of one call, in bytes. */
  int MAX_MESSAGE_BYTES = 4096;

  /**
   * Makes the code of a message, with the one algorithm the key's spec allows.
   *
   * @param key an HMAC key
   * @param spec its spec
   * @param message 1 to 4,096 bytes; not kept
   * @return the whole tag: 28, 32, 48 or 64 bytes
   */
  byte[] generateMac(KeyReference key, KeySpec spec, byte[] message);
}
