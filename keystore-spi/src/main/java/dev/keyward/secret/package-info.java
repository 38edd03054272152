/**
 * Closeable holders of secret bytes that overwrite them when closed.
 *
 * <p>Holders never print, serialize or hand out what they hold by accident: a caller lends the
 * bytes to a function and gets only its result.
 */
package dev.keyward.secret;
