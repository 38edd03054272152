/**
 * What keys are, apart from their material: records, states, aliases, rotation, deletion.
 *
 * <p>{@link dev.keyward.embedded.lifecycle.KeyTable} keeps what was read in memory and follows the
 * changes of other processes; every change is a compare-and-set on the store. No cryptography here.
 */
package dev.keyward.embedded.lifecycle;
