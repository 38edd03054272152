/** What the tests of the samples share: programs with a home directory of their own. */
package dev.keyward.samples.harness;
