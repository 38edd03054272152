/**
 * The KMS API: one interface, one file for each operation with its request and response, the error
 * codes, and one table of all operations that codec, dispatcher and tests are driven by.
 *
 * <p>Records here have the shape of the API, nothing more: absent members are null, limits stand in
 * {@link dev.keyward.kms.Member} annotations. No behaviour of a key service lives here.
 */
package dev.keyward.kms;
