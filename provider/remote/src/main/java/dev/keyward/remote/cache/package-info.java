/**
 * Descriptions and public keys of keys, remembered for a while.
 *
 * <p>Only for those who use keys. Who administers them is answered by the service itself. No data
 * keys and no plaintexts come here.
 */
package dev.keyward.remote.cache;
