/**
 * The configuration: where it is read from, which properties exist, which values they take, and
 * error texts that name file and line.
 *
 * <p>Used by the provider and by the tool. Nothing here opens a backend, looks up a security
 * provider or starts a thread; nothing but the configuration file is read.
 */
package dev.keyward.config;
