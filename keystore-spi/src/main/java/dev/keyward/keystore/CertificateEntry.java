package dev.keyward.keystore;

import dev.keyward.model.KeyReference.KeyArn;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The certificates of one alias.
 *
 * @param key the key pair they belong to; empty for a trusted certificate
 * @param chain leaf first; at least one
 * @param modified when the file was written
 */
public record CertificateEntry(
    Optional<KeyArn> key, List<X509Certificate> chain, Instant modified) {
  public CertificateEntry {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(modified, "modified");
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an entry has at least one certificate");
    }
  }

  /**
   * Tells whether this is a certificate without a key.
   *
   * @return true for a trusted certificate
   */
  public boolean isTrusted() {
    return key.isEmpty();
  }

  /**
   * The certificate that speaks for the alias.
   *
   * @return the first of the chain
   */
  public X509Certificate leaf() {
    return chain.get(0);
  }
}
