/**
 * The one table from {@link dev.keyward.failure.KmsException} to the exception that an engine
 * method may throw. The failure stays the cause, its text stays the text.
 */
package dev.keyward.jca.failures;
