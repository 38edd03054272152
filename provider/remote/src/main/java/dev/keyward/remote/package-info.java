/**
 * The client for a KMS at the other end of a wire: AWS KMS or a Keyward endpoint.
 *
 * <p>This room reads the configuration and puts the others together; each of those knows one thing.
 */
package dev.keyward.remote;
