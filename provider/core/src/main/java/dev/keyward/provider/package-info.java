/**
 * Wiring of the security provider: which services there are, and the one key service behind them,
 * opened at first use. No cryptography and no parsing lives here, and nothing but {@link
 * dev.keyward.KeywardProvider} imports this package.
 */
package dev.keyward.provider;
