/**
 * {@code KeyAgreement} and {@code KEM} engines: shared secrets that the private half of a managed
 * key pair is needed for.
 *
 * <p>Ordinary private keys are passed on to the next provider. Shared secrets are zeroed here after
 * the caller got a copy.
 */
package dev.keyward.jca.agreement;
