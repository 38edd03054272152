/**
 * {@code KeyFactory} and {@code SecretKeyFactory} of algorithm {@code KMS}: from the name of a
 * managed key to its handle. There is no way back to key material.
 */
package dev.keyward.jca.keyfactory;
