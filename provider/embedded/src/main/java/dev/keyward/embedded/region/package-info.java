/**
 * Multi-Region keys: what the members of a set share and how a change reaches all of them. Finding,
 * permitting and answering live elsewhere.
 */
package dev.keyward.embedded.region;
