/**
 * The one adapter that makes any {@link dev.keyward.kms.Kms} a {@link
 * dev.keyward.backend.KeyBackend}.
 */
package dev.keyward.kms.backend;
