/**
 * Key material outside the engine's own store: in a token that keeps it for itself.
 *
 * <p>{@link dev.keyward.embedded.customstore.TokenStore} is what the engine needs of such a token;
 * {@link dev.keyward.embedded.customstore.Pkcs11Store} is one on PKCS #11, through the JDK's own
 * provider. No key states, no records and no policies live here; where a token is comes from the
 * local configuration only, never over the wire.
 */
package dev.keyward.embedded.customstore;
