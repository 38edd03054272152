/**
 * The security provider's class, under the name that {@code java.security} files use. Nothing else
 * lives here: services are in {@link dev.keyward.provider}.
 */
package dev.keyward;
