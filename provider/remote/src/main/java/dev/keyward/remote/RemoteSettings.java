package dev.keyward.remote;

import dev.keyward.backend.BackendSettings;
import dev.keyward.model.Quoted;
import dev.keyward.remote.http.TransportLimits;
import dev.keyward.remote.resilience.RetryPolicy;
import dev.keyward.remote.wire.Resilience.CallLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration as the wire client understands it.
 *
 * @param endpoint an address of one's own; empty for that of the Region
 * @param allowed what an endpoint may be besides the usual
 * @param region the Region; empty to look for it where the tools of AWS do
 * @param failover Regions for multi-Region keys, in their order
 * @param bundle whom to trust; empty for whom the JDK trusts
 * @param isFips whether to use FIPS addresses; empty to look where the tools of AWS do
 * @param isDualStack the same for addresses that have IPv6
 * @param isInstanceMetadataAllowed whether the instance may be asked for credentials
 * @param transport limits of one attempt
 * @param calls limits of whole calls
 * @param retries how often a request is sent
 * @param metadataAge how long descriptions and public keys are good
 */
record RemoteSettings(
    Optional<String> endpoint,
    EndpointChoice.Allowed allowed,
    Optional<String> region,
    List<String> failover,
    Optional<Path> bundle,
    Optional<Boolean> isFips,
    Optional<Boolean> isDualStack,
    boolean isInstanceMetadataAllowed,
    TransportLimits transport,
    CallLimits calls,
    RetryPolicy retries,
    Duration metadataAge) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Duration METADATA_AGE = Duration.ofSeconds(60);

  /** Reads and checks; opens no file. */
  static RemoteSettings of(BackendSettings settings) {
    Reader read = new Reader(settings);
    TransportLimits limits = TransportLimits.DEFAULT;
    CallLimits calls = CallLimits.DEFAULT;
    RetryPolicy retries = RetryPolicy.DEFAULT;
    Duration lease = read.duration("timeout.lease", limits.lease());
    return new RemoteSettings(
        settings.get("endpoint"),
        new EndpointChoice.Allowed(
            read.flag("endpoint.plain-http").orElse(false),
            read.flag("endpoint.link-local").orElse(false)),
        settings.get("region"),
        settings
            .get("regions.failover")
            .map(list -> List.of(list.trim().split("\\s*,\\s*")))
            .orElse(List.of()),
        settings.get("endpoint.ca").map(Path::of),
        read.flag("endpoint.fips"),
        read.flag("endpoint.dual-stack"),
        read.flag("credentials.instance-metadata").orElse(false),
        new TransportLimits(
            lease,
            read.duration("timeout.connect", limits.connect()),
            read.duration("timeout.tls", limits.tls()),
            read.duration("timeout.response", limits.response()),
            read.duration("timeout.attempt", limits.attempt()),
            limits.connections()),
        new CallLimits(
            read.duration("timeout.call", calls.dataPlane()),
            read.duration("timeout.management", calls.management()),
            lease),
        new RetryPolicy(
            read.number("retry.attempts", retries.attempts()),
            read.number("retry.throttled-attempts", retries.throttledAttempts()),
            read.duration("retry.base", retries.base()),
            read.duration("retry.cap", retries.cap())),
        read.duration("cache.metadata-age", METADATA_AGE));
  }

  /** Values by their form. The configuration has checked them; a test's may not have. */
  private record Reader(BackendSettings settings) {
    Optional<Boolean> flag(String name) {
      return settings
          .get(name)
          .map(
              value -> {
                if (!value.equals("true") && !value.equals("false")) {
                  throw wrong(name, "true or false", value);
                }
                return value.equals("true");
              });
    }

    Duration duration(String name, Duration otherwise) {
      return settings
          .get(name)
          .map(
              value -> {
                Matcher matcher = DURATION.matcher(value);
                if (!matcher.matches()) {
                  throw wrong(name, "a duration such as 500ms or 30s", value);
                }
                long amount = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                  case "ms" -> Duration.ofMillis(amount);
                  case "s" -> Duration.ofSeconds(amount);
                  case "m" -> Duration.ofMinutes(amount);
                  case "h" -> Duration.ofHours(amount);
                  default -> Duration.ofDays(amount);
                };
              })
          .orElse(otherwise);
    }

    int number(String name, int otherwise) {
      return settings
          .get(name)
          .map(
              value -> {
                if (!value.matches("[1-9]\\d{0,2}")) {
                  throw wrong(name, "a number", value);
                }
                return Integer.parseInt(value);
              })
          .orElse(otherwise);
    }

    private IllegalArgumentException wrong(String name, String form, String value) {
      return new IllegalArgumentException(
          settings.origin(name)
              + ": "
              + name
              + " takes "
              + form
              + ", got "
              + Quoted.of(value)
              + ".");
    }
  }
}
