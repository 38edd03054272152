/**
 * The {@code KeyStore} of type {@code KMS}: aliases and handles of the key service, certificates
 * from a directory.
 *
 * <p>It works on any {@link dev.keyward.backend.KeyBackend}. It does not know how a backend is
 * configured or opened: {@link dev.keyward.keystore.KeyStoreAccess} brings one.
 */
package dev.keyward.keystore;
