/**
 * The endpoint: a key service offered over the AWS KMS wire protocol.
 *
 * <p>Requests arrive complete from room {@code http}, are verified here (Signature Version 4), and
 * carried out by the {@code Kms} as their principal may be served. No HTTP library, no store and no
 * policy is seen here.
 */
package dev.keyward.endpoint;
