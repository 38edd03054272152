/** Tokens signed with a managed key, and verified by whoever has the public key. */
package dev.keyward.samples.jwt;
