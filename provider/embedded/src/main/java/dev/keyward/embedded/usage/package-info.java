/**
 * When each key was last used with success, for what and by whom.
 *
 * <p>{@link dev.keyward.embedded.usage.LastUsage} remembers in memory and is flushed to the store
 * about once a minute, so that using a key writes nothing. Whether a call counts as use is decided
 * by whoever reports it.
 */
package dev.keyward.embedded.usage;
