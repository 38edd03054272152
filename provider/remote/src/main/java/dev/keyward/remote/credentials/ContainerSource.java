package dev.keyward.remote.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyward.remote.http.Transport;
import dev.keyward.remote.http.TransportException;
import dev.keyward.remote.http.WireAnswer;
import dev.keyward.remote.http.WireRequest;
import dev.keyward.secret.SecretBytes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Credentials that the runtime of a container (ECS, EKS, Greengrass) hands out. */
final class ContainerSource implements CredentialSource {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String ECS = "http://169.254.170.2";

  /** Where a token may go in clear besides this machine: ECS and EKS. */
  private static final Set<String> IN_CLEAR =
      Set.of("169.254.170.2", "169.254.170.23", "fd00:ec2::23");

  private static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";

  private final Environment environment;
  private final Supplier<Transport> transport;

  ContainerSource(Environment environment, Supplier<Transport> transport) {
    this.environment = environment;
    this.transport = transport;
  }

  @Override
  public Optional<Credentials> load() {
    Optional<URI> address =
        environment
            .variable(RELATIVE)
            .map(path -> safe(ECS + path, RELATIVE))
            .or(() -> environment.variable(FULL).map(text -> safe(text, FULL)));
    return address.map(this::fetch);
  }

  private Credentials fetch(URI address) {
    Map<String, String> headers = new HashMap<>(Map.of("accept", "application/json"));
    token().ifPresent(token -> headers.put("authorization", token));
    String place = "the container at " + address.getHost();
    try {
      WireAnswer answer =
          transport.get().send(new WireRequest("GET", address, headers, new byte[0]), LIMIT);
      try {
        if (answer.status() != 200) {
          String text =
              "Asked for credentials, " + place + " answered status " + answer.status() + ".";
          throw answer.status() >= 500 || answer.status() == 429
              ? new CredentialsOutOfReachException(text)
              : new CredentialException(text);
        }
        return CredentialDocument.read(answer.body(), place);
      } finally {
        Arrays.fill(answer.body(), (byte) 0);
      }
    } catch (TransportException e) {
      throw new CredentialsOutOfReachException(
          "Cannot get credentials: " + e.getMessage() + ".", e);
    }
  }

  private Optional<String> token() {
    Optional<String> file = environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    Optional<String> token =
        file.isPresent()
            ? Optional.of(read(Path.of(file.get())))
            : environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    token.ifPresent(
        text -> {
          if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new CredentialException("The container authorization token is not one line.");
          }
        });
    return token;
  }

  private static String read(Path file) {
    try (SecretBytes token = WebIdentitySource.readToken(file)) {
      return token.read(bytes -> new String(bytes, US_ASCII)).trim();
    }
  }

  static URI safe(String address, String setting) {
    return SafeAddress.of(address, setting, IN_CLEAR);
  }
}
