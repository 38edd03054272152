/**
 * Runs the test vectors of Project Wycheproof, which stay outside of this repository.
 *
 * <p>Reads files, counts, and compares a verdict with what a file expects. Knows nothing of our
 * code: how a vector is checked is said by the tests of the module that has the algorithm.
 */
package dev.keyward.wycheproof;
