/** A server that changes from a key in a file to a managed key while it serves. */
package dev.keyward.samples.migrate;
