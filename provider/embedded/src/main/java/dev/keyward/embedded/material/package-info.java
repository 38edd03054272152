/**
 * Key material and the algorithms that use it. The only room that sees Bouncy Castle.
 *
 * <p>Knows nothing of key ids, states, policies or the store: it makes material for a key spec,
 * opens what was stored, and encrypts, decrypts, signs and verifies with it. Every algorithm runs
 * on a fixed provider, chosen in {@link dev.keyward.embedded.material.Primitives}.
 */
package dev.keyward.embedded.material;
