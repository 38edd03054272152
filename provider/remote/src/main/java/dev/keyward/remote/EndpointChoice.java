package dev.keyward.remote;

import dev.keyward.backend.EndpointHost;
import dev.keyward.remote.KmsEndpoint.Variant;
import dev.keyward.remote.credentials.Environment;
import dev.keyward.remote.credentials.Profiles;
import dev.keyward.remote.wire.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where requests go: what the configuration says, else what the environment says, else what the
 * profile says, else the address of the Region. Reads the AWS files; looks up no name.
 */
record EndpointChoice(
    String region, Optional<URI> custom, Variant variant, Optional<Path> bundle, Allowed allowed) {

  /** What is refused unless it is said to be meant. */
  record Allowed(boolean plainHttp, boolean linkLocal) {}

  static EndpointChoice of(RemoteSettings settings, Environment environment, String origin) {
    try (Profiles profiles = Profiles.read(environment)) {
      Finder find = new Finder(environment, profiles);
      String region =
          settings
              .region()
              .or(find::region)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          origin
                              + ": backend=remote needs a region. Set region, AWS_REGION, or the"
                              + " region of the profile."));
      Optional<String> address =
          settings.endpoint().isPresent() ? settings.endpoint() : find.endpoint();
      boolean fips = settings.isFips().orElseGet(() -> find.is("FIPS", "use_fips_endpoint"));
      boolean dual =
          settings.isDualStack().orElseGet(() -> find.is("DUALSTACK", "use_dualstack_endpoint"));
      return new EndpointChoice(
              region,
              address.map(EndpointChoice::parse),
              variant(fips, dual),
              settings.bundle().or(find::bundle),
              settings.allowed())
          .checked();
    }
  }

  private static Variant variant(boolean fips, boolean dual) {
    if (fips) {
      return dual ? Variant.FIPS_DUAL_STACK : Variant.FIPS;
    }
    return dual ? Variant.DUAL_STACK : Variant.REGIONAL;
  }

  private static URI parse(String text) {
    try {
      URI uri = URI.create(text);
      boolean plain =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
      if (plain && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without repeating what may hold a password.
    }
    throw new IllegalArgumentException("The endpoint of the KMS reads https://HOST[:PORT].");
  }

  private EndpointChoice checked() {
    target(region);
    custom.ifPresent(
        uri -> {
          if (variant != Variant.REGIONAL) {
            throw new IllegalArgumentException(
                "An endpoint of one's own excludes FIPS and dual-stack endpoints.");
          }
          EndpointHost host = new EndpointHost(uri.getHost());
          if ("http".equals(uri.getScheme()) && !allowed.plainHttp() && !host.isLoopback()) {
            throw new IllegalArgumentException(
                "The endpoint is http:// to a host that is not loopback; use https://, or set"
                    + " endpoint.plain-http=true to send keys in clear.");
          }
          if (host.isLinkLocal() && !allowed.linkLocal()) {
            throw new IllegalArgumentException(
                "The endpoint is a link-local or metadata address; set endpoint.link-local=true if"
                    + " it is meant.");
          }
        });
    return this;
  }

  /** The address of this Region or of another one. */
  Target target(String other) {
    KmsEndpoint endpoint =
        custom
            .map(uri -> KmsEndpoint.custom(elsewhere(uri, other), other))
            .orElseGet(() -> KmsEndpoint.of(other, variant));
    return new Target(endpoint.uri(), endpoint.region());
  }

  /** Where sessions of roles come from, unless the environment says otherwise. */
  URI tokenService() {
    return KmsEndpoint.tokenService(region, variant);
  }

  private URI elsewhere(URI uri, String other) {
    if (other.equals(region)) {
      return uri;
    }
    String text = uri.toString();
    if (!uri.getHost().contains(region)) {
      throw new IllegalArgumentException(
          "regions.failover with an endpoint of one's own needs the Region in its host name, so that"
              + " the addresses of the others are known.");
    }
    return URI.create(text.replace(region, other));
  }

  /** Looks where the tools of AWS look. */
  private record Finder(Environment environment, Profiles profiles) {
    Optional<String> region() {
      return environment
          .property("aws.region")
          .or(() -> environment.variable("AWS_REGION"))
          .or(() -> environment.variable("AWS_DEFAULT_REGION"))
          .or(() -> profiles.selected().flatMap(profile -> profile.get("region")));
    }

    Optional<String> endpoint() {
      boolean ignored =
          is("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
              || profiles
                  .selected()
                  .flatMap(profile -> profile.get("ignore_configured_endpoint_urls"))
                  .filter("true"::equalsIgnoreCase)
                  .isPresent();
      return ignored
          ? Optional.empty()
          : environment
              .variable("AWS_ENDPOINT_URL_KMS")
              .or(() -> environment.variable("AWS_ENDPOINT_URL"))
              .or(() -> profiles.endpointUrl("kms"));
    }

    Optional<Path> bundle() {
      return environment
          .variable("AWS_CA_BUNDLE")
          .or(() -> profiles.selected().flatMap(profile -> profile.get("ca_bundle")))
          .map(Path::of);
    }

    boolean is(String what, String inProfile) {
      String name = "AWS_USE_" + what + "_ENDPOINT";
      return environment.variable(name).isPresent()
          ? is(name)
          : profiles
              .selected()
              .flatMap(profile -> profile.get(inProfile))
              .filter("true"::equalsIgnoreCase)
              .isPresent();
    }

    private boolean is(String name) {
      return environment.variable(name).filter("true"::equalsIgnoreCase).isPresent();
    }
  }
}
