/**
 * {@code Signature} engines. The message is hashed here, the digest is signed by the key service,
 * signatures are verified here with the public key.
 *
 * <p>Keys that are no handles are passed on: public keys to the JDK's own provider, private keys to
 * the next provider that takes them. No key material is in this package's hands at any time.
 */
package dev.keyward.jca.signature;
