/**
 * Generators of managed keys: {@code KeyGenerator} and {@code KeyPairGenerator}.
 *
 * <p>A caller that passes {@link dev.keyward.params.ManagedKeyParameterSpec} gets a managed key. A
 * caller without it gets one too, unless the provider stands ahead of the JDK's in the list: then
 * whoever needs any key, such as TLS for its ephemeral ones, finds these generators first, and they
 * pass the request on to the next provider.
 */
package dev.keyward.jca.keygen;
