/**
 * Message formats and the data-key cache: bytes in, bytes out.
 *
 * <p>The layout is specified in {@code provider/docs/MESSAGE-FORMAT.md}. Encrypted data keys arrive
 * here as bytes; which key service opens them, and what a key handle is, is not known here.
 */
package dev.keyward.envelope;
