package dev.keyward.remote.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyward.secret.SecretBytes;
import java.util.Optional;
import java.util.function.Function;

/** Access keys in system properties or in the environment. */
final class EnvironmentSource implements CredentialSource {
  private final String place;
  private final Function<String, Optional<String>> values;
  private final String id;
  private final String secret;
  private final String token;

  private EnvironmentSource(
      String place, Function<String, Optional<String>> values, String... names) {
    this.place = place;
    this.values = values;
    this.id = names[0];
    this.secret = names[1];
    this.token = names[2];
  }

  static EnvironmentSource ofProperties(Environment environment) {
    return new EnvironmentSource(
        "the system properties",
        environment::property,
        "aws.accessKeyId",
        "aws.secretAccessKey",
        "aws.sessionToken");
  }

  static EnvironmentSource ofVariables(Environment environment) {
    return new EnvironmentSource(
        "the environment",
        environment::variable,
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN");
  }

  @Override
  public Optional<Credentials> load() {
    Optional<String> keyId = values.apply(id);
    Optional<String> key = values.apply(secret);
    if (keyId.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    if (keyId.isEmpty() || key.isEmpty()) {
      throw new CredentialException(
          "Of " + id + " and " + secret + " only one is set in " + place + ".");
    }
    Credentials found = Credentials.of(keyId.get().trim(), secret(key.get()), place);
    return Optional.of(
        values
            .apply(token)
            .map(session -> found.inSession(secret(session), Optional.empty()))
            .orElse(found));
  }

  /** Whoever sets them after a failure is not told of that failure again. */
  @Override
  public Object fingerprint() {
    return values.apply(id);
  }

  static SecretBytes secret(String text) {
    return SecretBytes.owning(text.trim().getBytes(UTF_8));
  }
}
