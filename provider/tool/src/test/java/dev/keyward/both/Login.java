package dev.keyward.both;

import dev.keyward.remote.credentials.Environment;
import dev.keyward.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** An access key, as a program has it in its environment. */
public record Login(String id, String principalArn, SecretBytes secret) {
  /** The environment of a program of this principal, and of nobody else. */
  public Environment environment() {
    Map<String, String> variables =
        Map.of("AWS_ACCESS_KEY_ID", id, "AWS_SECRET_ACCESS_KEY", secretText());
    return new Environment() {
      @Override
      public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
      }

      @Override
      public Optional<String> property(String name) {
        return Optional.empty();
      }

      @Override
      public Path home() {
        return Path.of("no-such-home");
      }
    };
  }

  /** For environments, which have text only. */
  public String secretText() {
    return secret.read(bytes -> new String(bytes, StandardCharsets.US_ASCII));
  }
}
