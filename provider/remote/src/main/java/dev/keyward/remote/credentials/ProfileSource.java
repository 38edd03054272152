package dev.keyward.remote.credentials;

import dev.keyward.secret.SecretBytes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The profile to use: its keys, its program, or the role it takes on the strength of others. */
final class ProfileSource implements CredentialSource {
  private final Environment environment;
  private final Supplier<Sts> sts;
  private final Function<String, CredentialSource> named;

  /**
   * A source.
   *
   * @param named what {@code credential_source} names
   */
  ProfileSource(
      Environment environment, Supplier<Sts> sts, Function<String, CredentialSource> named) {
    this.environment = environment;
    this.sts = sts;
    this.named = named;
  }

  @Override
  public Object fingerprint() {
    return Profiles.fingerprint(environment);
  }

  @Override
  public Optional<Credentials> load() {
    try (Profiles profiles = Profiles.read(environment)) {
      String name = profiles.selectedName();
      return profiles.find(name).flatMap(profile -> of(profiles, name, profile, new HashSet<>()));
    }
  }

  private Optional<Credentials> of(Profiles all, String name, Profile profile, Set<String> seen) {
    if (!seen.add(name)) {
      // A profile may be its own source: then its keys are meant.
      return keys(name, profile);
    }
    if (profile.get("role_arn").isPresent()) {
      return Optional.of(role(all, name, profile, seen));
    }
    if (profile.get("aws_access_key_id").isPresent()) {
      return keys(name, profile);
    }
    if (profile.get("credential_process").isPresent()) {
      return Optional.of(ProcessSource.run(profile.get("credential_process").get(), place(name)));
    }
    if (profile.get("sso_session").isPresent() || profile.get("sso_start_url").isPresent()) {
      throw new CredentialException(
          "Profile "
              + name
              + " signs in through IAM Identity Center (SSO), which is not supported here. Use"
              + " credential_process with \"aws configure export-credentials --profile "
              + name
              + " --format process\".");
    }
    return Optional.empty();
  }

  private Optional<Credentials> keys(String name, Profile profile) {
    Optional<String> id = profile.get("aws_access_key_id");
    Optional<SecretBytes> secret = profile.secret("aws_secret_access_key");
    if (id.isEmpty() || secret.isEmpty()) {
      throw new CredentialException(
          "Profile " + name + " needs both aws_access_key_id and aws_secret_access_key.");
    }
    Credentials key = Credentials.of(id.get(), secret.get().copy(), place(name));
    return Optional.of(
        profile
            .secret("aws_session_token")
            .map(token -> key.inSession(token.copy(), Optional.empty()))
            .orElse(key));
  }

  private Credentials role(Profiles all, String name, Profile profile, Set<String> seen) {
    if (profile.get("web_identity_token_file").isPresent()) {
      return new WebIdentitySource(
              profile.get("web_identity_token_file"),
              profile.get("role_arn"),
              profile.get("role_session_name"),
              sts)
          .load()
          .orElseThrow();
    }
    if (profile.get("mfa_serial").isPresent()) {
      throw new CredentialException(
          "Profile "
              + name
              + " asks for a one-time code (mfa_serial), which nobody can give here.");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("RoleArn", profile.get("role_arn").orElseThrow());
    parameters.put("RoleSessionName", profile.get("role_session_name").orElse("keyward"));
    profile.get("external_id").ifPresent(id -> parameters.put("ExternalId", id));
    profile.get("duration_seconds").ifPresent(s -> parameters.put("DurationSeconds", s));
    try (Credentials caller = caller(all, name, profile, seen)) {
      return sts.get().assumeRole(parameters, caller);
    }
  }

  private Credentials caller(Profiles all, String name, Profile profile, Set<String> seen) {
    Optional<String> source = profile.get("source_profile");
    Optional<String> other = profile.get("credential_source");
    if (source.isPresent() == other.isPresent()) {
      throw new CredentialException(
          "Profile " + name + " with role_arn needs source_profile or credential_source.");
    }
    Optional<Credentials> found =
        source.isPresent()
            ? all.find(source.get()).flatMap(next -> of(all, source.get(), next, seen))
            : named.apply(other.get()).load();
    return found.orElseThrow(
        () ->
            new CredentialException(
                "Profile "
                    + name
                    + " takes its role with "
                    + source.or(() -> other).get()
                    + ", where there are no credentials."));
  }

  private static String place(String name) {
    return "profile " + name;
  }
}
