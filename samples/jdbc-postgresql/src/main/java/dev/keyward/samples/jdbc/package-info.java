/**
 * A program with a database: it logs in with a managed key and encrypts a column under another. No
 * class of Keyward is named in it.
 */
package dev.keyward.samples.jdbc;
