package dev.keyward.remote.credentials;

import dev.keyward.secret.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A role that the bearer of a token in a file may take, as Kubernetes and CI services offer it. */
final class WebIdentitySource implements CredentialSource {
  private static final long MAX_TOKEN_BYTES = 64 << 10;

  private final Optional<String> file;
  private final Optional<String> role;
  private final Optional<String> session;
  private final Supplier<Sts> sts;

  WebIdentitySource(Environment environment, Supplier<Sts> sts) {
    this(
        either(environment, "AWS_WEB_IDENTITY_TOKEN_FILE", "aws.webIdentityTokenFile"),
        either(environment, "AWS_ROLE_ARN", "aws.roleArn"),
        either(environment, "AWS_ROLE_SESSION_NAME", "aws.roleSessionName"),
        sts);
  }

  WebIdentitySource(
      Optional<String> file, Optional<String> role, Optional<String> session, Supplier<Sts> sts) {
    this.file = file;
    this.role = role;
    this.session = session;
    this.sts = sts;
  }

  private static Optional<String> either(Environment from, String variable, String property) {
    return from.variable(variable).or(() -> from.property(property));
  }

  @Override
  public Optional<Credentials> load() {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String roleArn =
        role.orElseThrow(
            () -> new CredentialException("A web identity token needs AWS_ROLE_ARN as well."));
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("RoleArn", roleArn);
    parameters.put("RoleSessionName", session.orElse("keyward"));
    try (SecretBytes token = readToken(Path.of(file.get()))) {
      return Optional.of(sts.get().assumeRoleWithWebIdentity(parameters, token));
    }
  }

  static SecretBytes readToken(Path file) {
    try {
      if (Files.size(file) > MAX_TOKEN_BYTES) {
        throw new CredentialException(file + " is too long for a token.");
      }
      return SecretBytes.owning(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CredentialException("Cannot read the token in " + file + ".", e);
    }
  }
}
