/**
 * Who we are towards the service: finding access keys where the tools of AWS find them, keeping
 * them as long as they are good, fetching new ones in time.
 *
 * <p>Secrets are kept in {@link dev.keyward.secret.SecretBytes}. Nothing here knows the KMS.
 */
package dev.keyward.remote.credentials;
