package dev.keyward.embedded;

import dev.keyward.embedded.audit.AuditSettings;
import dev.keyward.embedded.customstore.TokenException;
import dev.keyward.embedded.customstore.TokenStore;
import dev.keyward.embedded.quota.QuotaSettings;
import dev.keyward.embedded.quota.ResourceQuotas;
import dev.keyward.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What an engine is made with besides its store.
 *
 * @param clock the time
 * @param random the source of all randomness
 * @param audit how the audit trail is kept; empty for none
 * @param resources how much there may be of everything
 * @param requests how many requests may be made
 * @param nanos elapsed time, as {@link System#nanoTime} tells it
 * @param tokens finds what is behind custom key stores
 */
public record EngineSettings(
    InstantSource clock,
    SecureRandom random,
    Optional<AuditSettings> audit,
    ResourceQuotas resources,
    QuotaSettings requests,
    LongSupplier nanos,
    TokenConnector tokens) {

  /**
   * The quotas of AWS, no request quotas, no audit trail, no custom key stores.
   *
   * @param clock the time
   * @param random the source of all randomness
   * @return the settings
   */
  public static EngineSettings plain(InstantSource clock, SecureRandom random) {
    return new EngineSettings(
        clock,
        random,
        Optional.empty(),
        ResourceQuotas.AWS,
        QuotaSettings.OFF,
        System::nanoTime,
        new NoTokens());
  }

  /**
   * The same with an audit trail.
   *
   * @param settings how it is kept
   * @return new settings
   */
  public EngineSettings withAudit(AuditSettings settings) {
    return new EngineSettings(
        clock, random, Optional.of(settings), resources, requests, nanos, tokens);
  }

  private static final class NoTokens implements TokenConnector {
    @Override
    public TokenStore connect(String clusterId, SecretBytes pin) throws TokenException {
      throw new TokenException(
          TokenException.Reason.NOT_FOUND, "No token is configured for this cluster.");
    }

    @Override
    public boolean knows(String clusterId) {
      return false;
    }
  }
}
