/**
 * {@code Mac} engines: the message is collected here, the tag is made by the key service.
 *
 * <p>Keys that are no handles are passed on to the next provider. No key material is in this
 * package's hands at any time.
 */
package dev.keyward.jca.mac;
