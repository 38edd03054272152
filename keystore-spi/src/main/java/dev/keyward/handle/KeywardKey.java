package dev.keyward.handle;

import java.security.Key;

/**
 * A key that our services take: the handle of a secret or private key, or a public key that the JDK
 * may not know how to use. The attribute {@code SupportedKeyClasses} of the services names this
 * interface, so that ordinary keys never reach them by chance.
 */
public interface KeywardKey extends Key {}
