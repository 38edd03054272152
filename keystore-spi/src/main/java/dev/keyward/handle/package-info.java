/**
 * Key handles: {@link java.security.Key} objects that name a KMS key and hold no bytes.
 *
 * <p>Which JDK interfaces a handle implements decides which software works with it. The rules are
 * measured, not guessed: RSA is {@code PrivateKey} and {@code RSAKey}, EC is {@code PrivateKey} and
 * {@code ECKey}, Ed25519 is {@code EdECPrivateKey} with empty bytes, symmetric is {@code
 * SecretKey}; format and encoding are null.
 */
package dev.keyward.handle;
