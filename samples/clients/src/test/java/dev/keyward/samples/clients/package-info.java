/**
 * Programs and libraries that know nothing of Keyward, used with managed keys. Each result is
 * checked by somebody else: the JDK's software provider, openssl, or Bouncy Castle's own code.
 */
package dev.keyward.samples.clients;
