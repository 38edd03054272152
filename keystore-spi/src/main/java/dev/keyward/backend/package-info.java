/**
 * What a key service must offer so that the JCA side can work with it: a small core and
 * capabilities.
 *
 * <p>A backend implements {@link dev.keyward.backend.KeyBackend} and those capability interfaces it
 * can fulfil; callers ask with {@link dev.keyward.backend.KeyBackend#capability(Class)}. Backends
 * are found through {@link java.util.ServiceLoader} by {@link
 * dev.keyward.backend.KeyBackendFactory#name()}.
 *
 * <p>Every method may throw a {@link dev.keyward.failure.KmsException}. Backends are thread-safe.
 */
package dev.keyward.backend;
