/**
 * Whether an answer can be what was asked for: the right key, the right algorithm, the right
 * length, a signature that verifies under the public key that was seen before.
 *
 * <p>A service that was taken over, or a proxy that mixes up answers, gains nothing. Nothing is
 * sent from here except through {@link dev.keyward.remote.wire.KmsCalls}.
 */
package dev.keyward.remote.answers;
