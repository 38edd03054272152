package dev.keyward.remote.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.remote.http.Transport;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.http.WireRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The role of the machine, from the instance metadata service (version 2 only). Asked only when the
 * configuration says so: on other machines the address belongs to whoever took it.
 */
final class InstanceSource implements CredentialSource {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final String ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

  /** The two addresses of the service, which is asked in clear. */
  private static final Set<String> IN_CLEAR = Set.of("169.254.169.254", "fd00:ec2::254");

  private static final String DEFAULT = "http://169.254.169.254";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  private final Environment environment;
  private final Supplier<Transport> transport;
  private final boolean enabled;

  InstanceSource(Environment environment, Supplier<Transport> transport, boolean enabled) {
    this.environment = environment;
    this.transport = transport;
    this.enabled = enabled;
  }

  @Override
  public Optional<Credentials> load() {
    boolean off =
        environment
            .variable("AWS_EC2_METADATA_DISABLED")
            .filter("true"::equalsIgnoreCase)
            .isPresent();
    if (!enabled || off) {
      return Optional.empty();
    }
    String base =
        SafeAddress.of(environment.variable(ENDPOINT).orElse(DEFAULT), ENDPOINT, IN_CLEAR)
            .toString()
            .replaceAll("/+$", "");
    String token =
        text(
            send(
                "PUT",
                base + "/latest/api/token",
                Map.of("x-aws-ec2-metadata-token-ttl-seconds", "21600")));
    Map<String, String> headers = Map.of("x-aws-ec2-metadata-token", token);
    String role = text(send("GET", base + ROLES, headers)).lines().findFirst().orElse("");
    if (!role.matches("[\\w+=,.@-]{1,128}")) {
      throw new CredentialException("The instance has no role.");
    }
    byte[] document = send("GET", base + ROLES + role, headers);
    try {
      return Optional.of(CredentialDocument.read(document, "instance role " + role));
    } finally {
      Arrays.fill(document, (byte) 0);
    }
  }

  private static String text(byte[] body) {
    String text = new String(body, US_ASCII).trim();
    Arrays.fill(body, (byte) 0);
    return text;
  }

  private byte[] send(String method, String address, Map<String, String> headers) {
    try {
      WireAnswer answer =
          transport
              .get()
              .send(new WireRequest(method, URI.create(address), headers, new byte[0]), LIMIT);
      if (answer.status() != 200) {
        String text = "The instance metadata service answered status " + answer.status() + ".";
        throw answer.status() >= 500 || answer.status() == 429
            ? new CredentialsOutOfReachException(text)
            : new CredentialException(text);
      }
      return answer.body();
    } catch (TransportException e) {
      throw new CredentialsOutOfReachException(
          "The instance metadata service cannot be used: " + e.getMessage() + ".", e);
    }
  }
}
