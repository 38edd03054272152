/**
 * The embedded key management service: {@link dev.keyward.embedded.EmbeddedKms} carries out the
 * operations of the KMS API over the rooms below it. The rooms do not know it.
 */
package dev.keyward.embedded;
