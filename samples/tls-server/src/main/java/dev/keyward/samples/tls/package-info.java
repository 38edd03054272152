/**
 * An HTTPS server whose private key is a managed key. It knows the JDK only, nothing of Keyward.
 */
package dev.keyward.samples.tls;
