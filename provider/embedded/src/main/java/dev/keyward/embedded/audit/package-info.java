/**
 * The audit trail: one line of JSON for every call, chained by hashes, sealed with a key of the
 * store and signed at checkpoints; and what reads and checks such trails.
 *
 * <p>{@link dev.keyward.embedded.audit.AuditTrail} writes, {@link
 * dev.keyward.embedded.audit.TrailVerifier} checks, {@link dev.keyward.embedded.audit.AuditLog}
 * reads. What happened, and to whom, is decided elsewhere and arrives as an {@link
 * dev.keyward.embedded.audit.AuditEvent}; nothing here knows the operations of a KMS, and no
 * plaintext, key, ciphertext or token comes here.
 */
package dev.keyward.embedded.audit;
