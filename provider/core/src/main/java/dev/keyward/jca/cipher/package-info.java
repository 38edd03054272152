/**
 * {@code javax.crypto.CipherSpi} implementations that work with key handles.
 *
 * <p>Here the JCA contract is kept: parameters, buffers, exceptions, states. Message formats live
 * in {@code dev.keyward.envelope}; other JCA services, configuration and backends are not known.
 */
package dev.keyward.jca.cipher;
