/**
 * Files and directories only their owner can read.
 *
 * <p>Knows nothing of keys, rings or databases: it makes, checks, reads and replaces private files,
 * and looks at what kind of file system holds them.
 */
package dev.keyward.embedded.files;
