package dev.keyward.remote.credentials;

import dev.keyward.remote.http.Transport;
import dev.keyward.remote.resilience.Waiter;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All places in the order in which the tools of AWS look. The first that has something counts. */
public final class CredentialChain implements CredentialSource {
  private static final String STS_ENDPOINT = "AWS_ENDPOINT_URL_STS";

  private final List<CredentialSource> sources;

  /**
   * What the places need.
   *
   * @param environment variables, properties and files
   * @param transport for token service, container and instance; asked for when it is needed
   * @param clock the time for signatures
   * @param waiter lets time pass between attempts
   * @param region the Region whose token service is asked
   * @param tokenService its address, unless the environment names another
   * @param instanceMetadata whether the instance metadata service may be asked
   */
  public record Means(
      Environment environment,
      Supplier<Transport> transport,
      InstantSource clock,
      Waiter waiter,
      String region,
      URI tokenService,
      boolean instanceMetadata) {}

  /**
   * A chain.
   *
   * @param means what the places need
   */
  public CredentialChain(Means means) {
    Environment environment = means.environment();
    Supplier<Sts> sts =
        () ->
            new Sts(
                means.transport().get(),
                means.clock(),
                means.waiter(),
                stsEndpoint(means),
                means.region());
    CredentialSource variables = EnvironmentSource.ofVariables(environment);
    CredentialSource container = new ContainerSource(environment, means.transport());
    CredentialSource instance =
        new InstanceSource(environment, means.transport(), means.instanceMetadata());
    CredentialSource profile =
        new ProfileSource(
            environment,
            sts,
            name ->
                switch (name) {
                  case "Environment" -> variables;
                  case "EcsContainer" -> container;
                  case "Ec2InstanceMetadata" -> instance;
                  default ->
                      throw new CredentialException(
                          "credential_source is Environment, EcsContainer or"
                              + " Ec2InstanceMetadata.");
                });
    sources =
        List.of(
            EnvironmentSource.ofProperties(environment),
            variables,
            new WebIdentitySource(environment, sts),
            profile,
            container,
            instance);
  }

  private static URI stsEndpoint(Means means) {
    boolean ignored =
        means
            .environment()
            .variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
            .filter("true"::equalsIgnoreCase)
            .isPresent();
    Optional<String> configured =
        ignored ? Optional.empty() : means.environment().variable(STS_ENDPOINT);
    return configured
        .map(address -> SafeAddress.of(address, STS_ENDPOINT, Set.of()))
        .orElseGet(means::tokenService);
  }

  @Override
  public Optional<Credentials> load() {
    for (CredentialSource source : sources) {
      Optional<Credentials> found = source.load();
      if (found.isPresent()) {
        return found;
      }
    }
    throw new CredentialException(
        "No AWS credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a"
            + " profile (AWS_PROFILE, ~/.aws/credentials).");
  }

  @Override
  public Object fingerprint() {
    return sources.stream().map(CredentialSource::fingerprint).toList();
  }
}
