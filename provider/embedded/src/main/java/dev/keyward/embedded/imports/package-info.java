/**
 * What an import of key material carries from its first call to its last, and how imported material
 * is named.
 *
 * <p>Tokens and ids are values: no store, no clock and no key material of KMS keys lives here. The
 * cryptography of wrapping and the checks of what comes in are in {@code embedded.material}.
 */
package dev.keyward.embedded.imports;
