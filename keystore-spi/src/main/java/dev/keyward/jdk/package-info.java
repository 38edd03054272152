/**
 * The JDK's own security providers as fixed instances, for all cryptography inside Keyward.
 *
 * <p>Nothing inside Keyward looks an algorithm up by its name alone: such a look-up could find
 * Keyward itself, or whatever an application put ahead of the JDK.
 */
package dev.keyward.jdk;
