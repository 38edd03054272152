/**
 * The root key and the ring of keys it protects.
 *
 * <p>A root key comes from outside the store; it wraps the ring, one small file, and the ring gives
 * every record version a key of its own. Nothing here knows what records hold or where they are
 * kept.
 */
package dev.keyward.embedded.root;
