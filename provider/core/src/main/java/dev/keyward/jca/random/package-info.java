/**
 * {@code SecureRandom} of a key service. Nothing of ours uses it, and nobody gets it who does not
 * ask for it by name: every random number would be a call over the network.
 */
package dev.keyward.jca.random;
