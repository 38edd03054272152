/** A client that shows a certificate whose key is managed, and a server that asks for one. */
package dev.keyward.samples.mtls;
