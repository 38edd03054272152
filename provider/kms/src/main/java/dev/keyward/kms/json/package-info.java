/**
 * Requests and responses of the KMS API as JSON. The only room that sees Jackson.
 *
 * <p>The codec is driven by the records of {@link dev.keyward.kms}; it has no code for any
 * particular operation.
 */
package dev.keyward.kms.json;
