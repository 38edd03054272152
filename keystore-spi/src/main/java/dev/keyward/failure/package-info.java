/**
 * Why a key operation failed: one exception type for each thing a caller can act on.
 *
 * <p>Messages may be logged: they name keys, states, operations and sizes, never secrets or context
 * values. {@link dev.keyward.failure.KmsException} is what backends throw; the JCA side turns it
 * into what the engine method at hand may throw and keeps it as the cause.
 */
package dev.keyward.failure;
